import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

test('a check that does not exist is no check passed', () => {
  const argv = ['--import', 'tsx', 'tools/test.ts', 'lint', 'no-such'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^There is no check 'no-such'\. The checks are lint, typecheck, .*, consumers-languages\.\n$/);
});
