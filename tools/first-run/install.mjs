// @ts-check
/** Installs what the lockfile names. Plain JavaScript without dependencies, for it runs before there are any. */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { abandon, codeOf, endOf } from './child.mjs';
import { hasNoRoom, likelyCause } from './machine.mjs';
import { takeTurn } from './turn.mjs';

/** npm takes back what it began when it is told to end: up to minutes for what the next run removes anyway. */
const PATIENCE = 5000;
/** npm goes on without a word, for many minutes, where the disk has become full under it. */
const LOOK = 3000;
/** After this long whoever waits is told what they wait for. */
const LONG = 120_000;

// Whatever somebody's npm is set to, this repository needs its tools and their binaries for this platform. The lockfile
// names what must come, so what the cache has of it is as good as what the registry has.
const CI = 'ci --include=dev --include=optional --prefer-offline --no-audit --no-fund --loglevel=error'.split(' ');

const UNREACHABLE =
  'The npm registry cannot be reached (see above). It is needed once: run this command again when there is a network.';

/** What to do about npm's error codes. @type {Readonly<Record<string, string>>} */
const REMEDIES = {
  ENOSPC:
    'The disk is full (see above). The packages and the cache of npm take 2 GB: make room, and run this command again.',
  EROFS: 'npm may not write where it must (see above): that disk is mounted read-only.',
  EACCES:
    'npm may not write where it must (see above): make that folder yours, or set npm_config_cache if it is the cache.',
  EAI_AGAIN: UNREACHABLE,
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  EIDLETIMEOUT: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  ERR_SOCKET_TIMEOUT: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
};

/**
 * Does so if it has not been done yet.
 *
 * @param {string} root
 * @returns {Promise<{ reason: string, status: number } | undefined>} why it was not done
 */
export async function installIfNeeded(root) {
  if (isInstalled(root)) return undefined;
  const giveBack = await takeTurn(root);
  try {
    return isInstalled(root) ? undefined : await install(root);
  } finally {
    giveBack();
  }
}

/**
 * npm writes a lockfile of its own last, so an interrupted install is done again.
 *
 * @param {string} root
 */
function isInstalled(root) {
  const own = join(root, 'node_modules', '.package-lock.json');
  return existsSync(own) && statSync(own).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** @param {string} root */
async function install(root) {
  process.stdout.write('Installing the packages of package-lock.json (about 20 seconds) ...\n');
  let said = '';
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let started;
  const start = () => {
    const npm = spawn('npm', CI, { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] });
    npm.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      process.stderr.write(text);
    });
    started = npm;
    return npm;
  };
  const late = setTimeout(() => {
    process.stderr.write('npm is still at it: its registry is slow, or does not answer. Ctrl-C ends this.\n');
  }, LONG);
  const look = setInterval(() => {
    if (hasNoRoom(root)) abandon(started);
  }, LOOK);
  const { status, told, error } = await endOf(start, PATIENCE);
  clearInterval(look);
  clearTimeout(late);
  if (told) return { reason: `Interrupted (${told}): the next run installs anew.`, status: codeOf(told) };
  if (status === 0) return undefined;
  return { reason: reasonOf(error, said) ?? likelyCause(root) ?? 'npm ci failed (see above).', status: 1 };
}

/**
 * @param {NodeJS.ErrnoException | undefined} error
 * @param {string} said
 */
function reasonOf(error, said) {
  if (error?.code === 'ENOENT')
    return 'npm is needed, and is not on the PATH. It comes with Node.js: https://nodejs.org';
  // Not only where npm says `code`: a package whose build found the disk full ended with 1 for npm.
  const named = new Set([error?.code, ...(said.match(/\bE[A-Z_]+\b/g) ?? [])]);
  return Object.entries(REMEDIES).find(([code]) => named.has(code))?.[1];
}
