/**
 * `npm run seeded [-- --list]`: breaks every control of single-service, one at a time, in each of its profiles, and counts
 * the broken templates after which no rule of pci-evidence is violated that was not before. Ends with 0 only if 98 of a
 * hundred are caught and every property of the templates is told to be a control or none. `--list` names the mutants.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from './lib/apps';
import { readStacks } from './lib/assembly';
import { print } from './lib/print';
import { type Profile, profiles, synthesizeProfile, titleOf } from './lib/profiles';
import { table } from './lib/table';
import { CONTROLS } from './seeded/controls';
import { type SeededRun, seed } from './seeded/run';

const THRESHOLD = 0.98;

command(() => {
  const { values } = parseArgs({ options: { list: { type: 'boolean', default: false } } });
  const into = mkdtempSync(join(tmpdir(), 'seeded-'));
  try {
    const runs = profiles(['single-service']).map((profile) => ({ profile, run: runOf(profile, into) }));
    for (const { profile, run } of runs) report(profile, run, values.list);
    print(`\n${table([['profile', 'broken', 'caught', 'survived', 'by rules'], ...runs.map(row)])}`);
    process.exitCode = runs.every(({ run }) => holds(run)) ? 0 : 1;
  } finally {
    rmSync(into, { recursive: true });
  }
});

function runOf(profile: Profile, into: string): SeededRun {
  const { assembly } = synthesizeProfile(profile, { into });
  const stacks = readStacks(assembly).map(({ id, name, templateFile: file }) => ({ path: id, name, file }));
  return seed(stacks, CONTROLS);
}

function holds({ mutants, survivors, unclassified }: SeededRun): boolean {
  return unclassified.length === 0 && mutants.length > 0 && 1 - survivors.length / mutants.length >= THRESHOLD;
}

function report(profile: Profile, { mutants, survivors, unclassified }: SeededRun, list: boolean): void {
  print(`\n${titleOf(profile)}`);
  for (const path of unclassified) print(`  NEITHER A CONTROL NOR PLAIN  ${path} (tools/seeded/controls*.ts)`);
  for (const { name } of survivors) print(`  survived  ${name}`);
  if (list) for (const { name } of mutants) print(`  broken    ${name}`);
}

function row({ profile, run }: { profile: Profile; run: SeededRun }): string[] {
  const caught = run.mutants.length - run.survivors.length;
  const share = ((100 * caught) / run.mutants.length).toFixed(1);
  const counts = [run.mutants.length, `${caught} (${share} %)`, run.survivors.length, run.caughtBy.size];
  return [titleOf(profile), ...counts.map(String)];
}
