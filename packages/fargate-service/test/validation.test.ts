import { App, Stack, Token } from 'aws-cdk-lib/core';
import { requireIntegerIfGiven, requireMatchIfGiven } from '../src/private/if-given';
import { requireInteger, requireMatch } from '../src/private/validation';

const stack = new Stack(new App(), 'Stack');

describe('requireInteger', () => {
  const range = { min: 1, max: 35 };

  test.each([1, 35, Token.asNumber({ Ref: 'Days' })])('takes %s', (value) => {
    expect(() => requireInteger(stack, 'days', value, range)).not.toThrow();
  });

  test.each([0, 36, 1.5, Number.NaN, undefined as never, '5' as never])('refuses %s', (value) => {
    const message = (unit: string) =>
      new Error(`Stack: \`days\` must be a whole number from 1 to 35${unit}, got: ${value}.`);
    expect(() => requireInteger(stack, 'days', value, range)).toThrow(message(''));
    expect(() => requireInteger(stack, 'days', value, { ...range, unit: 'days' })).toThrow(message(' days'));
  });
});

describe('requireMatch', () => {
  test.each(['ab', Token.asString({ Ref: 'Name' })])('takes %s', (value) => {
    expect(() => requireMatch(stack, 'name', value, /^[a-z]+$/, 'lower-case letters')).not.toThrow();
  });

  test.each<[string, unknown]>([
    ["'A'", 'A'],
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['5', 5],
  ])('refuses %s', (shown, value) => {
    expect(() => requireMatch(stack, 'name', value as string, /^[a-z0-9]+$/, 'lower-case letters')).toThrow(
      new Error(`Stack: \`name\` must be lower-case letters, got: ${shown}.`),
    );
  });

  test('says of a value out of a list that the list is a token, and shows no text of it', () => {
    const [value] = Token.asList({ Ref: 'Names' });
    expect(() => requireMatch(stack, 'name', value as string, /^[a-z]+$/, 'lower-case letters')).toThrow(
      new Error('Stack: `name` must have a list that is known at synthesis, got: a token. Name its values one by one.'),
    );
  });
});

test('what may be left out is checked where it is given', () => {
  const days = (value?: number) => requireIntegerIfGiven(stack, 'days', value, { min: 1, max: 35 });
  const name = (value?: string) => requireMatchIfGiven(stack, 'name', value, /^[a-z]+$/, 'lower-case letters');
  expect(() => [days(), days(1), name(), name('ab')]).not.toThrow();
  expect(() => days(0)).toThrow(/`days`/);
  expect(() => name('A')).toThrow(/`name`/);
});
