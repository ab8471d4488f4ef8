import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** When the alarms of a service go off. */
export interface ServiceAlarmThresholds {
  /**
   * Average CPU of the tasks in percent, above 0 and below 100: the alarm goes off when more is used for a quarter of an
   * hour, which is longer than scaling needs to add tasks.
   * @default 85
   */
  readonly cpuPercent?: number;

  /**
   * Average memory of the tasks in percent, above 0 and below 100: the alarm goes off when more is used for five minutes.
   * With none left the container is killed.
   * @default 85
   */
  readonly memoryPercent?: number;

  /**
   * For how many minutes fewer tasks run than should, 1 to 60. Needs Container Insights, which every `FargateCluster` has:
   * without it the alarm is on.
   * @default 5
   */
  readonly missingTaskMinutes?: number;

  /**
   * The target group whose requests the service answers. Its errors are watched too, and take a deployment back.
   * @default - errors are not watched
   */
  readonly targetGroup?: IApplicationTargetGroup;

  /**
   * Answers of 500 and above through `targetGroup` in percent of all requests, above 0 and below 100: the alarm goes off
   * when there are more for three minutes.
   * @default 5
   */
  readonly errorPercent?: number;
}
