import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** CDK's names of the units in which something is passed on. */
type Unit = 'days' | 'seconds' | 'millis';

/** Refuses a number known only at deployment in another unit, which CDK cannot convert; its own error names no prop. */
export function requireUnit(scope: IConstruct, prop: string, duration: Duration | undefined, unit: Unit): void {
  if (!duration?.isUnresolved() || duration.unitLabel() === unit) return;
  fail(
    scope,
    `\`${prop}\` must be in ${unit} where it is known only at deployment, got: a token of ${duration.unitLabel()}. ` +
      `Use Duration.${unit}().`,
  );
}
