import { type ChildProcess, spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the process. Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Hears what the process says, as it says it. */
  readonly onOutput?: (text: string) => void;
  /** Ends it after so many milliseconds, with SIGKILL: for a test of what then happens. */
  readonly killAfter?: number;
}

export interface Result {
  /** Exit code; null if a signal ended it, -1 if it could not be started. */
  readonly status: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end. It is ended too if this process is. */
export function run(argv: readonly string[], { cwd, env, onOutput, killAfter }: RunOptions): Promise<Result> {
  const [command = '', ...args] = argv;
  const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  track(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput?.(text);
    });
  }
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) => {
    const end = (status: number | null) => {
      clearTimeout(timer);
      resolve({ status, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(-1);
    });
    child.on('close', end);
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
