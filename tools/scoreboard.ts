/**
 * `npm run scoreboard [-- --json]`: every app in every profile, measured now, beside its peers. A cell says what nobody
 * explained, and after it what is acknowledged with a reason. Ends with 1 where anything is unexplained.
 */
import { parseArgs } from 'node:util';
import { command } from './lib/apps';
import { print } from './lib/print';
import { table } from './lib/table';
import { COLUMNS, type Findings, measureAll, type Row } from './scoreboard/measure';
import { BY_HAND, PEERS, PEERS_SOURCE, type Peer } from './scoreboard/peers';

command(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const { rows, scan } = await measureAll();
  const unexplained = rows.flatMap(({ name, findings }) =>
    Object.entries(findings)
      .filter(([, found]) => found.unexplained > 0)
      .map(([column, found]) => `${name}: ${found.unexplained} of ${COLUMNS[column] ?? column}`),
  );
  if (values.json) {
    const peers = { source: PEERS_SOURCE, sameWorkload: PEERS, byHand: BY_HAND };
    print(JSON.stringify({ columns: COLUMNS, rows, skipped: scan.skipped, unexplained, peers }, undefined, 2));
  } else {
    const head = ['', 'lines', 'resources', 'synth', ...Object.values(COLUMNS)];
    print(`\n${table([head, ...rows.map(ours)])}\n`);
    print(
      'Unexplained findings, (+ acknowledged ones); lines of main and stack; seconds of one synth, validation included.',
    );
    for (const [scanner, reason] of Object.entries(scan.skipped)) print(`${scanner} was not measured: ${reason}`);
    print(`\nPeers, ${PEERS_SOURCE}; none of their findings is acknowledged:\n`);
    print(`${table([head, ...[...PEERS, ...BY_HAND].map(theirs)])}\n`);
    for (const line of unexplained) print(`UNEXPLAINED ${line}`);
  }
  process.exitCode = unexplained.length > 0 ? 1 : 0;
});

function ours({ name, lines, resources, seconds, findings }: Row): string[] {
  const cells = Object.keys(COLUMNS).map((column) => cell(findings[column]));
  return [name, String(lines), String(resources), `${seconds.toFixed(2)} s`, ...cells];
}

function cell(found: Findings | undefined): string {
  if (!found) return 'not measured';
  return found.acknowledged > 0 ? `${found.unexplained} (+${found.acknowledged})` : String(found.unexplained);
}

function theirs({ name, lines, resources, seconds, controlTower, ...found }: Peer): string[] {
  const packs = [found.awsSolutions, found.nist, found.pci321, found.hipaa].map(String);
  const others = Object.keys(COLUMNS)
    .slice(packs.length + 1)
    .map(() => '-');
  const time = seconds === undefined ? '-' : `${seconds.toFixed(2)} s`;
  return [name, String(lines), String(resources), time, ...packs, String(controlTower ?? '-'), ...others];
}
