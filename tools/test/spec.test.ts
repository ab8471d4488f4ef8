import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render, renderTasks, specifiedApps, summarize } from '../lib/spec';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
beforeAll(() => {
  mkdirSync(join(folder, 'shop'));
  writeFileSync(join(folder, 'shop', 'a.yaml'), '- id: S0-A-01\n- id: S0-A-02\n');
  writeFileSync(join(folder, 'shop', 'b.yaml'), '- id: S0-B-01\n');
  writeFileSync(join(folder, 'README.md'), 'Not an app.\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function summary(...tests: [name: string, status: string][]) {
  const results = { passed: 0, failed: 0, skipped: 0, tests: tests.map(([name, status]) => ({ name, status })) };
  return summarize('shop', results, folder);
}

test('an app for each folder of rows', () => {
  expect(specifiedApps(folder)).toEqual(['shop']);
  expect(specifiedApps()).toContain('single-service');
});

test('a row is held by one passing test, and one test may hold several', () => {
  expect(summary(['S0-A-01, S0-A-02: both', 'passed'], ['group S0-B-01: last', 'passed'])).toEqual({
    app: 'shop',
    held: ['S0-A-01', 'S0-A-02', 'S0-B-01'],
    failing: [],
    untested: [],
    unknown: [],
  });
});

test.each(['failed', 'pending', 'todo'])('a row with one test that is %s is not held', (status) => {
  expect(summary(['S0-A-01: a', 'passed'], ['S0-A-01: b', status]).failing).toEqual(['S0-A-01']);
});

test('rows without a test, and tests without a row, are named', () => {
  expect(summary(['S0-A-01: a', 'passed'], ['S0-C-09: c', 'passed'])).toMatchObject({
    held: ['S0-A-01'],
    untested: ['S0-A-02', 'S0-B-01'],
    unknown: ['S0-C-09'],
  });
});

test('an app without results holds nothing', () => {
  expect(summarize('shop', undefined, folder)).toMatchObject({ held: [], untested: ['S0-A-01', 'S0-A-02', 'S0-B-01'] });
});

test('the whole is said in words, and whatever is not held is a problem', () => {
  const { text, problems } = render([
    summary(['S0-A-01: a', 'passed'], ['S0-A-02: b', 'failed'], ['S0-X-1: x', 'passed']),
  ]);
  expect(text).toBe(
    [
      'shop  1 held, 1 failing, 1 without a test',
      '  S0-A-02 fails',
      '  S0-B-01 has no test',
      '  S0-X-1 is named by a test and is no row',
      '1 of 3 rows held',
    ].join('\n'),
  );
  expect(problems).toBe(3);
});

test('every requirement that there is, is counted; without tests all of them are problems', () => {
  expect(renderTasks([])).toMatchObject({ text: expect.stringMatching(/\n0 of 219 rows held$/), problems: 219 });
});
