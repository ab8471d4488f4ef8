import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInCheckout } from './stand-in-checkout';

jest.setTimeout(120_000);

const COMMANDS = {
  greet: "console.log('hello');",
  fail: 'process.exitCode = 3;',
  // Cleans up when it is told to end, and takes its time.
  serve: `
    const alive = setInterval(() => {}, 1000);
    process.on('SIGTERM', () => setTimeout(() => { console.log('cleaned up'); clearInterval(alive); process.exitCode = 143; }, 200));
    console.log('serving');`,
  deploy: `
    import { runInteg } from './lib/integ';
    import { statusOf } from './lib/processes';
    runInteg('packages', {}).catch((error) => {
      process.exitCode = statusOf(error);
    });`,
  build: `
    import { runTargets } from './lib/nx';
    import { statusOf } from './lib/processes';
    runTargets(['compile']).then(({ succeeded }) => console.log('succeeded: ' + succeeded)).catch((error) => {
      console.log(error.message);
      process.exitCode = statusOf(error);
    });`,
};

let checkout: StandInCheckout;
beforeEach(() => {
  checkout = new StandInCheckout(COMMANDS);
});
afterEach(() => checkout.remove());

test('the first run installs, the second does not', async () => {
  expect(await checkout.run('greet')).toEqual({ status: 0, said: expect.stringMatching(/^Installing .*\nhello\n$/) });
  expect(await checkout.run('greet')).toEqual({ status: 0, said: 'hello\n' });
  expect(checkout.installs).toBe(1);
});

test('a command ends as it ends', async () => {
  expect(await checkout.run('fail')).toMatchObject({ status: 3 });
});

test('two first runs at a time install once', async () => {
  checkout.npm('sleep 0.5');
  const both = await Promise.all([checkout.run('greet'), checkout.run('greet')]);
  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  expect(checkout.installs).toBe(1);
});

