/** JSON as a person can read it. */
export function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
