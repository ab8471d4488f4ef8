import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

/**
 * Refuses what is no text that matches `pattern`: JavaScript, and TypeScript's `any`, also give `undefined` and numbers.
 * Values known only at deployment pass; a list of them has no single values.
 */
export function requireMatch(scope: IConstruct, prop: string, value: string, pattern: RegExp, allowed: string): void {
  const isText = typeof value === 'string';
  if (Token.isUnresolved(value) || (isText && pattern.test(value))) return;
  if (Token.isUnresolved([value])) {
    fail(scope, `\`${prop}\` must have a list that is known at synthesis, got: a token. Name its values one by one.`);
  }
  fail(scope, `\`${prop}\` must be ${allowed}, got: ${isText ? `'${value}'` : value}.`);
}
