import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the process. Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends it in the middle, with SIGKILL: for a test of what then happens. */
  readonly signal?: AbortSignal;
}

export interface Result {
  /** Exit code; null if a signal ended it, -1 if it could not be started. */
  readonly status: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
}

/** The signals by which a terminal, a person or a CI system ends a command. */
export const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** This process was told to end, and what it had started has ended before it. */
export class Interrupted extends Error {
  /** As a shell has it. */
  public readonly status: number;

  constructor(
    public readonly signal: NodeJS.Signals,
    outcome = 'everything is stopped and removed.',
  ) {
    super(`Interrupted (${signal}): ${outcome}`);
    this.status = 128 + constants.signals[signal];
  }
}

/** How a command ends after an error. */
export function statusOf(error: unknown): number {
  return error instanceof Interrupted ? error.status : 1;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end. It is ended too if this process is. */
export function run(argv: readonly string[], { cwd, env, signal }: RunOptions): Promise<Result> {
  const [command = '', ...args] = argv;
  const child = spawn(command, args, {
    cwd,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  track(child);
  let [output, stdout] = ['', ''];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (stream === child.stdout) stdout += text;
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve({ status: -1, output, stdout });
    });
    child.on('close', (status) => resolve({ status, output, stdout }));
  });
}

/**
 * Runs a command in the place of this process: on its terminal, and told of the signals that this process gets. Its exit
 * code, as soon as it has ended; `Interrupted` if it ended because this process was told to.
 */
export async function runHere(argv: readonly string[], { cwd, env }: Omit<RunOptions, 'signal'>): Promise<number> {
  const { endOf } = await import('../first-run/child.mjs');
  const [command = '', ...args] = argv;
  const { status, told, error } = await endOf(() =>
    spawn(command, args, { cwd, env: env ?? process.env, stdio: 'inherit' }),
  );
  if (error) throw error;
  if (told) throw new Interrupted(told);
  return status;
}

/** Lets `endAll` end a process, however far it got. */
export function track(child: ChildProcess): void {
  running.add(child);
  child.once('close', () => running.delete(child));
}

/** Ends everything that was started here and still runs. */
export function endAll(): void {
  for (const child of running) child.kill('SIGTERM');
}
