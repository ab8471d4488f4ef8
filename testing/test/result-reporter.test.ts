import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

const JEST = join(__dirname, '../../node_modules/jest/bin/jest.js');
const REPORTER = join(__dirname, '../src/result-reporter.cjs');

test('what became of each test is left, with what a failing one said', () => {
  const rootDir = mkdtempSync(join(tmpdir(), 'reported-'));
  writeFileSync(
    join(rootDir, 'a.test.js'),
    `test('holds', () => {});
     test.todo('comes');
     describe('a group', () => test('fails', () => expect(1).toBe(2)));`,
  );
  writeFileSync(join(rootDir, 'broken.test.js'), "throw new Error('cannot start');");
  const config = JSON.stringify({ rootDir, reporters: [REPORTER], transform: {} });
  const { status } = spawnSync(process.execPath, [JEST, '--config', config, '--color'], { cwd: rootDir });
  const { tests, ...counts } = JSON.parse(readFileSync(join(rootDir, 'reports', 'results.json'), 'utf8'));
  rmSync(rootDir, { recursive: true });

  expect({ status, ...counts }).toEqual({ status: 1, passed: 1, failed: 2, skipped: 1 });
  expect(tests).toHaveLength(4);
  expect(tests).toEqual(
    expect.arrayContaining([
      { name: 'holds', status: 'passed' },
      { name: 'comes', status: 'todo' },
      { name: 'a group fails', status: 'failed', reason: expect.stringMatching(/^[\s\S]*Expected: 2\nReceived: 1$/) },
      { name: 'broken.test.js', status: 'failed', reason: expect.stringContaining('cannot start') },
    ]),
  );
});
