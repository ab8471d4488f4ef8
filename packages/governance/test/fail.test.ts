import { App, Stack } from 'aws-cdk-lib/core';
import { fail } from '../src/private/fail';

test('an error begins with the path, or with the class where there is none', () => {
  expect(() => fail(new Stack(new App(), 'Stack'), 'x')).toThrow(new Error('Stack: x'));
  expect(() => fail(new App(), 'x')).toThrow(new Error('App: x'));
});
