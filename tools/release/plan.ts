import { gt, inc, minVersion, parse, prerelease, satisfies } from 'semver';
import type { Commit } from '../lib/commits';

/** What a package stands at before a release. */
export interface PackageState {
  /** Folder below packages/. */
  readonly name: string;
  /** Newest version without a pre-release, by its tag; undefined before the first one. */
  readonly released?: string;
  /** Newest version by its tag, pre-releases included. */
  readonly tagged?: string;
  /** Ranges of other packages of this repository that it has as peers. */
  readonly peers: Readonly<Record<string, string>>;
  /** Commits since `released` that change what is published, newest first. */
  readonly commits: readonly Commit[];
  /** Those since `tagged`. */
  readonly fresh: readonly Commit[];
}

export interface Release {
  readonly name: string;
  readonly from?: string;
  readonly to: string;
  readonly peers: Readonly<Record<string, string>>;
  /** Peers whose range moves with this release. */
  readonly moved: readonly string[];
  readonly commits: readonly Commit[];
  readonly reason: string;
}

export interface PlanOptions {
  /** Name of the branch that pre-releases come from, and so of their versions: `next` gives 1.2.0-next.0. */
  readonly prerelease?: string;
  /** Versions that somebody asked for by name. This is how a package leaves 0.x. */
  readonly asked?: Readonly<Record<string, string>>;
}

const FIRST_VERSION = '0.1.0';

const LEVELS = ['none', 'patch', 'minor', 'major'] as const;
type Level = (typeof LEVELS)[number];

/** What a commit of a type gives. A commit of no known type is a fix: what it changed has to reach users. */
const LEVEL_OF_TYPE: Readonly<Record<string, Level>> = { feat: 'minor', fix: 'patch', perf: 'patch', revert: 'patch' };

interface Draft {
  readonly state: PackageState;
  level: Level;
  reason: string;
  readonly peers: Record<string, string>;
  readonly moved: Set<string>;
}

/** Which packages a release brings, and to which versions and ranges; each for itself. */
export function plan(states: readonly PackageState[], options: PlanOptions = {}): Release[] {
  const drafts = states.map(draftOf);
  const leads = (draft: Draft) => isReleased(draft, options);
  // A range that moves is a release of its own, which may move the next range.
  for (let changed = true; changed; )
    changed = drafts.some((draft) => followPeers(draft, drafts.filter(leads), options));
  return drafts.filter(leads).map((draft) => ({
    name: draft.state.name,
    from: draft.state.tagged,
    to: nextVersion(draft, options),
    peers: draft.peers,
    moved: [...draft.moved],
    commits: options.prerelease ? draft.state.fresh : draft.state.commits,
    reason: reasonOf(draft, options),
  }));
}

function reasonOf({ state, reason }: Draft, { asked = {} }: PlanOptions): string {
  if (state.name in asked) return 'asked for by name';
  if (!state.tagged) return 'first release';
  return reason || 'released as a pre-release until now';
}

export function levelOf({ type, breaking }: Commit): Level {
  if (breaking !== undefined) return 'major';
  return type === undefined ? 'patch' : (LEVEL_OF_TYPE[type] ?? 'none');
}

function draftOf(state: PackageState): Draft {
  const level = state.commits.map(levelOf).reduce(higher, 'none');
  const deciding = state.commits.find((commit) => levelOf(commit) === level);
  const reason = deciding && level !== 'none' ? `${level}: ${deciding.header}` : '';
  return { state, level, reason, peers: { ...state.peers }, moved: new Set() };
}

function isReleased({ state, level, moved }: Draft, { prerelease: id, asked = {} }: PlanOptions): boolean {
  if (state.name in asked || moved.size > 0 || !state.tagged) return true;
  if (id) return state.fresh.some((commit) => levelOf(commit) !== 'none');
  // What was pre-released is owed a release.
  return level !== 'none' || prerelease(state.tagged) !== null;
}

function nextVersion({ state, level }: Draft, { prerelease: id, asked = {} }: PlanOptions): string {
  const { name, released, tagged } = state;
  const computed = asked[name] ?? (released ? bump(released, level) : FIRST_VERSION);
  // What was announced by a pre-release comes, even if the commit behind it was taken back: versions only rise.
  const target = tagged && prerelease(tagged) && gt(tagged, computed) ? coreOf(tagged) : computed;
  if (!id) return target;
  const continues = tagged && prerelease(tagged)?.[0] === id && target === coreOf(tagged);
  return continues ? (inc(tagged, 'prerelease', id) as string) : `${target}-${id}.0`;
}

/**
 * Before 1.0 a breaking change raises the minor version, and anything else the patch version: what a caret range
 * takes for compatible is so.
 */
function bump(version: string, level: Level): string {
  const stable = !version.startsWith('0.');
  const part = level === 'none' ? 'patch' : level;
  return inc(version, stable ? part : part === 'major' ? 'minor' : 'patch') as string;
}

/** Moves the ranges of a package that the releases of its peers leave behind. True if one moved. */
function followPeers(draft: Draft, released: readonly Draft[], options: PlanOptions): boolean {
  let moved = false;
  for (const { state: peer, ...rest } of released) {
    const range = draft.peers[peer.name];
    const version = nextVersion({ state: peer, ...rest }, options);
    if (range === undefined || fits(version, range)) continue;
    draft.peers[peer.name] = `^${version}`;
    draft.moved.add(peer.name);
    // A user of this package has to take the peer's incompatible version along.
    const level = satisfies(coreOf(version), draft.state.peers[peer.name] ?? '') ? 'patch' : 'major';
    if (higher(draft.level, level) !== draft.level) draft.reason = `${level}: needs ${peer.name} ^${version}`;
    draft.level = higher(draft.level, level);
    draft.reason ||= `patch: needs ${peer.name} ^${version}`;
    moved = true;
  }
  return moved;
}

/** A release never asks for a pre-release of a peer that has been released since. */
function fits(version: string, range: string): boolean {
  const lowest = minVersion(range);
  return satisfies(version, range) && (prerelease(version) !== null || !lowest || prerelease(lowest) === null);
}

function coreOf(version: string): string {
  const { major, minor, patch } = parse(version) ?? {};
  return `${major}.${minor}.${patch}`;
}

function higher(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b;
}
