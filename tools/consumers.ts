/**
 * `npm run consumers`: the packed packages in repositories of somebody else, installed with npm, pnpm and yarn from a
 * local registry. `-- --all`: the platform of examples/ in every language too, compared with the one in TypeScript.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { command } from './lib/apps';
import { ROOT } from './lib/nx';

command(() => {
  const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
  const targets = ['package', 'consumers', ...(values.all ? ['consumers-languages'] : [])];
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'tools/test.ts', ...targets], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
