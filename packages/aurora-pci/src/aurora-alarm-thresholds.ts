import type { Duration, Size } from 'aws-cdk-lib/core';

/** When the alarms of a cluster go off. */
export interface AuroraAlarmThresholds {
  /**
   * CPU of the busiest instance in percent, above 0 and below 100. More than that for a quarter of an hour
   * sets the alarm off.
   * @default 80
   */
  readonly cpuPercent?: number;

  /**
   * Connections of the instance that has most of them: 1 to 262,143. More than that for five minutes set the alarm off.
   * @default - 80 % of what the smallest instance accepts by the engine's default formula
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html
   */
  readonly connections?: number;

  /**
   * Free memory of the instance that has least of it: 1 byte or more. Less than that for five minutes sets the alarm off. It
   * must be known at synthesis.
   * @default - 5 % of the memory of the smallest instance
   */
  readonly freeableMemory?: Size;

  /**
   * How far the slowest reader may be behind the writer: 1 ms or more. Further than that for five minutes sets the alarm off.
   * @default Duration.seconds(1)
   */
  readonly replicaLag?: Duration;

  /**
   * Deadlocks a second, above which the alarm goes off after three periods of five minutes in a row; 0 means any.
   * @default 0
   */
  readonly deadlocksPerSecond?: number;
}