describe('one line says what is missing:', () => {
  const one = (line: string | RegExp) => ({
    status: 1,
    said: typeof line === 'string' ? `${line}\n` : expect.stringMatching(line),
  });

  test.each(['18.20.8', '20.18.9', '22.12.9', '23.11.0'])('a newer Node.js than %s', async (version) => {
    const NODE_OPTIONS = pretending(version);
    expect(await checkout.run('greet', { NODE_OPTIONS })).toEqual(
      one(`Node.js 20.19, 22.13, 24.0 or newer is needed, this is v${version}: https://nodejs.org`),
    );
    expect(checkout.installs).toBe(0);
  });

  test.each(['20.19.0', '22.13.0', '24.0.0', '26.1.0'])('nothing on Node.js %s', async (version) => {
    expect(await checkout.run('greet', { NODE_OPTIONS: pretending(version) })).toMatchObject({ status: 0 });
  });

  test('npm', async () => {
    expect(await checkout.run('greet', { PATH: checkout.folder })).toEqual(
      one(/\nnpm is needed, and is not on the PATH\. It comes with Node\.js: https:\/\/nodejs\.org\n$/),
    );
  });

  test.each(['zahlung läuft ü', '日本', 'a "b"'])('another path than %s', async (name) => {
    const elsewhere = new StandInCheckout(COMMANDS, name);
    expect(await elsewhere.run('greet')).toEqual(
      one(/^The checkout, .*, has a path that jsii cannot compile in: .*\n$/),
    );
    expect(elsewhere.installs).toBe(0);
    elsewhere.remove();
  });

  test('a shorter path', () => {
    const script = `import { obstacle } from './machine.mjs'; console.log(obstacle('/' + 'a'.repeat(360)));`;
    expect(module('first-run', script)).toMatch(
      /a, has a path of 361 characters, in which nx may hang: .* 360 or fewer\.\n$/,
    );
  });

  test('a folder for temporary files', async () => {
    const TMPDIR = join(checkout.folder, 'nowhere');
    expect(await checkout.run('greet', { TMPDIR })).toEqual(
      one(`The folder for temporary files, ${TMPDIR}, is not there. Set TMPDIR to one that is and can be written.`),
    );
  });

  test.each([
    ['1\nnpm error gyp ERR! stack Error: ENOSPC: no space left', /\nThe disk is full/],
    ['ENOSPC', /\nThe disk is full \(see above\)\. .*\n$/],
    ['EROFS', /\nnpm may not write where it must \(see above\): that disk is mounted read-only\.\n$/],
    ['EACCES', /\nnpm may not write where it must \(see above\): make that folder yours, .*\n$/],
    ['ENOTFOUND', /\nThe npm registry cannot be reached \(see above\)\. .*\n$/],
    ['EUSAGE', /\nnpm ci failed \(see above\)\.\n$/],
  ])('what npm ended for with %s; the next run begins anew', async (code, line) => {
    checkout.npm(`echo 'npm error code ${code}' >&2; exit 1`);
    expect(await checkout.run('greet')).toEqual(one(line));
    checkout.npm('');
    expect(await checkout.run('greet')).toMatchObject({ status: 0 });
  });

  test.each(['TMPDIR', 'NX_CACHE_DIRECTORY'])('room on the disk of %s', async (variable) => {
    await checkout.run('greet');
    const full = join(checkout.folder, 'full');
    mkdirSync(full);
    expect(await checkout.run('fail', { [variable]: full, NODE_OPTIONS: withFullDisk(full) })).toEqual({
      status: 3,
      said: `The disk that holds ${full} is full: make room, and run this command again.\n`,
    });
  });

  test('room on the disk on which npm goes on and on', async () => {
    checkout.npm('exec sleep 60');
    expect(await checkout.run('greet', { NODE_OPTIONS: withFullDisk(checkout.folder) })).toEqual({
      status: 1,
      said: expect.stringMatching(
        / \.\.\.\nThe disk that holds .* is full: make room, and run this command again\.\n$/,
      ),
    });
  });

  test.each([
    ['no room', { bavail: 10, bsize: 4096, blocks: 1e6, ffree: 1e6, files: 1e6 }, true],
    ['no room for files', { bavail: 1e6, bsize: 4096, blocks: 1e6, ffree: 10, files: 1e6 }, true],
    ['room', { bavail: 1e6, bsize: 4096, blocks: 1e6, ffree: 1e6, files: 1e6 }, false],
    ['a size that is not told', { bavail: 0, bsize: 4096, blocks: 0, ffree: 0, files: 0 }, false],
  ])('a disk with %s', (_, disk, full) => {
    const script = `import { isFull } from './machine.mjs'; console.log(String(isFull(${JSON.stringify(disk)})));`;
    expect(module('first-run', script)).toBe(`${full}\n`);
  });
});

