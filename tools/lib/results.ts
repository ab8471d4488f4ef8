import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type TaskOutcome } from './nx';

/** What a run of jest left in a member's reports/ (testing/src/result-reporter.cjs), or a scan in its own. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why checks that need more than Node.js did not run. */
  readonly skippedBecause?: string;
  readonly tests: readonly TestResult[];
}

interface TestResult {
  readonly name: string;
  readonly status: string;
  /** What a failing test said, in short. */
  readonly reason?: string;
}

/** Results of a task that ran jest, or undefined where this run did not get as far as writing its own. */
export function readResults(task: TaskOutcome, root = ROOT): Results | undefined {
  const file = join(folderOf(task, root), 'reports', task.target === 'random' ? 'random.json' : 'results.json');
  if (!existsSync(file)) return undefined;
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const leftByAnEarlierRun = !task.succeeded && results.failed === 0;
  return leftByAnEarlierRun ? undefined : results;
}

/** The tests of a task that failed, with what they said: for somebody who sees the end of a long run alone. */
export function failures(task: TaskOutcome, root = ROOT): string {
  if (!countsTests(task)) return '';
  const failed = readResults(task, root)?.tests.filter(({ status }) => status === 'failed') ?? [];
  const lines = failed.flatMap(({ name, reason }) => [`  ${name}`, ...(reason ? [reason.replace(/^/gm, '    ')] : [])]);
  return lines.map((line) => `${line}\n`).join('');
}

/** Targets of the root that count their tests, and where they leave the results. */
const ROOT_FOLDERS: Readonly<Record<string, string>> = {
  'test-tooling': 'tools',
  'test-release': 'tools/release',
  'test-upgrade': 'tools/upgrade',
  'test-engine': 'tools/local-cloud/tests',
  e2e: 'tools/local-cloud',
  scan: 'tools/scanners',
  consumers: 'tools/consumers',
  'consumers-languages': 'tools/consumers/languages',
};

/** Whether a task runs tests that are counted one by one; any other counts as one check. */
export function countsTests({ target }: TaskOutcome): boolean {
  return target === 'test' || target === 'random' || target in ROOT_FOLDERS;
}

function folderOf({ project, target }: TaskOutcome, root: string): string {
  const folder = ROOT_FOLDERS[target];
  if (folder) return join(root, folder);
  const candidates = [`packages/${project}`, `apps/${project}`, `tools/${project}`, project];
  return join(root, candidates.find((folder) => existsSync(join(root, folder))) ?? project);
}
