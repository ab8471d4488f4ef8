import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scoped } from '../../projenrc/scope';
import { Git } from '../lib/git';
import { withRelease } from './changelog';
import type { Release } from './plan';
import { RELEASE_SUBJECT, tagOf, VERSIONS_FILE } from './repository';

/** What the upgrade gate (tools/upgrade) has to do with a release. */
export interface Baseline {
  /** Builds what the next baseline is made of, and throws where this release would break the upgrade promise. */
  prepare(): void | Promise<void>;
  /** Writes the baseline of these packages, at their new versions, into a checkout. */
  write(root: string, versions: Readonly<Record<string, string>>): void;
}

/**
 * Makes the release in a checkout of its own, beside the working tree, and only then moves the branch and makes the
 * tags: whatever fails before leaves nothing behind. Returns the commit.
 */
export async function apply(
  git: Git,
  releases: readonly Release[],
  baseline: Baseline,
  print: (text: string) => void,
): Promise<string> {
  const head = git.run('rev-parse', 'HEAD');
  await baseline.prepare();
  const commit = inCheckout(git, (checkout) => {
    const date = git.run('log', '-1', '--format=%cs');
    writeVersions(checkout.folder, releases);
    for (const release of releases) writeChangelog(checkout.folder, release, date);
    print('Writing generated files and the lockfile ...');
    regenerate(checkout.folder, join(git.folder, 'node_modules'));
    verify(checkout.folder, releases);
    baseline.write(checkout.folder, Object.fromEntries(releases.map(({ name, to }) => [name, to])));
    checkout.run('add', '--all');
    checkout.run('commit', '--quiet', '--message', message(releases));
    return checkout.run('rev-parse', 'HEAD');
  });
  if (git.run('rev-parse', 'HEAD') !== head)
    throw new Error('The branch moved meanwhile. Nothing was released: run this again.');
  // From here on a run that is interrupted is finished by the next one.
  git.run('merge', '--quiet', '--ff-only', commit);
  for (const { name, to } of releases)
    git.run('tag', '--annotate', '--message', tagOf(name, to), tagOf(name, to), commit);
  return commit;
}

const PREFIX = 'release-checkout-';

function inCheckout<T>(git: Git, work: (checkout: Git) => T): T {
  for (const left of git.lines('worktree', 'list', '--porcelain').filter((line) => line.includes(PREFIX))) {
    // By a run that was killed.
    git.run('worktree', 'remove', '--force', left.slice('worktree '.length));
  }
  const parent = mkdtempSync(join(tmpdir(), PREFIX));
  const folder = join(parent, 'checkout');
  // An interrupt ends the command that runs at the moment; what follows here cleans up.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  try {
    git.run('worktree', 'add', '--quiet', '--detach', folder, 'HEAD');
    return work(new Git(folder));
  } finally {
    rmSync(parent, { recursive: true, force: true });
    git.run('worktree', 'prune');
    process.off('SIGINT', ignore);
  }
}

function writeVersions(root: string, releases: readonly Release[]): void {
  const file = join(root, VERSIONS_FILE);
  const versions = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
  for (const { name, to, peers } of releases) {
    versions[name] = { version: to, ...(Object.keys(peers).length > 0 ? { peers } : {}) };
  }
  const lines = Object.entries(versions).map(([name, entry]) => `  ${JSON.stringify(name)}: ${oneLine(entry)}`);
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

/** JSON as biome formats a short object. */
function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${oneLine(inner)}`)
    .join(', ')} }`;
}

function writeChangelog(root: string, release: Release, date: string): void {
  const file = join(root, 'packages', release.name, 'CHANGELOG.md');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  writeFileSync(file, withRelease(before, release, date));
}

function regenerate(root: string, installed: string): void {
  const link = join(root, 'node_modules');
  symlinkSync(installed, link);
  // Without CI set, for then projen would install what the lockfile does not have yet.
  const env = { ...process.env, CI: '', PROJEN_DISABLE_POST: 'true' };
  run('projen', [process.execPath, '--import', 'tsx', '.projenrc.ts'], root, env);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  run('npm install', [npm, 'install', '--package-lock-only', ...quietly], root, env);
  rmSync(link);
}

function run(what: string, [command = '', ...args]: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { status, signal, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status === 0) return;
  const how = signal ? `was ended by ${signal}` : `ended with ${status}`;
  throw new Error(`Nothing was released: ${what} ${how}.\n${stdout}${stderr}`);
}

/** What projen wrote has to be what was planned. */
function verify(root: string, releases: readonly Release[]): void {
  for (const { name, to, peers } of releases) {
    const { version, peerDependencies } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    );
    const wrong = Object.entries(peers).filter(([peer, range]) => peerDependencies[scoped(peer)] !== range);
    if (version !== to || wrong.length > 0) {
      throw new Error(
        `Nothing was released: projen wrote ${version} and other peer ranges than planned into packages/${name}.`,
      );
    }
  }
}

function message(releases: readonly Release[]): string {
  return `${RELEASE_SUBJECT}${releases.map(({ name, to }) => tagOf(name, to)).join(', ')}`;
}
