/**
 * `npm run coverage`: which rule of pci-evidence covers which control of other PCI DSS 4.0 lists, and which control is
 * left out and why. Exits with 1 where a control is in neither.
 */
import { type Account, account, type Line, stray } from '../packages/pci-evidence/test/control-lists/account';
import { table } from './lib/table';

const accounts = account();
for (const { list, lines } of accounts) {
  const rows = lines.map((line) => [
    `  ${nameOf(line)}`,
    line.requirements.split(' ').slice(0, 3).join(' '),
    stateOf(line),
  ]);
  process.stdout.write(`\n${list.title}\n\n${table(rows)}\n`);
}
process.stdout.write(
  `\n${table([['list', 'controls', 'covered', 'left out', 'unaccounted'], ...accounts.map(summary)])}\n`,
);

const problems = [...accounts.flatMap((one) => one.problems), ...stray()];
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;

function nameOf({ control }: Line): string {
  return control.slice(control.indexOf(':') + 1);
}

function stateOf({ rules, leftOut }: Line): string {
  if (rules.length > 0) return rules.join(', ');
  if (!leftOut) return 'UNACCOUNTED FOR';
  return `left out (${leftOut.reason}${leftOut.by ? ` by ${leftOut.by}` : ''}): ${leftOut.why}`;
}

function summary({ list, lines }: Account): string[] {
  const covered = lines.filter(({ rules }) => rules.length > 0).length;
  const leftOut = lines.filter(({ rules, leftOut }) => rules.length === 0 && leftOut).length;
  return [list.title, ...[lines.length, covered, leftOut, lines.length - covered - leftOut].map(String)];
}
