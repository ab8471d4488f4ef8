/** Names of outputs take no hyphens: `PaymentApiEcsService`, for example. */
export function outputName(kebab: string, what: string): string {
  return kebab.replace(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()) + what;
}
