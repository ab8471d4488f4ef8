import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

const hooked = mkdtempSync(join(tmpdir(), 'hooked-'));
beforeAll(() => execFileSync('git', ['init', '--quiet'], { cwd: hooked }));
afterAll(() => rmSync(hooked, { recursive: true }));

test('a copy made in a hook of git has a commit of its own, and the repository of the hook has none', () => {
  const script = `
    const { WorkingCopy } = require('../lib/working-copy');
    const copy = new WorkingCopy();
    process.stdout.write(copy.git('rev-list', '--count', 'HEAD'));
    copy.remove();`;
  const counted = execFileSync(process.execPath, ['--import', 'tsx', '--eval', script], {
    cwd: __dirname,
    encoding: 'utf8',
    // As git calls its hooks.
    env: { ...process.env, GIT_DIR: join(hooked, '.git'), GIT_INDEX_FILE: join(hooked, '.git', 'index') },
  });
  expect(counted).toBe('1\n');
  expect(() => execFileSync('git', ['rev-parse', '--verify', 'HEAD'], { cwd: hooked, stdio: 'pipe' })).toThrow();
});
