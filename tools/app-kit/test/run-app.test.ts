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
