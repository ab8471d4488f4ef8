import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type TaskOutcome } from './nx';

/** What a run of jest left in a member's reports/ (testing/src/result-reporter.cjs). */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly { readonly name: string; readonly status: string }[];
}

/** Results of a task that ran jest, or undefined where this run did not get as far as writing its own. */
export function readResults(task: TaskOutcome): Results | undefined {
  const file = join(folderOf(task), 'reports', 'results.json');
  if (!existsSync(file)) return undefined;
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const leftByAnEarlierRun = !task.succeeded && results.failed === 0;
  return leftByAnEarlierRun ? undefined : results;
}

function folderOf({ project, target }: TaskOutcome): string {
  if (target === 'test-tooling') return join(ROOT, 'tools');
  const candidates = [`packages/${project}`, `apps/${project}`, `tools/${project}`, project];
  return join(ROOT, candidates.find((folder) => existsSync(join(ROOT, folder))) ?? project);
}
