/**
 * `npm test`: every check there is. Checks are nx targets and so cached by what they read; this file only starts
 * them and adds up. A jest run counts its tests, any other check counts as one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTargets, type TaskOutcome } from './lib/nx';

const CHECKS = [
  'lint',
  'typecheck-tooling',
  'test-tooling',
  'compile',
  'api',
  'docs',
  'snippets',
  'typecheck',
  'test',
  'integ',
  'synth',
];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const only = process.argv.slice(2);
const { succeeded, tasks } = runTargets(only.length > 0 ? only : CHECKS);
const total = tasks.map(countsOf).reduce(add, { passed: 0, failed: 0, skipped: 0 });
// A task whose prerequisite failed never starts and is in no report; nx's verdict stands above the sum.
if (!succeeded && total.failed === 0) total.failed = 1;

for (const { project, target } of tasks.filter((task) => !task.succeeded))
  process.stdout.write(`FAILED ${project}:${target}\n`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

function countsOf(task: TaskOutcome): Counts {
  const one = { passed: Number(task.succeeded), failed: Number(!task.succeeded), skipped: 0 };
  if (task.target !== 'test' && task.target !== 'test-tooling') return one;
  const file = join(folderOf(task), 'reports', 'results.json');
  if (!existsSync(file)) return { ...one, passed: 0, failed: 1 };
  const counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  // Left by a run before: this one did not get as far as writing its own.
  if (!task.succeeded && counts.failed === 0) return { passed: 0, failed: 1, skipped: 0 };
  // A suite without a test proves nothing.
  return counts.passed === 0 && counts.failed === 0 ? { passed: 0, failed: 1, skipped: counts.skipped } : counts;
}

function folderOf({ project, target }: TaskOutcome): string {
  if (target === 'test-tooling') return join(ROOT, 'tools');
  const folder = ['packages', 'apps', 'tools', '.']
    .map((parent) => join(ROOT, parent, project))
    .find((path) => existsSync(path));
  if (!folder) throw new Error(`No folder for project ${project}.`);
  return folder;
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
