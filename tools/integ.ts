/**
 * `npm run integ`: the integration tests of the packages. Without an account their snapshots are written, or compared;
 * with one they are deployed there. `-- --help` lists the options; docs/integration-tests.md says what has been run.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './lib/apps';
import { runInteg } from './lib/integ';
import { HELP, parseIntegCommand, type RealRun, requireAccount } from './lib/integ-run';
import { ROOT, runTargets } from './lib/nx';
import { heading, print, problem } from './lib/print';
import { Interrupted } from './lib/processes';

command(async () => {
  process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1;
});

async function run(args: readonly string[]): Promise<boolean> {
  const asked = parseIntegCommand(args, packagesWithTests());
  switch (asked.kind) {
    case 'help':
      print(HELP);
      return true;
    case 'update':
      return (await runTargets(['integ-update'])).succeeded;
    case 'check':
      return (await runTargets(['integ'])).succeeded;
    case 'run':
      requireAccount(asked);
      return deploy(asked);
  }
}

/** A test at a time in each region; integ-runner destroys what it deployed, whether the test passed or failed. */
async function deploy({ account, regions, profile, packages }: RealRun): Promise<boolean> {
  const tests = packages.flatMap((name) => testsOf(name).map((file) => join(name, 'test', file)));
  heading(`Deploying ${tests.length} tests to ${account}, in ${regions.join(' and ')}`);
  const options = ['--force', '--strict', '--no-update-workflow', '--parallel-regions', ...regions];
  const left = `look for stacks that are left in ${regions.join(' and ')}.`;
  try {
    const withProfile = profile ? [...options, '--profiles', profile] : options;
    const status = await runInteg('packages', { tests, options: withProfile });
    if (status !== 0) problem(`Not every test passed: ${left}`);
    return status === 0;
  } catch (error) {
    throw error instanceof Interrupted ? new Interrupted(error.signal, left) : error;
  }
}

function packagesWithTests(): string[] {
  return readdirSync(join(ROOT, 'packages')).filter((name) => testsOf(name).length > 0);
}

function testsOf(name: string): string[] {
  const folder = join(ROOT, 'packages', name, 'test');
  return existsSync(folder) ? readdirSync(folder).filter((file) => /^integ\..*\.ts$/.test(file)) : [];
}
