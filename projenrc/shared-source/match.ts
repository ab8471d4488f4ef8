import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

/** Refuses text that does not match `pattern`. Values known only at deployment pass. */
export function requireMatch(
  scope: IConstruct,
  prop: string,
  value: string | undefined,
  pattern: RegExp,
  allowed: string,
): void {
  if (value === undefined || Token.isUnresolved(value) || pattern.test(value)) return;
  fail(scope, `\`${prop}\` must be ${allowed}, got: '${value}'.`);
}
