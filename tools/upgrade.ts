/**
 * `npm run upgrade`: whether an update of a deployed stack, or of code that uses a package, from the last release to
 * this tree would break what docs/upgrading.md promises. `-- --first-baseline` writes the baseline before the first
 * release; after it only a release does.
 */
import { parseArgs } from 'node:util';
import { CONSTRUCT_PACKAGES } from '../projenrc/scope';
import { command } from './lib/apps';
import { ROOT } from './lib/nx';
import { print, problem } from './lib/print';
import { neverReleased, writeBaseline } from './upgrade/baseline';
import { build } from './upgrade/build';
import { judge } from './upgrade/gate';

command(async () => {
  const { values } = parseArgs({
    options: { 'first-baseline': { type: 'boolean', default: false }, built: { type: 'boolean', default: false } },
  });
  // nx has built it all where this runs as its target.
  if (!values.built) await build();
  if (values['first-baseline']) {
    if (!neverReleased()) throw new Error('There has been a release: from then on `npm run release` writes baselines.');
    writeBaseline(ROOT, ROOT, Object.fromEntries(CONSTRUCT_PACKAGES.map((name) => [name, '0.0.0'])));
    print('Wrote tools/upgrade/baseline. Commit it.');
    return;
  }
  const { refused, accepted, compared } = await judge(ROOT);
  for (const text of accepted) print(`Accepted: ${text}`);
  for (const text of refused) problem(text);
  if (refused.length > 0) {
    problem(`Refused: ${refused.length}. docs/upgrading.md says how to read this, and what to do.`);
    process.exitCode = 1;
  } else print(`No update from ${compared.join(', ')} breaks the upgrade promise.`);
});
