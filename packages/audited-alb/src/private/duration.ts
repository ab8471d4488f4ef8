import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireUnit } from './duration-unit';
import { requireInteger } from './validation';

/** Seconds, with a fraction where there is one: CDK's own error for it names no prop. */
export function seconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}

/** Refuses a duration outside `min` to `max` seconds. Values known only at deployment pass. */
export function requireSeconds(
  scope: IConstruct,
  prop: string,
  duration: Duration,
  range: { readonly min: number; readonly max: number },
): void {
  requireUnit(scope, prop, duration, 'seconds');
  requireInteger(scope, prop, seconds(duration), { ...range, unit: 'seconds' });
}
