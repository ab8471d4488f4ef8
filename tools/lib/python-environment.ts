import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run } from './processes';

const OLDEST = [3, 11] as const;
/** In the environment: which files of requirements it holds. */
const STAMP = 'installed';
/** No environment takes as long to make; what is older was left behind by a process that was killed. */
const HOUR = 3_600_000;

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
  const { folder, files, purpose, venv = join(folder, '.venv') } = environment;
  if (holds(venv, environment, files)) return executableOf(venv);

  process.stderr.write(`Installing the Python packages of ${purpose} (about 30 seconds, once) ...\n`);
  // What works already stays as it is, whatever becomes of the packages that the other files add.
  if (holds(venv, environment, files.slice(0, 1))) await install(venv, environment, files.slice(1));
  else await make(venv, environment);
  return executableOf(venv);
}

function executableOf(venv: string): string {
  return join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}

function holds(venv: string, { folder }: PythonEnvironment, files: readonly string[]): boolean {
  const stamp = join(venv, STAMP);
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : [];
  return existsSync(executableOf(venv)) && files.every((file) => installed.includes(versionOf(folder, file)));
}

/** Makes it beside its place and moves it there when it is whole: another run may do the same at the same time. */
async function make(venv: string, environment: PythonEnvironment): Promise<void> {
  const system = await systemPython(environment.purpose, environment.otherwise);
  removeLeftBehind(venv);
  const fresh = `${venv}-${process.pid}-${performance.now()}`;
  try {
    // In two steps, as venv keeps to itself what ensurepip says.
    const bare = await run([system, '-m', 'venv', '--without-pip', fresh], {});
    const pip = [executableOf(fresh), '-I', '-m', 'ensurepip', '--default-pip'];
    const { status, output } = bare.status === 0 ? await run(pip, {}) : bare;
    const why = output.trim().split('\n').at(-1) ?? '';
    if (status !== 0)
      throw new Missing(
        ofTheDisk(output, venv) ??
          `${system} -m venv failed: install Python's venv module (python3-venv on Debian). (${why})`,
      );
    await install(fresh, environment, environment.files);
    if (holds(venv, environment, environment.files)) return;
    rmSync(venv, { recursive: true, force: true });
    renameSync(fresh, venv);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Installs files of pinned packages; the environment then holds all of its files. */
async function install(venv: string, environment: PythonEnvironment, missing: readonly string[]): Promise<void> {
  const { folder, files, purpose, pip = [] } = environment;
  const listed = missing.flatMap((file) => ['--requirement', join(folder, file)]);
  const command = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', ...pip, ...listed];
  const { status, output } = await run([executableOf(venv), ...command], {});
  const why = output.trim().split('\n').at(-1) ?? '';
  if (status !== 0)
    throw new Missing(
      ofTheDisk(output, venv) ??
        `The Python package registry did not give what ${purpose} needs; try again later. (${why})`,
    );
  writeFileSync(join(venv, STAMP), files.map((file) => versionOf(folder, file)).join('\n'));
}

/** Whether it was a disk that failed Python or pip, in words; neither says so in its first or last line. */
function ofTheDisk(output: string, venv: string): string | undefined {
  if (!/No space left on device|Disk quota exceeded/.test(output)) return undefined;
  return `The disk that holds ${dirname(venv)} or ${tmpdir()} is full: make room, and run this command again.`;
}

/** Half-made environments of processes that had no chance to remove them. */
function removeLeftBehind(venv: string): void {
  const folder = dirname(venv);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (!name.startsWith(`${basename(venv)}-`)) continue;
    // Another run may have moved it to its place meanwhile.
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > HOUR) rmSync(path, { recursive: true, force: true });
  }
}

async function systemPython(purpose: string, otherwise: string): Promise<string> {
  for (const name of ['python3', 'python']) {
    const { status, output } = await run([name, '-c', 'import sys; print(*sys.version_info[:2])'], {});
    // A shell that stands in for Python (pyenv) warns before the answer of a locale that the machine does not have.
    const [, major = 0, minor = 0] = (/^(\d+) (\d+)$/m.exec(output) ?? []).map(Number);
    if (status === 0 && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return name;
  }
  throw new NoPython(`Python ${OLDEST.join('.')} or newer is needed for ${purpose}: install it, or ${otherwise}.`);
}

/** A file of requirements as it is now. */
function versionOf(folder: string, file: string): string {
  return `${file} ${createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex')}`;
}
