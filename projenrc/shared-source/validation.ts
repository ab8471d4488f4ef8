import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

export { requireMatch } from './match';
export { fail };

/** Refuses a number outside `min` to `max` or with a fraction. Values known only at deployment pass. */
export function requireInteger(
  scope: IConstruct,
  prop: string,
  value: number,
  range: { readonly min: number; readonly max: number; readonly unit?: string },
): void {
  if (Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return;
  const unit = range.unit ? ` ${range.unit}` : '';
  fail(scope, `\`${prop}\` must be a whole number from ${range.min} to ${range.max}${unit}, got: ${value}.`);
}
