import type { Duration } from 'aws-cdk-lib/core';

/** When the alarms of a load balancer go off. */
export interface AlbAlarmThresholds {
  /**
   * Requests that are answered with a server error, by the load balancer or by targets, in percent of all, in three of five
   * minutes: above 0 and below 100. More than that sets the alarm off.
   * @default 5
   */
  readonly serverErrorPercent?: number;

  /**
   * Time that one request in a hundred waits at least for its target, in three of five minutes (p99): above 0.
   * @default Duration.seconds(1)
   */
  readonly latency?: Duration;

  /**
   * Targets of one target group that are unhealthy for three minutes: 1 or more.
   * @default 1
   */
  readonly unhealthyTargets?: number;

  /**
   * Connections that the load balancer refuses within five minutes, because it has too many: 1 or more.
   * @default 1
   */
  readonly rejectedConnections?: number;
}
