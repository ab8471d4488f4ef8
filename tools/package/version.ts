import { execFileSync } from 'node:child_process';
import { ROOT } from '../lib/nx';
import { Refused } from './manifest';

/** What package.json says between releases. No release has it. */
const UNRELEASED = '0.0.0';

/** The grammar of semver.org, without build metadata: npm drops it, so two such versions would be one. */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?$/;

/**
 * The version that artifacts get: the package's own, or the one asked for. A version that somebody asks for leaves
 * this machine, so it must be one that registries take, and what it holds must be committed.
 */
export function versionFor(asked: string | undefined, own: string, root = ROOT): string {
  if (asked === undefined) return own;
  if (!SEMVER.test(asked) || asked === UNRELEASED) {
    throw new Refused(
      `--version must be a semantic version such as 1.2.0 or 1.2.0-rc.1, and not ${UNRELEASED}, got '${asked}'.`,
    );
  }
  const changed = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).trimEnd();
  if (changed === '') return asked;
  throw new Refused(
    `Version ${asked} would hold what is not committed:\n${changed}\nCommit or remove it, or leave --version out for artifacts of version ${own}.`,
  );
}
