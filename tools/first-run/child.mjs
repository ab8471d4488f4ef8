// @ts-check
import { constants } from 'node:os';

/** The signals by which a terminal, a person or a CI system ends a command. */
const ENDING = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** npm starts a command through a shell, and a shell that is told to end ends alone: that is how it gets here. */
const startedByNpm = process.env.npm_lifecycle_event !== undefined;

/**
 * Starts a process and waits for it to end, and meanwhile tells it of the signals that this process gets: it cleans up, and nothing
 * that it started goes on after this process.
 *
 * @param {() => import('node:child_process').ChildProcess} start
 * @param {number} [patience] milliseconds after which one that was told to end, and has not, is killed; what it left
 * running, and holds its output, is then not waited for
 * @returns {Promise<{ status: number, told?: NodeJS.Signals, error?: NodeJS.ErrnoException }>} its exit code, as a shell
 * has it; the first signal that this process got; the error where it did not even start
 */
export async function endOf(start, patience) {
  /** @type {NodeJS.Signals | undefined} */
  let told;
  /** @param {NodeJS.Signals} signal */
  const tell = (signal) => {
    if (!told && patience) setTimeout(() => abandon(child), patience).unref();
    told ??= signal;
    child.kill(signal);
  };
  for (const signal of ENDING) process.on(signal, tell);
  // From here on a signal waits until there is a process to tell of it.
  const child = start();
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (startedByNpm && process.ppid !== parent) tell('SIGTERM');
  }, 500);
  try {
    const end = await new Promise((resolve) => {
      child.once('error', (error) => resolve({ status: 1, error }));
      child.once('close', (status, signal) => resolve({ status: status ?? codeOf(signal) }));
    });
    return { ...end, told };
  } finally {
    clearInterval(watch);
    for (const signal of ENDING) process.off(signal, tell);
  }
}

/** @param {import('node:child_process').ChildProcess | undefined} child */
export function abandon(child) {
  child?.kill('SIGKILL');
  for (const stream of child?.stdio ?? []) stream?.destroy();
}

/**
 * The exit code of a process that a signal ended, as a shell has it.
 *
 * @param {NodeJS.Signals | null} signal
 */
export function codeOf(signal) {
  return signal ? 128 + constants.signals[signal] : 1;
}
