import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './nx';

/** integ-runner over the integration tests below a folder, with this repository's way to run their apps. */
export function runInteg(folder: string, options: readonly string[], env: Record<string, string>): number {
  const { status } = spawnSync(
    join(ROOT, 'node_modules', '.bin', 'integ-runner'),
    [
      ...['--directory', folder, '--test-regex', '^integ\\..*\\.ts$'],
      ...['--app', `node --import tsx "${join(ROOT, 'tools', 'integ-app.mjs')}" "{filePath}"`],
      ...options,
    ],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  return status ?? 1;
}
