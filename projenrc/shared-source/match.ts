import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

/** Refuses text that does not match `pattern`. Values known only at deployment pass; a list of them has no single values. */
export function requireMatch(
  scope: IConstruct,
  prop: string,
  value: string | undefined,
  pattern: RegExp,
  allowed: string,
): void {
  if (value === undefined || Token.isUnresolved(value) || pattern.test(value)) return;
  if (Token.isUnresolved([value])) {
    fail(scope, `\`${prop}\` must have a list that is known at synthesis, got: a token. Name its values one by one.`);
  }
  fail(scope, `\`${prop}\` must be ${allowed}, got: '${value}'.`);
}
