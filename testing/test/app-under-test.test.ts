import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppUnderTest, refusal } from '../src';

/** Says what its config file and context hold, and fails where they say so. */
const PROGRAM = `
const { readFileSync } = require('node:fs');
const { word } = JSON.parse(readFileSync('config/a.json', 'utf8'));
const { key } = JSON.parse(process.env.CDK_CONTEXT_JSON);
process.stderr.write([word, key, readFileSync('config/b.json', 'utf8')].join(' '));
process.exitCode = word === 'good' ? 0 : 1;
`;
const folder = mkdtempSync(join(tmpdir(), 'app-'));
beforeAll(() => {
  for (const name of ['src', 'config']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'src/main.ts'), PROGRAM);
  writeFileSync(join(folder, 'config/a.json'), '{ "word": "good" }');
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
  expect(app.read('config/a.json')).toBe('{ "word": "good" }');
  expect(readdirSync(join(folder, 'reports'))).toEqual([]);
});

test('a refusal is a failure, and its message holds no stack', () => {
  const outcome = { succeeded: false, messages: 'certificateArn is missing', stacks: {}, templates: {} };
  expect(refusal(outcome)).toBe('certificateArn is missing');
  expect(() => refusal({ ...outcome, succeeded: true })).toThrow('should have refused');
  expect(() => refusal({ ...outcome, messages: 'Error\n    at node_modules/x.js:1' })).toThrow(
    /A stack of library code/,
  );
});
