import { App, Stack, Token } from 'aws-cdk-lib/core';
import { requireInteger, requireMatch } from '../src/private/validation';

const stack = new Stack(new App(), 'Stack');

describe('requireInteger', () => {
  const range = { min: 1, max: 35 };

  test.each([undefined, 1, 35, Token.asNumber({ Ref: 'Days' })])('takes %s', (value) => {
    expect(() => requireInteger(stack, 'days', value, range)).not.toThrow();
  });

  test.each([0, 36, 1.5, Number.NaN])('refuses %s', (value) => {
    const message = (unit: string) =>
      new Error(`Stack: \`days\` must be a whole number from 1 to 35${unit}, got: ${value}.`);
    expect(() => requireInteger(stack, 'days', value, range)).toThrow(message(''));
    expect(() => requireInteger(stack, 'days', value, { ...range, unit: 'days' })).toThrow(message(' days'));
  });
});

describe('requireMatch', () => {
  test.each([undefined, 'ab', Token.asString({ Ref: 'Name' })])('takes %s', (value) => {
    expect(() => requireMatch(stack, 'name', value, /^[a-z]+$/, 'lower-case letters')).not.toThrow();
  });

  test('refuses other text', () => {
    expect(() => requireMatch(stack, 'name', 'A', /^[a-z]+$/, 'lower-case letters')).toThrow(
      new Error("Stack: `name` must be lower-case letters, got: 'A'."),
    );
  });

  test('says of a value out of a list that the list is a token, and shows no text of it', () => {
    const [value] = Token.asList({ Ref: 'Names' });
    expect(() => requireMatch(stack, 'name', value, /^[a-z]+$/, 'lower-case letters')).toThrow(
      new Error('Stack: `name` must have a list that is known at synthesis, got: a token. Name its values one by one.'),
    );
  });
});
