import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppUnderTest, refusal } from '../src';

/** Says what its config file and context hold, and fails where they say so. */
const PROGRAM = `
const { readFileSync } = require('node:fs');
const { word, exceptions } = JSON.parse(readFileSync('config/a.json', 'utf8'));
const { key } = JSON.parse(process.env.CDK_CONTEXT_JSON);
process.stderr.write([word, key, readFileSync('config/b.json', 'utf8')].join(' '));
if (exceptions.until) process.stderr.write(' until ' + exceptions.until);
process.exitCode = word === 'good' ? 0 : 1;
`;
const CONFIG = '{ "word": "good", "exceptions": {} }';
const folder = mkdtempSync(join(tmpdir(), 'app-'));
beforeAll(() => {
  for (const name of ['src', 'config']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'src/main.ts'), PROGRAM);
  writeFileSync(join(folder, 'config/a.json'), CONFIG);
  writeFileSync(join(folder, 'config/b.json'), '{}');
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node src/main.ts', context: { key: 'default' } }));
});
afterAll(() => rmSync(folder, { recursive: true }));
const app = new AppUnderTest(folder);

test('runs the app with its context keys', () => {
  expect(app.synth()).toMatchObject({ succeeded: true, messages: 'good default {}' });
  expect(app.synth({ key: 'given' })).toMatchObject({ succeeded: true, messages: 'good given {}' });
});

test('runs it with one config file changed and the others as they are, and leaves nothing behind', () => {
  const changed = app.synthWith('config/a.json', (config) => Object.assign(config, { word: 'bad' }), { key: 'k' });
  expect(refusal(changed)).toBe('bad k {}');
  expect(app.read('config/a.json')).toBe(CONFIG);
  expect(readdirSync(join(folder, 'reports'))).toEqual([]);
});

test('a day after the last one of its exceptions is the day before the day of the checks', () => {
  expect(app.synthExpired('config/a.json').messages).toBe('good default {} until 2026-11-29');
});

test('its sources, and how many lines some of them have', () => {
  mkdirSync(join(folder, 'src/deep'));
  writeFileSync(join(folder, 'src/deep/a.ts'), 'one\ntwo\n');
  writeFileSync(join(folder, 'src/note.md'), '');
  expect(app.sources()).toEqual(
    new Map([
      ['deep/a.ts', 'one\ntwo\n'],
      ['main.ts', PROGRAM],
    ]),
  );
  expect(app.lines('deep/a.ts', 'main.ts')).toBe(2 + PROGRAM.trimEnd().split('\n').length);
});

test('a refusal is a failure, and its message holds no stack', () => {
  const outcome = { succeeded: false, messages: 'certificateArn is missing', stacks: {}, templates: {} };
  expect(refusal(outcome)).toBe('certificateArn is missing');
  expect(() => refusal({ ...outcome, succeeded: true })).toThrow('should have refused');
  expect(() => refusal({ ...outcome, messages: 'Error\n    at node_modules/x.js:1' })).toThrow(
    /A stack of library code/,
  );
});
