import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes';

const OLDEST = [3, 11] as const;

/** Said to the user as one line, without a stack. */
export class Missing extends Error {}

/** There is no Python that is new enough. */
export class NoPython extends Missing {}

export interface PythonEnvironment {
  /** Where the requirement files lie. */
  readonly folder: string;
  /** Requirement files that pin every package, the first one's needed by the others. */
  readonly files: readonly string[];
  /** Where the environment is made. Default: `.venv` in the folder. */
  readonly venv?: string;
  /** What it is for, as messages say it. */
  readonly purpose: string;
  /** How to do without, as a message ends. */
  readonly otherwise: string;
  /** What pip is asked for beside the packages, such as `--require-hashes`. */
  readonly pip?: readonly string[];
}

/**
 * The Python of a virtual environment that holds what requirement files pin, made or mended if need be: that takes half
 * a minute or more and the Python package registry once, and nothing after that.
 */
export async function pythonOf(environment: PythonEnvironment): Promise<string> {
  const { folder, files, purpose, otherwise, pip = [], venv = join(folder, '.venv') } = environment;
  const stamp = join(venv, 'installed');
  const executable = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = files.map((file) => `${file} ${digest(join(folder, file))}`);
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : [];
  if (existsSync(executable) && wanted.every((line) => installed.includes(line))) return executable;

  process.stderr.write(`Installing the Python packages of ${purpose} (about 30 seconds, once) ...\n`);
  const usable = existsSync(executable) && installed.includes(wanted[0] ?? '');
  if (!usable) await make(await systemPython(purpose, otherwise), venv);
  const listed = (usable ? files.slice(1) : files).flatMap((file) => ['--requirement', join(folder, file)]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', ...pip, ...listed];
  const { status, output } = await run([executable, ...install], {});
  if (status !== 0) {
    rmSync(venv, { recursive: true, force: true });
    const why = output.trim().split('\n').at(-1) ?? '';
    throw new Missing(`The Python package registry did not give what ${purpose} needs; try again later. (${why})`);
  }
  writeFileSync(stamp, wanted.join('\n'));
  return executable;
}

async function systemPython(purpose: string, otherwise: string): Promise<string> {
  for (const name of ['python3', 'python']) {
    const { status, output } = await run([name, '-c', 'import sys; print(*sys.version_info[:2])'], {});
    const [major = 0, minor = 0] = output.split(' ').map(Number);
    if (status === 0 && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return name;
  }
  throw new NoPython(`Python ${OLDEST.join('.')} or newer is needed for ${purpose}: install it, or ${otherwise}.`);
}

async function make(system: string, venv: string): Promise<void> {
  rmSync(venv, { recursive: true, force: true });
  const { status, output } = await run([system, '-m', 'venv', venv], {});
  if (status === 0) return;
  rmSync(venv, { recursive: true, force: true });
  const why = output.trim().split('\n')[0] ?? '';
  throw new Missing(`${system} -m venv failed: install Python's venv module (python3-venv on Debian). (${why})`);
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
