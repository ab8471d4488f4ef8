/**
 * `release-in.ts [--execute] [--as <package>@<version>]` in a copy of the repository: the release command, with a stand-in
 * for the upgrade baseline, whose builds take minutes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from '../../lib/apps';
import { ROOT } from '../../lib/nx';
import { print } from '../../lib/print';
import { release } from '../release';

const { values } = parseArgs({
  options: { execute: { type: 'boolean', default: false }, as: { type: 'string', multiple: true, default: [] } },
});
const baseline = {
  prepare: () => {
    if (process.env.REFUSED) throw new Error('The upgrade promise is broken.');
  },
  write: (root: string, versions: Readonly<Record<string, string>>) => {
    mkdirSync(join(root, 'tools/upgrade/baseline'), { recursive: true });
    writeFileSync(join(root, 'tools/upgrade/baseline/stand-in.json'), `${JSON.stringify(versions)}\n`);
  },
};
command(() => release({ root: ROOT, execute: values.execute, asked: values.as, baseline, print }));
