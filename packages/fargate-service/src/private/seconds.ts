import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireUnit } from './duration-unit';

/** A duration in seconds, with a fraction where there is one. */
export function secondsOf(scope: IConstruct, prop: string, duration: Duration): number {
  requireUnit(scope, prop, duration, 'seconds');
  return duration.toSeconds({ integral: false });
}
