import { type ChildProcess, spawn } from 'node:child_process';

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
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve({ status: -1, output });
    });
    child.on('close', (status) => resolve({ status, output }));
  });
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
