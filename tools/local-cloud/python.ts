import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes';

const FOLDER = __dirname;
const OLDEST = [3, 11] as const;

/** Said to the user as one line, without a stack. */
export class Missing extends Error {}

/**
 * The Python of the virtual environment that holds what requirements.txt pins, made or mended if need be: that takes
 * half a minute and the Python package registry once, and nothing after that.
 */
export async function python({ forTests = false, venv = join(FOLDER, '.venv') } = {}): Promise<string> {
  const stamp = join(venv, 'installed');
  const executable = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const files = ['requirements.txt', ...(forTests ? ['requirements-test.txt'] : [])];
  const wanted = files.map((file) => `${file} ${digest(join(FOLDER, file))}`);
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : [];
  if (existsSync(executable) && wanted.every((line) => installed.includes(line))) return executable;

  process.stderr.write('Installing the Python packages of the local cloud (about 30 seconds, once) ...\n');
  const usable = existsSync(executable) && installed.includes(wanted[0] ?? '');
  if (!usable) await make(await systemPython(), venv);
  const listed = (usable ? files.slice(1) : files).flatMap((file) => ['--requirement', join(FOLDER, file)]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', ...listed];
  const { status, output } = await run([executable, ...pip], {});
  if (status !== 0) {
    rmSync(venv, { recursive: true, force: true });
    const why = output.trim().split('\n').at(-1) ?? '';
    throw new Missing(`The Python package registry did not give what the local cloud needs; try again later. (${why})`);
  }
  writeFileSync(stamp, wanted.join('\n'));
  return executable;
}

async function systemPython(): Promise<string> {
  for (const name of ['python3', 'python']) {
    const { status, output } = await run([name, '-c', 'import sys; print(*sys.version_info[:2])'], {});
    const [major = 0, minor = 0] = output.split(' ').map(Number);
    if (status === 0 && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return name;
  }
  throw new Missing(
    `Python ${OLDEST.join('.')} or newer is needed for the local cloud: install it, or use --synth-only.`,
  );
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
