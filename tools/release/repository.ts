import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prerelease, rcompare, satisfies, valid, validRange } from 'semver';
import { type PackageVersion, packageVersion } from '../../projenrc/package-versions';
import { CONSTRUCT_PACKAGES, scoped } from '../../projenrc/scope';
import { readCommits, withoutReverted } from '../lib/commits';
import type { Git } from '../lib/git';
import type { PackageState } from './plan';

export const VERSIONS_FILE = 'projenrc/package-versions.json';
/** What package-versions.json says of a package before its first release. */
export const NEVER_RELEASED = '0.0.0';
/** Branches that releases come from; all but the first give pre-releases that carry its name. */
export const RELEASE_BRANCHES = ['main', 'next'];
export const RELEASE_SUBJECT = 'chore(release): ';

export interface Package extends PackageState {
  /** What the tree says: package-versions.json, and package.json as projen wrote it. */
  readonly version: string;
  readonly written: { readonly version: string; readonly peers: Readonly<Record<string, string>> };
}

export function tagOf(name: string, version: string): string {
  return `${name}@${version}`;
}

/** What a package publishes and git does not have, or has as well in another form. */
const BUILT = ['lib', '.jsii', 'API.md', 'LICENSE'];

/** Paths whose change reaches users of a package. Tests and what configures tools do not. */
export function shippedPaths(root: string, name: string): string[] {
  const { files = [] } = readManifest(root, name);
  const published = files.filter((file) => !BUILT.includes(file));
  return ['src', 'README.md', 'package.json', ...published].map((path) => `packages/${name}/${path}`);
}

/** The packages of this checkout, with what happened to each since its last release. */
export function readPackages(git: Git): Promise<Package[]> {
  const tags = git.lines('tag', '--merged', 'HEAD');
  return Promise.all(CONSTRUCT_PACKAGES.map((name) => readPackage(git, name, packageVersion(name), tags)));
}

async function readPackage(git: Git, name: string, entry: PackageVersion, tags: string[]): Promise<Package> {
  const versions = tags
    .filter((tag) => tag.startsWith(`${name}@`))
    .map((tag) => tag.slice(name.length + 1))
    .filter((version) => valid(version))
    .sort(rcompare);
  const [tagged] = versions;
  const released = versions.find((version) => prerelease(version) === null);
  const commits = await commitsSince(git, name, released);
  const fresh = tagged === released ? commits : await commitsSince(git, name, tagged);
  return {
    name,
    released,
    tagged,
    commits,
    fresh,
    version: entry.version,
    peers: entry.peers ?? {},
    written: readWritten(git.folder, name),
  };
}

async function commitsSince(git: Git, name: string, version: string | undefined) {
  const range = version ? `${tagOf(name, version)}..HEAD` : 'HEAD';
  return withoutReverted(await readCommits(git, range, shippedPaths(git.folder, name)));
}

interface Manifest {
  readonly version: string;
  readonly files?: readonly string[];
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function readManifest(root: string, name: string): Manifest {
  const file = join(root, 'packages', name, 'package.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npx projen\`.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function readWritten(root: string, name: string): Package['written'] {
  const { version, peerDependencies = {} } = readManifest(root, name);
  const peers = CONSTRUCT_PACKAGES.flatMap((other) => {
    const range = peerDependencies[scoped(other)];
    return range === undefined ? [] : [[other, range]];
  });
  return { version, peers: Object.fromEntries(peers) };
}

/** What is wrong with versions and ranges as they stand. A plan made from these would be wrong as well. */
export function versionProblems(git: Git, packages: readonly Package[]): string[] {
  return packages.flatMap((one) => [...writtenProblems(one), ...peerProblems(one, packages), ...tagProblems(git, one)]);
}

function writtenProblems({ name, version, peers, written }: Package): string[] {
  if (!valid(version)) return [`${VERSIONS_FILE}: '${version}' of ${name} is no version. Put back what git has.`];
  if (version === written.version && JSON.stringify(peers) === JSON.stringify(written.peers)) return [];
  return [
    `packages/${name}/package.json has version ${written.version} and peers ${JSON.stringify(written.peers)}, ` +
      `${VERSIONS_FILE} has ${version} and ${JSON.stringify(peers)}. Run \`npx projen\` and commit the result.`,
  ];
}

function peerProblems({ name, peers }: Package, packages: readonly Package[]): string[] {
  return Object.entries(peers).flatMap(([peer, range]) => {
    const version = packages.find((other) => other.name === peer)?.version;
    if (!version) return [`${VERSIONS_FILE}: ${name} has the peer '${peer}', which is no package of this repository.`];
    if (validRange(range) && satisfies(version, range, { includePrerelease: true })) return [];
    return [
      `${VERSIONS_FILE}: the peer range '${range}' of ${name} does not admit ${peer} ${version}, which stands ` +
        `beside it. Set it to '^${version}', run \`npx projen\`, and commit both.`,
    ];
  });
}

function tagProblems(git: Git, { name, version, tagged }: Package): string[] {
  if (version === (tagged ?? NEVER_RELEASED)) return [];
  if (isUntaggedRelease(git, name, version)) return [];
  const found = tagged ? `the newest tag is ${tagOf(name, tagged)}` : 'there is no tag of it';
  return [
    `${VERSIONS_FILE} says that ${name} was released as ${version}, but on this branch ${found}. Run ` +
      `\`git fetch --tags\`; if the file was edited by hand, put back what git has: only a release writes it.`,
  ];
}

/** Whether HEAD is the commit of a release of this version, whose tag was not made: the release was interrupted. */
export function isUntaggedRelease(git: Git, name: string, version: string): boolean {
  const subject = git.run('log', '-1', '--format=%s');
  const tag = tagOf(name, version);
  if (!subject.startsWith(RELEASE_SUBJECT) || !subject.slice(RELEASE_SUBJECT.length).split(', ').includes(tag))
    return false;
  return git.ask('rev-parse', '--verify', '--quiet', `refs/tags/${tag}`) === undefined;
}
