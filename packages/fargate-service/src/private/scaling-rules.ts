import type { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration, type TimeZone, Token } from 'aws-cdk-lib/core';

/** A queue that a service works off. */
interface QueueRule {
  readonly queue: IQueue;
  readonly messagesPerTask: number;
}

/** Bounds from a point in time on. */
export interface ScheduleRule {
  readonly schedule: Schedule;
  readonly minTasks?: number;
  readonly maxTasks?: number;
  readonly timeZone?: TimeZone;
}

/** What changes the number of tasks. */
export interface ScalingRules {
  readonly cpu?: number;
  readonly memory?: number;
  readonly requests?: number;
  readonly queues: QueueRule[];
  readonly schedules: ScheduleRule[];
  readonly cooldowns?: { readonly scaleOut?: Duration; readonly scaleIn?: Duration };
}

/** Cooldowns by the names that CDK gives them. */
export interface Cooldowns {
  readonly scaleOutCooldown: Duration;
  readonly scaleInCooldown: Duration;
}

/** Adding a task is urgent, removing one is not. */
export function cooldownsOf({ cooldowns }: ScalingRules): Cooldowns {
  return {
    scaleOutCooldown: cooldowns?.scaleOut ?? Duration.minutes(1),
    scaleInCooldown: cooldowns?.scaleIn ?? Duration.minutes(5),
  };
}

/** The widest bounds that hold at any time. */
export function extremes(
  minTasks: number,
  maxTasks: number,
  schedules: ScheduleRule[],
): { fewest: number; most: number } {
  const mins = [minTasks, ...schedules.flatMap((schedule) => schedule.minTasks ?? [])];
  const maxes = [maxTasks, ...schedules.flatMap((schedule) => schedule.maxTasks ?? [])];
  const token = [...mins, ...maxes].find((value) => Token.isUnresolved(value));
  if (token !== undefined) return { fewest: minTasks, most: maxTasks };
  return { fewest: Math.min(...mins), most: Math.max(...maxes) };
}
