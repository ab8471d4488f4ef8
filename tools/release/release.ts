import { gt, prerelease, valid } from 'semver';
import { Git } from '../lib/git';
import { table } from '../lib/table';
import { apply, type Baseline } from './apply';
import { type PlanOptions, plan, type Release } from './plan';
import {
  isUntaggedRelease,
  NEVER_RELEASED,
  type Package,
  RELEASE_BRANCHES,
  readPackages,
  tagOf,
  VERSIONS_FILE,
  versionProblems,
} from './repository';

export interface ReleaseOptions {
  readonly root: string;
  /** Whether to do what the plan says. */
  readonly execute: boolean;
  /** `name@version` for each package whose version somebody chooses. */
  readonly asked: readonly string[];
  readonly baseline: Baseline;
  readonly print: (text: string) => void;
}

/** Plans a release from the commits since the last one, and makes it if asked to. */
export async function release({ root, execute, asked, baseline, print }: ReleaseOptions): Promise<void> {
  const git = new Git(root);
  const branch = git.run('branch', '--show-current');
  refuse([...cloneProblems(git), ...(execute ? executionProblems(git, branch) : [])]);
  const packages = await readPackages(git);
  refuse(versionProblems(git, packages));
  if (finishInterrupted(git, packages, execute, print)) return;

  const options = planOptions(branch, asked, packages);
  const releases = plan(packages, options);
  refuse([...askedProblems(releases, packages, options), ...tagProblems(git, releases)]);
  print(describe(releases, packages));
  if (releases.length === 0) return;
  if (!execute) {
    print(
      `\nNothing was changed. \`npm run release -- --execute\` writes versions, changelogs, a commit and the tags.`,
    );
    return;
  }
  const commit = await apply(git, releases, baseline, print);
  print(
    pushHint(
      git,
      branch,
      commit,
      releases.map(({ name, to }) => tagOf(name, to)),
    ),
  );
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`No release:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}

function cloneProblems(git: Git): string[] {
  if (!git.shallow) return [];
  return [
    'This clone is shallow: commits and tags since the last release are missing. Run `git fetch --unshallow --tags`.',
  ];
}

function executionProblems(git: Git, branch: string): string[] {
  const problems = [];
  const dirty = git.lines('status', '--porcelain');
  if (dirty.length > 0) {
    const more = dirty.length > 5 ? ` and ${dirty.length - 5} more` : '';
    problems.push(`The working tree has changes: ${dirty.slice(0, 5).join(', ')}${more}. Commit or stash them.`);
  }
  if (!RELEASE_BRANCHES.includes(branch)) {
    problems.push(`Releases come from ${RELEASE_BRANCHES.join(' or ')}, this is '${branch || 'no branch'}'.`);
  }
  if (git.ask('var', 'GIT_COMMITTER_IDENT') === undefined) {
    problems.push('git does not know who commits: set user.name and user.email.');
  }
  return problems;
}

/** A release that was interrupted between its commit and its tags: the tags are all that is missing. */
function finishInterrupted(
  git: Git,
  packages: readonly Package[],
  execute: boolean,
  print: (text: string) => void,
): boolean {
  const missing = packages
    .filter(
      ({ name, version, tagged }) => version !== (tagged ?? NEVER_RELEASED) && isUntaggedRelease(git, name, version),
    )
    .map(({ name, version }) => tagOf(name, version));
  if (missing.length === 0) return false;
  print(`The release in the last commit was interrupted before its tags were made: ${missing.join(', ')}.`);
  if (!execute) {
    print('`npm run release -- --execute` makes them. In a clone without tags, `git fetch --tags` first.');
    return true;
  }
  for (const tag of missing) git.run('tag', '--annotate', '--message', tag, tag, 'HEAD');
  print(`Made.${pushHint(git, git.run('branch', '--show-current'), 'HEAD', missing)}`);
  return true;
}

function planOptions(branch: string, asked: readonly string[], packages: readonly Package[]): PlanOptions {
  const [stable, ...others] = RELEASE_BRANCHES;
  const entries = asked.map((text) => {
    const at = text.indexOf('@');
    const [name, version] = [text.slice(0, at), text.slice(at + 1)];
    const known = packages.some((one) => one.name === name);
    if (at > 0 && known && valid(version) === version && prerelease(version) === null) return [name, version] as const;
    const names = packages.map((one) => one.name).join(', ');
    throw new Error(`--as takes <package>@<version>, such as aurora-pci@1.0.0, got '${text}'. The packages: ${names}.`);
  });
  return {
    prerelease: branch !== stable && others.includes(branch) ? branch : undefined,
    asked: Object.fromEntries(entries),
  };
}

/** A version that is asked for may be higher than what the commits give, never lower. */
function askedProblems(releases: readonly Release[], packages: readonly Package[], options: PlanOptions): string[] {
  const unasked = plan(packages, { ...options, asked: {} });
  return releases
    .filter(({ name }) => options.asked?.[name])
    .flatMap(({ name, from, to }) => {
      const least = unasked.find((one) => one.name === name)?.to ?? from;
      if (least === undefined || to === unasked.find((one) => one.name === name)?.to || gt(to, least)) return [];
      return [
        `--as ${name}@${options.asked?.[name]} is too low: what was committed since ${from} needs ${least} or more.`,
      ];
    });
}

function tagProblems(git: Git, releases: readonly Release[]): string[] {
  return releases.flatMap(({ name, to }) => {
    const tag = tagOf(name, to);
    const commit = git.ask('rev-parse', '--short', '--verify', '--quiet', `refs/tags/${tag}^{commit}`);
    if (commit === undefined) return [];
    return [
      `The tag ${tag} exists, at ${commit}, which is not on this branch. If it was published, merge that commit; if ` +
        `not, delete the tag here and at the remote.`,
    ];
  });
}

function describe(releases: readonly Release[], packages: readonly Package[]): string {
  const unconventional = new Map(
    packages.flatMap(({ commits }) => commits.filter(({ type }) => !type).map(({ hash, header }) => [hash, header])),
  );
  const rows = releases.map((one) => [one.name, one.from ?? 'unreleased', one.to, ranges(one), one.reason]);
  const quiet = packages.filter(({ name }) => !releases.some((one) => one.name === name)).map(({ name }) => name);
  return [
    releases.length > 0 ? table([['package', 'from', 'to', 'peers', 'why'], ...rows]) : 'Nothing to release.',
    ...(quiet.length > 0 ? [`Not released, nothing changed for users: ${quiet.join(', ')}.`] : []),
    ...(unconventional.size > 0
      ? [
          'These commits follow no convention and count as fixes (https://www.conventionalcommits.org):',
          ...[...unconventional].map(([hash, header]) => `  ${hash.slice(0, 8)} ${header}`),
        ]
      : []),
  ].join('\n');
}

function ranges({ moved, peers }: Release): string {
  return moved.map((peer) => `${peer} ${peers[peer]}`).join(', ');
}

function pushHint(git: Git, branch: string, commit: string, tags: readonly string[]): string {
  const short = git.run('rev-parse', '--short', commit);
  return `\nReleased in ${short}, with ${tags.length} tags; ${VERSIONS_FILE} is what the release workflow waits for. Publish with\n  git push --atomic origin ${branch} ${tags.join(' ')}`;
}
