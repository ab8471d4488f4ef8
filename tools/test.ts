/**
 * `npm test`: every check there is. Checks are nx targets and so cached by what they read; this file only starts
 * them and adds up. A jest run counts its tests, any other check counts as one.
 */
import { command } from './lib/apps';
import { runTargets, type TaskOutcome } from './lib/nx';
import { countsTests, failures, readResults } from './lib/results';
import { renderTasks } from './lib/spec';

const CHECKS = [
  'lint',
  'typecheck',
  'unused',
  'duplicates',
  'test-tooling',
  'test-release',
  'test-upgrade',
  'docs-pages',
  'compile',
  'api',
  'docs',
  'snippets',
  'test',
  'random',
  'integ',
  'synth',
  'pictures',
  'upgrade',
  'test-engine',
  'e2e',
  'scan',
  'seeded',
  'package',
  'consumers',
];

/** Minutes, and toolchains that not everybody has: CI runs it, and `npm run consumers -- --all`. */
const LANGUAGES = 'consumers-languages';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const only = process.argv.slice(2);
const targets = only.length > 0 ? only : [...CHECKS, ...(process.env.CI ? [LANGUAGES] : [])];

command(async () => {
  // nx runs nothing for a name that it does not know, and calls that success.
  const known = [...CHECKS, LANGUAGES];
  for (const name of only.filter((one) => !known.includes(one)))
    throw new Error(`There is no check '${name}'. The checks are ${known.join(', ')}.`);

  const { succeeded, tasks } = await runTargets(targets);
  const total = [...tasks.map(countsOf), ...specification(tasks)].reduce(add, { passed: 0, failed: 0, skipped: 0 });
  // A task whose prerequisite failed never starts and is in no report; nx's verdict stands above the sum.
  const failed = !succeeded && total.failed === 0 ? 1 : total.failed;

  for (const task of tasks.filter((one) => !one.succeeded))
    process.stdout.write(`FAILED ${task.project}:${task.target}\n${failures(task)}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${failed} failed${skipped}\n`);
  process.exitCode = failed > 0 ? 1 : 0;
});

function countsOf(task: TaskOutcome): Counts {
  if (!countsTests(task)) return { passed: Number(task.succeeded), failed: Number(!task.succeeded), skipped: 0 };
  const results = readResults(task);
  if (results?.skippedBecause)
    process.stdout.write(`SKIPPED of ${task.project}:${task.target}: ${results.skippedBecause}\n`);
  // A suite that left no results, or has no test, proves nothing.
  if (!results || (results.passed === 0 && results.failed === 0))
    return { passed: 0, failed: 1, skipped: results?.skipped ?? 0 };
  return results;
}

/** The rows of the apps' requirements, as one more check: all held, or each that is not counts as a failure. */
function specification(tasks: readonly TaskOutcome[]): Counts[] {
  if (!targets.includes('test')) return [];
  const { text, problems } = renderTasks(tasks);
  process.stdout.write(`\n${text}\n`);
  return [{ passed: Number(problems === 0), failed: problems, skipped: 0 }];
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
