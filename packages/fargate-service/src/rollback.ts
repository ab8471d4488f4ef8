import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireIntegerIfGiven } from './private/if-given';

/** Above which values a deployment is taken back. */
export interface RollbackThresholds {
  /**
   * Average CPU of the tasks in percent, 1 to 99, for three minutes. Raise it for tasks that are busy while they start.
   * @default 95
   */
  readonly cpuPercent?: number;

  /**
   * Average memory of the tasks in percent, 1 to 99, for three minutes. Raise it for tasks that fill what they are given,
   * such as a JVM with a fixed heap.
   * @default 95
   */
  readonly memoryPercent?: number;
}

/**
 * When ECS takes a deployment back. In any case it does so when the new tasks do not start or stay unhealthy: the
 * circuit breaker cannot be turned off.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 * @see PCI DSS 4.0.1 requirement 6.5.1
 */
export class Rollback {
  /**
   * Also when an alarm goes off during the deployment or shortly after it: two of the service on CPU and memory, and
   * those that `FargateService.addRollbackAlarm` adds. ECS ignores an alarm that is on already when the deployment begins.
   * @param thresholds of the two alarms
   */
  public static onAlarms(thresholds?: RollbackThresholds): Rollback {
    return new Rollback({ cpuPercent: thresholds?.cpuPercent ?? 95, memoryPercent: thresholds?.memoryPercent ?? 95 });
  }

  /** Only when tasks fail. Leaves the warning `@org/fargate-service:no-rollback-alarms`. */
  public static onFailedTasks(): Rollback {
    return new Rollback();
  }

  private constructor(
    /** @internal */
    public readonly _thresholds?: Required<RollbackThresholds>,
  ) {}

  /** @internal */
  public _validate(scope: IConstruct): void {
    const range = { min: 1, max: 99, unit: 'percent' };
    requireIntegerIfGiven(scope, 'deployment.rollback.cpuPercent', this._thresholds?.cpuPercent, range);
    requireIntegerIfGiven(scope, 'deployment.rollback.memoryPercent', this._thresholds?.memoryPercent, range);
    if (this._thresholds) return;
    Annotations.of(scope).addWarningV2(
      '@org/fargate-service:no-rollback-alarms',
      'A deployment is taken back only when its tasks fail, not when they run and misbehave. PCI DSS 4.0.1 requirement 6.5.1 ' +
        'asks for a way back from a change: use Rollback.onAlarms().',
    );
  }
}
