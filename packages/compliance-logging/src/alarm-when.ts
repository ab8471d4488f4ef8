import type { AlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail, requireInteger } from './private/validation';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How long a threshold must be crossed, and what is said then. */
export interface AlarmWhenOptions {
  /**
   * How many periods of the metric are looked at: 1 or more. Together they last a day at the most, or seven days where a
   * period lasts an hour or more.
   * @default 1
   */
  readonly periods?: number;

  /**
   * How many of these periods must cross the threshold, at most `periods`.
   * @default - all of them
   */
  readonly datapoints?: number;

  /**
   * What a period without data counts as.
   * @default - BREACHING for `below` and `atMost`, where something that should be there is gone; else NOT_BREACHING
   */
  readonly missingData?: TreatMissingData;

  /**
   * What the alarm means and what to do about it: whoever is woken by it reads this.
   * @default - no description
   */
  readonly description?: string;
}

/**
 * When a metric is reason for an alarm.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class AlarmWhen {
  /**
   * The metric is greater than a threshold.
   * @param threshold in the unit of the metric.
   * @param options for how long, and what is said then.
   */
  public static above(threshold: number, options: AlarmWhenOptions = {}): AlarmWhen {
    return new AlarmWhen(ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, options);
  }

  /**
   * The metric is greater than a threshold, or equal to it.
   * @param threshold in the unit of the metric.
   * @param options for how long, and what is said then.
   */
  public static atLeast(threshold: number, options: AlarmWhenOptions = {}): AlarmWhen {
    return new AlarmWhen(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, threshold, options);
  }

  /**
   * The metric is less than a threshold, or there is no data.
   * @param threshold in the unit of the metric.
   * @param options for how long, and what is said then.
   */
  public static below(threshold: number, options: AlarmWhenOptions = {}): AlarmWhen {
    return new AlarmWhen(ComparisonOperator.LESS_THAN_THRESHOLD, threshold, options, TreatMissingData.BREACHING);
  }

  /**
   * The metric is less than a threshold or equal to it, or there is no data.
   * @param threshold in the unit of the metric.
   * @param options for how long, and what is said then.
   */
  public static atMost(threshold: number, options: AlarmWhenOptions = {}): AlarmWhen {
    const comparison = ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD;
    return new AlarmWhen(comparison, threshold, options, TreatMissingData.BREACHING);
  }

  private constructor(
    private readonly comparison: ComparisonOperator,
    private readonly threshold: number,
    private readonly options: AlarmWhenOptions,
    private readonly missingData: TreatMissingData = TreatMissingData.NOT_BREACHING,
  ) {}

  /**
   * The alarm's properties, checked.
   * @internal
   */
  public _bind(scope: IConstruct, metric: IMetric): AlarmProps {
    const periods = this.options.periods ?? 1;
    const datapoints = this.options.datapoints ?? periods;
    if (!Number.isFinite(this.threshold)) {
      fail(scope, `\`threshold\` must be a finite number, got: ${this.threshold}.`);
    }
    requireInteger(scope, 'periods', periods, { min: 1, max: DAY });
    checkWindow(scope, periods, secondsOf(metric));
    requireInteger(scope, 'datapoints', datapoints, { min: 1, max: Token.isUnresolved(periods) ? DAY : periods });
    return {
      metric,
      threshold: this.threshold,
      comparisonOperator: this.comparison,
      evaluationPeriods: periods,
      datapointsToAlarm: datapoints,
      treatMissingData: this.options.missingData ?? this.missingData,
      alarmDescription: this.options.description,
    };
  }
}

/** CloudWatch refuses a longer window at deployment. */
function checkWindow(scope: IConstruct, periods: number, period: number): void {
  const days = period >= HOUR ? 7 : 1;
  const most = Math.floor((days * DAY) / period);
  if (Token.isUnresolved(periods) || periods <= most) return;
  fail(
    scope,
    `\`periods\` must be at most ${most} for a metric with a period of ${period} seconds, got: ${periods}. CloudWatch ` +
      `looks back ${days === 1 ? 'a day' : 'seven days'} at the most: give the metric a longer period.`,
  );
}

function secondsOf(metric: IMetric): number {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  return metricStat?.period.toSeconds() ?? mathExpression?.period ?? HOUR;
}
