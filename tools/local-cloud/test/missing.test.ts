import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run } from '../../lib/processes';
import { Missing } from '../../lib/python-environment';
import { LocalCloud } from '../cloud';
import { python } from '../python';

jest.setTimeout(300_000);

const environment = { ...process.env };
let venv: string;
beforeEach(() => {
  venv = join(mkdtempSync(join(tmpdir(), 'venv-')), '.venv');
});
afterEach(() => {
  process.env = { ...environment };
});

test('without Python one line says what is needed, and nothing is left', async () => {
  process.env.PATH = tmpdir();
  const refusal = await failure(python({ venv }));
  expect(refusal.message).toBe('Python 3.11 or newer is needed for the local cloud: install it, or use --synth-only.');
  expect(existsSync(venv)).toBe(false);
});

test('without the package registry one line says so, and the half-made environment is removed', async () => {
  Object.assign(process.env, { PIP_INDEX_URL: 'http://localhost:9/', PIP_FIND_LINKS: '', PIP_RETRIES: '0' });
  Object.assign(process.env, { PIP_NO_CACHE_DIR: '1', PIP_CONFIG_FILE: '/dev/null' });
  const refusal = await failure(python({ venv }));
  expect(refusal.message).toMatch(/^The Python package registry did not give what the local cloud needs; .*$/);
  expect(existsSync(venv)).toBe(false);
});

describe('an environment that', () => {
  /** A Python that makes environments of itself, and does what it is given in place of its modules. */
  function standIn({ venv = '', ensurepip = '', pip = '', before = '' }: Readonly<Record<string, string>>): void {
    const folder = mkdtempSync(join(tmpdir(), 'python-'));
    const script = `#!/bin/sh
${before}
case "$*" in
"-m venv --without-pip "*) ${venv || 'mkdir -p "$4/bin" && cp "$0" "$4/bin/python"'} ;;
"-I -m ensurepip "*) ${ensurepip} ;;
"-m pip "*) ${pip} ;;
*) echo 3 12 ;;
esac
`;
    writeFileSync(join(folder, 'python3'), script);
    chmodSync(join(folder, 'python3'), 0o755);
    process.env.PATH = [folder, environment.PATH].join(delimiter);
  }

  test('two runs make at the same time is made once, and whole', async () => {
    standIn({ pip: 'sleep 0.3' });
    const [one, other] = await Promise.all([python({ venv }), python({ venv })]);
    expect(one).toBe(other);
    expect(existsSync(one)).toBe(true);
    expect(readdirSync(dirname(venv))).toEqual(['.venv']);
  });

  test('works is kept when the packages for the tests cannot be had', async () => {
    standIn({});
    const executable = await python({ venv });
    writeFileSync(executable, '#!/bin/sh\necho no registry\nexit 1\n');
    expect((await failure(python({ venv, forTests: true }))).message).toContain('(no registry)');
    expect(await python({ venv })).toBe(executable);
  });

  test.each(['venv', 'ensurepip', 'pip'])(
    'has no room on the disk is not made, and one line says so (%s)',
    async (step) => {
      standIn({ [step]: `echo "[Errno 28] No space left on device: 'x'" && echo 'a hint' && exit 1` });
      const refusal = await failure(python({ venv }));
      expect(refusal.message).toBe(
        `The disk that holds ${dirname(venv)} or ${tmpdir()} is full: make room, and run this command again.`,
      );
      expect(readdirSync(dirname(venv))).toEqual([]);
    },
  );

  test('gets no pip is not made, and one line says what to install', async () => {
    standIn({ ensurepip: "echo '/usr/bin/python3: No module named ensurepip' && exit 1" });
    const refusal = await failure(python({ venv }));
    expect(refusal.message).toMatch(/^python3 -m venv failed: install .*\. \(.*: No module named ensurepip\)$/);
    expect(readdirSync(dirname(venv))).toEqual([]);
  });

  test('was left half-made by a process that was killed is removed, and one that is being made is not', async () => {
    standIn({});
    for (const name of ['.venv-1-1', '.venv-2-2']) mkdirSync(join(dirname(venv), name));
    utimesSync(join(dirname(venv), '.venv-1-1'), 0, 0);
    // Listed, and gone when it is asked about: as one that another run moves to its place at that moment.
    symlinkSync('gone', join(dirname(venv), '.venv-3-3'));
    await python({ venv });
    expect(readdirSync(dirname(venv)).sort()).toEqual(['.venv', '.venv-2-2', '.venv-3-3']);
  });

  test('a Python makes that complains of the locale is made', async () => {
    standIn({ before: 'echo "bash: warning: setlocale: LC_ALL: cannot change locale" >&2;' });
    expect(readFileSync(await python({ venv }), 'utf8')).toContain('cannot change locale');
  });

  test('holds other versions is made anew', async () => {
    standIn({});
    const former = createHash('sha256').update('moto==1').digest('hex');
    mkdirSync(join(venv, 'bin'), { recursive: true });
    writeFileSync(join(venv, 'bin', 'python'), 'former');
    writeFileSync(join(venv, 'installed'), `requirements.txt ${former}`);
    expect(readFileSync(await python({ venv }), 'utf8')).toContain('3 12');
  });
});

test.each([false, true])('a port that is taken is named (to be kept: %p)', async (keep) => {
  const [other, port] = await listen();
  const refusal = await failure(LocalCloud.start({ port, keep }));
  expect(refusal.message).toBe(`The local cloud did not start: Port ${port} cannot be opened: another process has it.`);
  other.close();
});

test('the server ends with the process that started it, however that ends', async () => {
  const script = join(__dirname, 'start-and-die.ts');
  const { output, status } = await run([process.execPath, '--import', 'tsx', script], { cwd: __dirname });
  expect(status).toBeNull();
  const pid = Number(/^(\d+)$/m.exec(output)?.[1]);
  expect(pid).toBeGreaterThan(0);
  await ended(pid);
});

test('an interrupted demo says so, and stops what it started', async () => {
  const argv = ['--import', 'tsx', join(__dirname, 'interrupted-tour.ts')];
  const demo = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let pid = 0;
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const started = /process (\d+)/.exec(said);
      if (!started || pid > 0) return;
      pid = Number(started[1]);
      demo.kill('SIGINT');
    });
  }
  const status = await new Promise((resolve) => demo.once('close', resolve));
  expect(status).toBe(130);
  expect(said).toContain('Interrupted (SIGINT): everything is stopped and removed.');
  await ended(pid);
});

async function failure(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Missing);
  return error as Error;
}

function listen(): Promise<[Server, number]> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve([server, typeof address === 'object' && address ? address.port : 0]);
    });
  });
}

async function ended(pid: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`process ${pid} goes on`);
}
