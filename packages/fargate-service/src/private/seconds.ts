import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** A duration in seconds. CDK cannot convert a number that is known only at deployment, and does not say which one. */
export function secondsOf(scope: IConstruct, prop: string, duration: Duration): number {
  if (duration.isUnresolved() && duration.unitLabel() !== 'seconds') {
    fail(
      scope,
      `\`${prop}\` must be in seconds where it is known only at deployment, got: a token of ${duration.unitLabel()}. ` +
        'Use Duration.seconds().',
    );
  }
  return duration.toSeconds({ integral: false });
}
