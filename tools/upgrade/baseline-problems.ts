import { packageVersion } from '../../projenrc/package-versions';
import { CONSTRUCT_PACKAGES } from '../../projenrc/scope';
import type { Git } from '../lib/git';
import { NEVER_RELEASED, tagOf } from '../release/repository';
import { APPS_BASELINE, neverReleased, packageBaseline, readAppsBaseline, readPackageBaseline } from './baseline';

const REMEDY = 'Only a release writes baselines: put back what git has.';

/** Why the baselines are not those of the last releases. A comparison with any other would prove nothing. */
export function baselineProblems(git: Git): string[] {
  const versions = Object.fromEntries(CONSTRUCT_PACKAGES.map((name) => [name, packageVersion(name).version]));
  const tags = Object.entries(versions).map(([name, version]) => tagOf(name, version));
  return [
    ...CONSTRUCT_PACKAGES.flatMap((name) => {
      const { version } = packageVersion(name);
      const file = packageBaseline(name);
      const baseline = readPackageBaseline(git.folder, name);
      if (!baseline) return version === NEVER_RELEASED && !neverReleased() ? [] : [missing(file)];
      if (baseline.version !== version) return [outOfStep(file, tagOf(name, baseline.version), tagOf(name, version))];
      return version === NEVER_RELEASED ? [] : changedSince(git, file, [tagOf(name, version)]);
    }),
    ...appsProblems(git, versions, tags),
  ];
}

function appsProblems(git: Git, versions: Readonly<Record<string, string>>, tags: readonly string[]): string[] {
  const baseline = readAppsBaseline(git.folder);
  if (!baseline) return [missing(APPS_BASELINE)];
  const stale = Object.entries(versions).find(([name, version]) => {
    return (baseline.versions[name] ?? NEVER_RELEASED) !== version;
  });
  if (stale) {
    const [name, version] = stale;
    return [outOfStep(APPS_BASELINE, tagOf(name, baseline.versions[name] ?? NEVER_RELEASED), tagOf(name, version))];
  }
  return neverReleased() ? [] : changedSince(git, APPS_BASELINE, tags);
}

function missing(file: string): string {
  const remedy = neverReleased()
    ? 'Nothing has been released yet: `npm run upgrade -- --first-baseline` writes it.'
    : REMEDY;
  return `${file} is missing. ${remedy}`;
}

function outOfStep(file: string, has: string, wanted: string): string {
  return `${file} is of ${has}, and projenrc/package-versions.json says ${wanted}. ${REMEDY}`;
}

/** The file as it stands is to be the one in one of these tags. Without history there is nothing to compare with. */
function changedSince(git: Git, file: string, tags: readonly string[]): string[] {
  const known = tags.filter((tag) => git.ask('rev-parse', '--verify', '--quiet', `refs/tags/${tag}`) !== undefined);
  if (known.length === 0) {
    return git.shallow
      ? []
      : [`${file} cannot be checked: there is no tag ${tags.join(', ')}. Run \`git fetch --tags\`.`];
  }
  const now = git.run('hash-object', '--no-filters', file);
  if (known.some((tag) => git.ask('rev-parse', '--verify', '--quiet', `${tag}:${file}`) === now)) return [];
  return [`${file} is not what was released (${known.join(', ')}). ${REMEDY}`];
}
