/**
 * `npm run random [-- <package> ...] [--seed N]`: every package under thousands of random props, valid and invalid
 * (docs/adr/0080). Without a seed it takes the one of `npm test`.
 */
import { parseArgs } from 'node:util';
import { CONSTRUCT_PACKAGES } from '../projenrc/scope';
import { command } from './lib/apps';
import { runTargets } from './lib/nx';

command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } });
  const unknown = positionals.find((name) => !CONSTRUCT_PACKAGES.some((one) => one === name));
  if (unknown !== undefined) {
    throw new Error(`There is no package '${unknown}'. There are: ${CONSTRUCT_PACKAGES.join(', ')}.`);
  }
  if (values.seed !== undefined && !/^-?\d+$/.test(values.seed)) {
    throw new Error(`--seed must be a whole number, got: '${values.seed}'.`);
  }
  if (values.seed !== undefined) process.env.RANDOM_SEED = values.seed;
  const projects = positionals.length > 0 ? ['--projects', positionals.join(',')] : [];
  const { succeeded } = await runTargets(['random'], ['--outputStyle=stream', ...projects]);
  process.exitCode = succeeded ? 0 : 1;
});
