import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Stops the synthesis with an error that begins with the construct's path, so that a reader knows which instance is
 * meant. Messages name the prop, what it must be, what was given, and the way out where there is one.
 */
export function fail(scope: IConstruct, message: string): never {
  throw new Error(`${scope.node.path || scope.constructor.name}: ${message}`);
}

/** Refuses a number outside `min` to `max` or with a fraction. Values known only at deployment pass. */
export function requireInteger(
  scope: IConstruct,
  prop: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number; readonly unit?: string },
): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return;
  const unit = range.unit ? ` ${range.unit}` : '';
  fail(scope, `\`${prop}\` must be a whole number from ${range.min} to ${range.max}${unit}, got: ${value}.`);
}

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
