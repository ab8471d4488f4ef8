import { ROOT } from '../lib/nx';
import { writeBaseline } from '../upgrade/baseline';
import { build } from '../upgrade/build';
import { judge } from '../upgrade/gate';
import type { Baseline } from './apply';

/** The upgrade gate, as a release uses it: nothing is released that breaks unannounced what was. */
export const upgradeBaseline: Baseline = {
  prepare: async () => {
    await build();
    const { refused } = await judge(ROOT);
    if (refused.length > 0) throw new Error(`Nothing was released:\n${refused.join('\n')}\nSee docs/upgrading.md.`);
  },
  write: (checkout, versions) => writeBaseline(ROOT, checkout, versions),
};
