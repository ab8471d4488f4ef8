import { scoped } from '../../projenrc/scope';
import type { Commit } from '../lib/commits';
import { levelOf, type Release } from './plan';

const HEAD = `# Changelog

Written by \`npm run release\`. Before 1.0 a breaking change raises the minor version; [docs/upgrading.md](../../docs/upgrading.md) says what breaks.
`;

/** A changelog with the section of a release on top. */
export function withRelease(changelog: string | undefined, release: Release, date: string): string {
  const older = changelog?.startsWith(HEAD) ? changelog.slice(HEAD.length) : (changelog ?? '');
  return `${HEAD}\n${section(release, date)}${older}`;
}

/** What a changelog says of the newest release, without its heading: the notes on its page. */
export function newestSection(changelog: string): string {
  const [, newest = ''] = changelog.split(/^## .*\n+/m);
  return newest;
}

function section(release: Release, date: string): string {
  const first = release.from === undefined;
  const parts = first ? ['First release.\n'] : [...commitParts(release.commits), ...peerPart(release)];
  return `## ${release.to} (${date})\n\n${parts.join('\n')}`;
}

function commitParts(commits: readonly Commit[]): string[] {
  const breaking = commits.filter(({ breaking }) => breaking !== undefined);
  const rest = commits.filter(({ breaking }) => breaking === undefined);
  const features = rest.filter(({ type }) => type === 'feat');
  const fixes = rest.filter((commit) => levelOf(commit) === 'patch');
  return [
    ...list('Breaking changes', breaking, (commit) => breakingText(commit)),
    ...list('Features', features, ({ description }) => description),
    ...list('Fixes', fixes, ({ description }) => description),
  ];
}

function breakingText({ description, breaking = '' }: Commit): string {
  return breaking === description ? description : `${description}: ${breaking.replaceAll(/\s+/g, ' ')}`;
}

function list(title: string, commits: readonly Commit[], text: (commit: Commit) => string): string[] {
  if (commits.length === 0) return [];
  return [`### ${title}\n${commits.map((commit) => `- ${text(commit)} (${commit.hash.slice(0, 8)})\n`).join('')}`];
}

function peerPart({ moved, peers }: Release): string[] {
  if (moved.length === 0) return [];
  return [`### Peers\n${moved.map((peer) => `- \`${scoped(peer)}\` ${peers[peer]}\n`).join('')}`];
}
