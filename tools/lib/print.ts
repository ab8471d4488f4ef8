/** For a person at a terminal: results to standard output, problems to standard error. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function problem(text: string): void {
  process.stderr.write(`\n${text}\n`);
}

export function heading(text: string): void {
  print(`\n${process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text}\n${'-'.repeat(Math.min(text.length, 100))}`);
}

/** Two columns, read downwards. */
export function columns(cells: string[]): string {
  const half = Math.ceil(cells.length / 2);
  return cells
    .slice(0, half)
    .map((left, row) => `  ${left.padEnd(36)}${cells[row + half] ?? ''}`.trimEnd())
    .join('\n');
}
