import { spawnSync } from 'node:child_process';

/** One run of a command as a whole process, children included. */
export interface Run {
  readonly seconds: number;
  /** What it took of the processors, which other work on the machine changes less than the time. */
  readonly processorSeconds: number;
  /** Peak memory of the largest process among the command and its children. */
  readonly peakMegabytes: number;
}

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Node.js does not say how much memory a child used; the operating system tells Python. */
const METER = `
import json, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1024 * 1024 if sys.platform == 'darwin' else 1024
print(json.dumps({
    'seconds': time.monotonic() - start,
    'processorSeconds': used.ru_utime + used.ru_stime,
    'peakMegabytes': used.ru_maxrss / unit,
}))
sys.stderr.buffer.write(code.stderr)
sys.exit(code.returncode)
`;

/** Runs a command once; a command that fails is no measurement. */
export function measure({ argv, cwd, env }: Command): Run {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', METER, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout) as Run;
}

/**
 * Runs several commands in turn (A B A B ...), so that a machine whose speed drifts is fair to all of them. `before` runs
 * before each of them and is not measured.
 */
export function measureInTurn(commands: readonly Command[], rounds: number, before = (_: Command) => {}): Run[][] {
  const measured = (command: Command) => {
    before(command);
    return measure(command);
  };
  const runs: Run[][] = commands.map(() => []);
  for (const command of commands) measured(command); // warm up
  for (let round = 0; round < rounds; round++) {
    for (const [index, command] of commands.entries()) runs[index]?.push(measured(command));
  }
  return runs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}
