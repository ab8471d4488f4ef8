/** A warning that says a policy statement as JSON: its words, with `{}` in the place of the statement, and the statement. */
export function statementIn(warning = ''): { readonly words: string; readonly statement: unknown } {
  const json = /\{.*\}/.exec(warning)?.[0] ?? 'null';
  return { words: warning.replace(json, '{}'), statement: JSON.parse(json) };
}