describe('told to end, it tells what it started, and waits:', () => {
  test('npm; the next run installs anew', async () => {
    checkout.npm("trap 'echo stopped >> npm.log; kill $!; exit 1' TERM; sleep 60 & sleep 0.2; echo at work; wait");
    const ended = await checkout.interrupt('greet', 'at work', 'SIGTERM');
    expect(ended).toMatchObject({ status: 143, said: expect.stringContaining('Interrupted (SIGTERM): the next run') });
    expect(checkout.read('npm.log')).toBe('installs\nstopped\n');
    checkout.npm('');
    expect(await checkout.run('greet')).toMatchObject({ status: 0 });
  });

  test('npm, however soon after its start', async () => {
    checkout.npm("trap 'kill $!; exit 1' TERM; sleep 60 & sleep 0.2; echo at work; wait");
    const ended = await checkout.interrupt('greet', 'at work', 'SIGTERM', { NODE_OPTIONS: pausingAfterStarts() });
    expect(ended).toMatchObject({ status: 143, said: expect.stringContaining('Interrupted (SIGTERM)') });
  });

  test('npm, and not what npm left running that no signal ends', async () => {
    const left = `process.on('SIGTERM', () => {}); const write = (text) => require('fs').writeFileSync('left', text);
      write(String(process.pid)); setTimeout(() => write('ended'), 30000);`;
    checkout.npm(`node -e "${left}" >/dev/null & until [ -s left ]; do sleep 0.1; done; echo at work; wait`);
    expect(await checkout.interrupt('greet', 'at work', 'SIGTERM')).toMatchObject({ status: 143 });
    expect(checkout.read('left')).not.toBe('ended');
    process.kill(Number(checkout.read('left')), 'SIGKILL');
  });

  test('the command, where only the shell is told in which npm started it', async () => {
    await checkout.run('greet');
    const [shell, end] = checkout.startInShell('serve');
    shell.stdout?.on('data', (text: string) => {
      if (text.includes('serving')) shell.kill('SIGTERM');
    });
    // The shell is gone at once; what it printed to is closed by the last one that holds it.
    expect((await end).said).toMatch(/serving\ncleaned up\n$/);
  });

  test('the command', async () => {
    const { status, said } = await checkout.interrupt('serve', 'serving', 'SIGTERM');
    expect(said).toMatch(/serving\ncleaned up\n$/);
    expect(status).toBe(143);
  });

  test('integ-runner, which is told by the command', async () => {
    await checkout.run('greet');
    checkout.tool(
      'integ-runner',
      "trap 'echo tests ended; kill $!; exit 1' TERM; sleep 60 & sleep 0.2; echo at work; wait",
    );
    const ended = await checkout.interrupt('deploy', 'at work', 'SIGTERM');
    expect(ended).toEqual({ status: 143, said: 'at work\ntests ended\n' });
  });

  test('nx, which is told by the command', async () => {
    await checkout.run('greet');
    checkout.nx("trap 'echo tasks ended; kill $!; exit 0' TERM; sleep 60 & echo at work; wait");
    const { status, said } = await checkout.interrupt('build', 'at work', 'SIGTERM');
    expect(said).toBe('at work\ntasks ended\nInterrupted (SIGTERM): everything is stopped and removed.\n');
    expect(status).toBe(143);
    checkout.nx('mkdir -p .nx/cache && echo \'{ "tasks": [] }\' > .nx/cache/run.json');
    expect(await checkout.run('build')).toEqual({ status: 0, said: 'succeeded: true\n' });
  });
});

describe('builds of one checkout', () => {
  test('come one after the other', async () => {
    await checkout.run('greet');
    // Two at a time would find each other's folder.
    const work = 'mkdir at-work || exit 1; sleep 0.3; rmdir at-work; mkdir -p .nx/cache';
    checkout.nx(`${work} && echo '{ "tasks": [] }' > .nx/cache/run.json`);
    const both = await Promise.all([checkout.run('build'), checkout.run('build')]);
    expect(both.map(({ status, said }) => [status, said.split('\n').at(-2)])).toEqual([
      [0, 'succeeded: true'],
      [0, 'succeeded: true'],
    ]);
  });

  test('do not wait for one that was killed', () => {
    mkdirSync(join(checkout.folder, '.nx'));
    writeFileSync(join(checkout.folder, '.nx', 'turn'), '');
    const script = `import { takeTurn } from './turn.mjs';
      const giveBack = await takeTurn(${JSON.stringify(checkout.folder)}, 50);
      console.log('mine'); giveBack();`;
    expect(module('first-run', script)).toBe('mine\n');
    expect(existsSync(join(checkout.folder, '.nx', 'turn'))).toBe(false);
  });
});

/** Options of Node.js with which it says that it is another version. */
function pretending(version: string): string {
  return first(`Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
    Object.defineProperty(process, 'version', { value: 'v${version}' });`);
}

/** Options of Node.js with which a folder is on a full disk. */
function withFullDisk(folder: string): string {
  return first(`import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { statfsSync } = fs;
    fs.statfsSync = (path) => ({ ...statfsSync(path), ...(path === ${JSON.stringify(folder)} && { bavail: 0, bfree: 0 }) });
    syncBuiltinESMExports();`);
}

/** Options of Node.js with which it pauses whenever it started a process, as on a busy machine. */
function pausingAfterStarts(): string {
  return first(`import processes from 'node:child_process';
    import { syncBuiltinESMExports } from 'node:module';
    const { spawn } = processes;
    processes.spawn = (...all) => {
      const child = spawn(...all);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
      return child;
    };
    syncBuiltinESMExports();`);
}

/** Options of Node.js with which it runs a script before anything else. */
function first(script: string): string {
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

/** What a module prints that stands in a folder of the checkout's tools. */
function module(folder: string, script: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(checkout.folder, 'tools', folder),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
