/**
 * `npm run release`: which packages the commits since the last release bring out, and as which versions. Changes
 * nothing. `-- --execute` writes versions, changelogs, one commit and the tags; `-- --as <package>@<version>` chooses
 * a version, higher than the commits give. `-- --stage` gathers the artifacts of a release for the registries.
 * docs/adr/0055-releases.md says how versions come about.
 */
import { parseArgs } from 'node:util';
import { command } from './lib/apps';
import { ROOT } from './lib/nx';
import { print } from './lib/print';
import { release } from './release/release';
import { stageArtifacts } from './release/stage';
import { upgradeBaseline } from './release/upgrade-baseline';

command(() => {
  const { values } = parseArgs({
    options: {
      execute: { type: 'boolean', default: false },
      as: { type: 'string', multiple: true, default: [] },
      stage: { type: 'boolean', default: false },
    },
  });
  if (values.stage) {
    print(`Staged in dist: ${stageArtifacts(ROOT).join(', ')}.`);
    return;
  }
  return release({ root: ROOT, execute: values.execute, asked: values.as, baseline: upgradeBaseline, print });
});
