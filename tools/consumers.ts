/**
 * `npm run consumers`: the packed packages in repositories of somebody else, installed with npm, pnpm and yarn from a
 * local registry. `-- --all`: the platform of examples/ in every language too, compared with the one in TypeScript.
 */
import { parseArgs } from 'node:util';
import { command } from './lib/apps';
import { ROOT } from './lib/nx';
import { runHere } from './lib/processes';

command(async () => {
  const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
  const targets = ['package', 'consumers', ...(values.all ? ['consumers-languages'] : [])];
  process.exitCode = await runHere([process.execPath, '--import', 'tsx', 'tools/test.ts', ...targets], { cwd: ROOT });
});
