import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail, requireInteger } from './validation';

/** Seconds, with a fraction where there is one: CDK's own error for it names no prop. */
export function seconds(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}

/** Refuses a duration that is known only at deployment and not in seconds: CDK cannot convert it, and names no prop. */
export function requireConvertible(scope: IConstruct, prop: string, duration: Duration): void {
  if (!duration.isUnresolved() || duration.unitLabel() === 'seconds') return;
  fail(
    scope,
    `\`${prop}\` must be in seconds where it is known only at deployment, because CloudFormation cannot convert it, got: a ` +
      `token in ${duration.unitLabel()}. Use Duration.seconds().`,
  );
}

/** Refuses a duration outside `min` to `max` seconds. Values known only at deployment pass. */
export function requireSeconds(
  scope: IConstruct,
  prop: string,
  duration: Duration,
  range: { readonly min: number; readonly max: number },
): void {
  requireConvertible(scope, prop, duration);
  requireInteger(scope, prop, seconds(duration), { ...range, unit: 'seconds' });
}
