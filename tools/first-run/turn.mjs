// @ts-check
/**
 * One at a time: what installs or builds a checkout writes the same folders, whichever command started it.
 * Plain JavaScript without dependencies, for it runs before there are any.
 */
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const BEAT = 1000;
const SILENCE = 15_000;

/**
 * Waits until nobody else installs or builds in this checkout; what this resolves to lets the next one begin.
 *
 * Whoever is at it touches a file each second. One that nobody touches was left behind by a process that was killed, on
 * this machine or on another that shares the folder. Process ids would not tell: in containers the same ones come again.
 *
 * @param {string} root
 * @param {number} silence milliseconds without a touch after which a file was left behind
 * @returns {Promise<() => void>}
 */
export async function takeTurn(root, silence = SILENCE) {
  const file = join(root, '.nx', 'turn');
  mkdirSync(dirname(file), { recursive: true });
  // -1 is no time at all: a file that is gone is seen as 0, and is nobody's that was left behind.
  for (let last = -1, seen = 0; !take(file); ) {
    const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (seen === 0)
      process.stderr.write('Another command is installing or building in this checkout: waiting for it ...\n');
    if (touched !== last) [last, seen] = [touched, performance.now()];
    else if (performance.now() - seen > silence) rmSync(file, { force: true });
    await wait(Math.min(BEAT, silence) / 4);
  }
  const beat = setInterval(() => touch(file), BEAT);
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Somebody took it away. The work goes on: it may be done twice, and no worse.
  }
}
