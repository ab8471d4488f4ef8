import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'semver';
import { CONSTRUCT_PACKAGES } from '../../projenrc/scope';
import { Git } from '../lib/git';
import { newestSection } from './changelog';
import { NEVER_RELEASED, tagOf } from './repository';

/** What a registry takes, as a file name below packages/<name>/dist/<language> tells it. */
const ARTIFACTS: Readonly<Record<string, (version: string) => RegExp>> = {
  js: (version) => new RegExp(`-${literal(version)}\\.tgz$`),
  python: (version) => new RegExp(`-${literal(version)}-.*\\.whl$`),
  java: (version) => new RegExp(`-${literal(version)}\\.(jar|pom)$`),
  dotnet: (version) => new RegExp(`\\.${literal(version)}\\.nupkg$`),
  go: () => /(^|\/)go\.mod$/,
};

/**
 * Gathers into `dist/<language>`, where publib looks, the artifacts of what the commit at HEAD released, and the notes
 * of its releases into `dist/notes`. If one is missing nothing is gathered, so nothing can be published by half.
 */
export function stageArtifacts(root: string): string[] {
  const git = new Git(root);
  const released = releasedAt(git);
  const artifacts = released.flatMap(({ name, version }) =>
    languagesOf(version).map((language) => ({ name, language, ...find(root, name, language, version) })),
  );
  // publib takes modules that it is not given out of the Go repository, so it is given all.
  const others = languagesOf(released[0]?.version ?? '').includes('go') ? releasedBefore(root, released) : [];
  const modules = others.map(({ name, version }) => ({ name, language: 'go', ...find(root, name, 'go', version) }));
  const problems = [...artifacts, ...modules].flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) {
    const list = problems.map((problem) => `- ${problem}`).join('\n');
    throw new Error(`Nothing to publish:\n${list}\nRun \`npm run package\` on this commit.`);
  }
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  for (const { name, language } of [...artifacts, ...modules]) {
    cpSync(join(root, 'packages', name, 'dist', language), join(root, 'dist', language), { recursive: true });
  }
  for (const { name, version } of released) writeNotes(root, name, version);
  return released.map(({ name, version }) => tagOf(name, version));
}

interface Version {
  readonly name: string;
  readonly version: string;
}

function releasedAt(git: Git): Version[] {
  const tags = git.lines('tag', '--points-at', 'HEAD');
  const released = CONSTRUCT_PACKAGES.flatMap((name) => {
    const version = versionIn(git.folder, name);
    return tags.includes(tagOf(name, version)) ? [{ name, version }] : [];
  });
  if (released.length > 0) return released;
  const found = tags.length > 0 ? `it has the tags ${tags.join(', ')}` : 'it has no tag';
  throw new Error(
    `This commit is no release: ${found}, and a release has one such as aurora-pci@1.0.0 for each version that its ` +
      'package.json files have. Push the tags with the commit, and check out with tags.',
  );
}

function releasedBefore(root: string, released: readonly Version[]): Version[] {
  return CONSTRUCT_PACKAGES.map((name) => ({ name, version: versionIn(root, name) })).filter(
    ({ name, version }) => version !== NEVER_RELEASED && !released.some((one) => one.name === name),
  );
}

function versionIn(root: string, name: string): string {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).version;
}

/** Pre-releases go to npm alone: Python has no name for versions such as 1.2.0-next.0. */
function languagesOf(version: string): string[] {
  return parse(version)?.prerelease.length ? ['js'] : Object.keys(ARTIFACTS);
}

function find(root: string, name: string, language: string, version: string): { problem?: string } {
  const folder = join(root, 'packages', name, 'dist', language);
  const wanted = ARTIFACTS[language]?.(version);
  const files = existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [];
  if (files.length === 0) return { problem: `packages/${name}/dist/${language} is empty: ${name} is not built for it` };
  if (files.some((file) => wanted?.test(file))) return {};
  return {
    problem: `packages/${name}/dist/${language} has no ${name} ${version}, but ${files.slice(0, 3).join(', ')}`,
  };
}

function writeNotes(root: string, name: string, version: string): void {
  mkdirSync(join(root, 'dist', 'notes'), { recursive: true });
  const changelog = readFileSync(join(root, 'packages', name, 'CHANGELOG.md'), 'utf8');
  writeFileSync(join(root, 'dist', 'notes', `${tagOf(name, version)}.md`), newestSection(changelog));
}

function literal(text: string): string {
  return text.replaceAll(/[.+-]/g, '\\$&');
}
