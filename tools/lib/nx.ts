import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** One target of one project, as nx ran it or took it from its cache. */
export interface TaskOutcome {
  readonly project: string;
  readonly target: string;
  readonly succeeded: boolean;
  readonly cached: boolean;
}

interface RunReport {
  readonly run: { readonly startTime: string };
  readonly tasks: {
    readonly target: string;
    readonly projectName: string;
    readonly cacheStatus: string;
    readonly status: number;
    readonly startTime: string;
  }[];
}

/**
 * Runs targets of all projects that have them. nx shows the progress; what became of each task is read from the
 * report that nx keeps of its last run.
 */
export function runTargets(
  targets: readonly string[],
  options: readonly string[] = [],
): { succeeded: boolean; tasks: TaskOutcome[] } {
  const started = Date.now();
  const nx = join(ROOT, 'node_modules', '.bin', 'nx');
  const { status } = spawnSync(nx, ['run-many', '-t', ...targets, '--nxBail=false', ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  const file = resolve(ROOT, process.env.NX_CACHE_DIRECTORY ?? '.nx/cache', 'run.json');
  if (!existsSync(file) || statSync(file).mtimeMs < started) return { succeeded: false, tasks: [] };
  const report = JSON.parse(readFileSync(file, 'utf8')) as RunReport;
  const tasks = report.tasks.map((task) => ({
    project: task.projectName,
    target: task.target,
    succeeded: task.status === 0,
    cached: task.cacheStatus !== 'cache-miss',
  }));
  return { succeeded: status === 0, tasks };
}
