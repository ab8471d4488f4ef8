/**
 * `npm run scan`: cfn-lint, checkov and AWS's Guard rules for Control Tower over the templates of every app in every profile, without network. Ends with 0
 * only if each finding is acknowledged in scanners/acknowledged.ts and each acknowledgement covers one.
 */
import { command } from './lib/apps';
import { print } from './lib/print';
import { table } from './lib/table';
import { checksOf, type Scan, scan, writeResults } from './scanners/scan';

command(async () => {
  const found = await scan();
  const checks = checksOf(found);
  writeResults(checks, found);
  print(`\n${table([['rule', 'acknowledged', 'because'], ...acknowledgedRows(found)])}\n`);
  for (const [scanner, reason] of Object.entries(found.skipped)) print(`SKIPPED ${scanner}: ${reason}`);
  for (const { name, problems } of checks) {
    print(`${problems.length > 0 ? 'FAILED' : 'passed'} ${name}`);
    for (const problem of problems) print(`  ${problem}`);
  }
  process.exitCode = checks.some(({ problems }) => problems.length > 0) ? 1 : 0;
});

function acknowledgedRows({ acknowledged }: Scan): string[][] {
  const counts = new Map<string, number>();
  for (const { finding, reason } of acknowledged) {
    const key = `${finding.scanner} ${finding.rule}\n${reason}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, count]) => {
    const [rule = '', reason = ''] = key.split('\n');
    return [rule, String(count), reason];
  });
}
