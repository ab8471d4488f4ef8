import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failures } from '../lib/results';

const root = mkdtempSync(join(tmpdir(), 'results-'));
const task = { project: 'shop', target: 'test', succeeded: false, cached: false };

beforeAll(() => {
  const reports = join(root, 'apps', 'shop', 'reports');
  mkdirSync(reports, { recursive: true });
  const tests = [
    { name: 'holds', status: 'passed' },
    { name: 'sells', status: 'failed', reason: 'Expected: 2\nReceived: 1' },
    { name: 'says nothing', status: 'failed' },
  ];
  writeFileSync(join(reports, 'results.json'), JSON.stringify({ passed: 1, failed: 2, skipped: 0, tests }));
});
afterAll(() => rmSync(root, { recursive: true }));

test('tests that failed are named, with what they said', () => {
  expect(failures(task, root)).toBe('  sells\n    Expected: 2\n    Received: 1\n  says nothing\n');
});

test('a check that counts no tests names none of those that another one left', () => {
  expect(failures({ ...task, target: 'lint' }, root)).toBe('');
});

test('a suite that left nothing names none', () => {
  expect(failures({ ...task, project: 'other' }, root)).toBe('');
});
