import { join } from 'node:path';
import { ROOT } from './nx';
import { runHere } from './processes';

/** Options of integ-runner (that take a list come last), and what its environment has besides. */
export interface IntegOptions {
  readonly options?: readonly string[];
  readonly env?: Record<string, string>;
  /** Paths of tests below the folder. Default: all. */
  readonly tests?: readonly string[];
}

/** integ-runner over the integration tests below a folder, with this repository's way to run their apps. */
export function runInteg(folder: string, { options = [], env = {}, tests = [] }: IntegOptions): Promise<number> {
  return runHere(
    [
      join(ROOT, 'node_modules', '.bin', 'integ-runner'),
      ...tests,
      ...['--directory', folder, '--test-regex', '^integ\\..*\\.ts$'],
      ...['--app', `node --import tsx "${join(ROOT, 'tools', 'integ-app.mjs')}" "{filePath}"`],
      ...options,
    ],
    { env: { ...process.env, ...env } },
  );
}
