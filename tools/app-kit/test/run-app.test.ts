import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Stack } from 'aws-cdk-lib/core';
import { ConfigError, runApp } from '../src';

let printed: string;
beforeEach(() => {
  printed = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

test('an app that holds ends without a word', () => {
  runApp((app) => new Stack(app, 'Stack'));
  expect(printed).toBe('');
  expect(process.exitCode).toBeUndefined();
});

test('a mistake of the author ends in its message', () => {
  runApp(() => {
    throw new ConfigError('config/app.json: a: wrong');
  });
  expect(printed).toBe('\nconfig/app.json: a: wrong\n(CDK_DEBUG=true shows the stack.)\n');
  expect(process.exitCode).toBe(1);
});

function refuse(message: string, ...frames: string[]): never {
  const error = new Error(message);
  if (frames.length > 0) error.stack = [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  throw error;
}

test('what is refused names the line of the app', () => {
  runApp(() => {
    throw new Error('refused here');
  });
  const lines = readFileSync(__filename, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes("new Error('refused here')")) + 1;
  expect(printed).toBe(
    `\nrefused here\n(At ${relative(process.cwd(), __filename)}:${line}:11. CDK_DEBUG=true shows the stack.)\n`,
  );
});

const folder = process.cwd();
test.each([
  ['below libraries, of CDK and beside the app', `new My (${folder}/a b (c)/stack.ts:8:3)`, 'a b (c)/stack.ts:8:3'],
  ['of a function without a name', `${folder}/src/stack.ts:8:3`, 'src/stack.ts:8:3'],
])('the line of the app is found %s', (_where, frame, line) => {
  const libraries = [
    `f (${folder}/node_modules/lib/i.js:1:2)`,
    'g (node:internal:1:2)',
    '<anonymous>',
    'h (/x/p.ts:3:4)',
  ];
  runApp(() => refuse('refused', ...libraries, frame, `${folder}/src/main.ts:19:3`, 'runApp (/x/run-app.ts:12:5)'));
  expect(printed).toBe(`\nrefused\n(At ${line}. CDK_DEBUG=true shows the stack.)\n`);
});

test('what CDK refuses of an app that is defined names no line: all of them come together there', () => {
  runApp(() => refuse('refused', 'f (/x/lib/i.js:1:2)', 'runApp (/x/run-app.ts:14:9)', `${folder}/src/main.ts:8:1`));
  expect(printed).toBe('\nrefused\n(CDK_DEBUG=true shows the stack.)\n');
});

test('an app that fails is not synthesized once more as the process ends', () => {
  const before = process.listenerCount('beforeExit');
  runApp((app) => new Stack(app, 'Stack'));
  expect(process.listenerCount('beforeExit')).toBe(before);
});

test('a fault of the code keeps its stack', () => {
  runApp(() => {
    throw new TypeError('x is undefined');
  });
  expect(printed).toMatch(/TypeError: x is undefined\n\s+at /);
  expect(process.exitCode).toBe(1);
});
