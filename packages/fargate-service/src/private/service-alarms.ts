import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ServiceAlarmThresholds } from '../service-alarm-thresholds';
import { alarmScope } from './alarm-scope';
import { requireIntegerIfGiven } from './if-given';
import { requirePercentage } from './percentage';
import { dimensionsOf } from './target-group-dimensions';
import { fail } from './validation';

interface WatchedMetrics {
  readonly cpu: IMetric;
  readonly memory: IMetric;
  readonly desiredTasks: IMetric;
  readonly runningTasks: IMetric;
}

interface Watch {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly minutes: number;
  readonly alarmDescription: string;
  readonly withoutData: TreatMissingData;
}

/** The alarms of a service; whoever is woken by one reads its description. */
export interface ServiceAlarms {
  readonly all: Alarm[];
  /** The one that does not watch the service itself, so that the service may refer to it. */
  readonly errors?: Alarm;
}

const PERIOD = Duration.minutes(1);

export function serviceAlarms(
  scope: Construct,
  metrics: WatchedMetrics,
  thresholds: ServiceAlarmThresholds,
): ServiceAlarms {
  const { cpuPercent, memoryPercent, missingTaskMinutes, targetGroup, errorPercent } = thresholds;
  const alarms = alarmScope(scope);
  check(scope, thresholds);
  const add = (id: string, { minutes, withoutData, ...watch }: Watch) =>
    new Alarm(alarms, id, {
      ...watch,
      evaluationPeriods: minutes,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: withoutData,
    });
  const cpu = add('Cpu', watchCpu(metrics.cpu, cpuPercent));
  const memory = add('Memory', watchMemory(metrics.memory, memoryPercent));
  const tasks = add('MissingTasks', watchTasks(metrics, missingTaskMinutes));
  const errors = targetGroup && add('Errors', watchErrors(scope, targetGroup, errorPercent));
  return { all: [cpu, memory, tasks, ...(errors ? [errors] : [])], errors };
}

function check(scope: Construct, thresholds: ServiceAlarmThresholds): void {
  const { cpuPercent, memoryPercent, missingTaskMinutes, targetGroup, errorPercent } = thresholds;
  for (const [prop, percent] of Object.entries({ cpuPercent, memoryPercent, errorPercent })) {
    if (percent !== undefined) requirePercentage(scope, prop, percent);
  }
  requireIntegerIfGiven(scope, 'missingTaskMinutes', missingTaskMinutes, { min: 1, max: 60, unit: 'minutes' });
  if (errorPercent === undefined || targetGroup) return;
  fail(
    scope,
    `\`errorPercent\` must come with a \`targetGroup\`, got: ${errorPercent} alone. ` +
      'Name the target group whose errors are meant.',
  );
}

function watchCpu(metric: IMetric, threshold = 85): Watch {
  const alarmDescription =
    'The tasks have been short of CPU for a quarter of an hour: look whether scaling has reached its maximum, or choose a ' +
    'larger size.';
  return { metric, threshold, minutes: 15, alarmDescription, withoutData: TreatMissingData.MISSING };
}

function watchMemory(metric: IMetric, threshold = 85): Watch {
  const alarmDescription =
    'The tasks are nearly out of memory, and a container that has none left is killed: look for a leak, or choose a ' +
    'larger size.';
  return { metric, threshold, minutes: 5, alarmDescription, withoutData: TreatMissingData.MISSING };
}

function watchTasks({ desiredTasks, runningTasks }: WatchedMetrics, minutes = 5): Watch {
  const alarmDescription =
    "Fewer tasks run than should: look at the service's events and at the reasons of its stopped tasks.";
  const metric = new MathExpression({
    expression: 'desired - FILL(running, 0)',
    usingMetrics: { desired: desiredTasks, running: runningTasks },
    period: PERIOD,
    label: 'Missing tasks',
  });
  // Without data nobody would notice that tasks are missing.
  return { metric, threshold: 0, minutes, alarmDescription, withoutData: TreatMissingData.BREACHING };
}

function watchErrors(scope: Construct, targetGroup: IApplicationTargetGroup, threshold = 5): Watch {
  const alarmDescription =
    'Too many requests end with an error of the service: look at its log, and at what was deployed last.';
  const dimensionsMap = { ...dimensionsOf(scope, 'targetGroup', targetGroup) };
  const of = (metricName: string) =>
    new Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensionsMap,
      statistic: Stats.SUM,
      period: PERIOD,
    });
  const metric = new MathExpression({
    // The load balancer reports no errors instead of zero of them.
    expression: '100 * FILL(errors, 0) / requests',
    usingMetrics: { errors: of('HTTPCode_Target_5XX_Count'), requests: of('RequestCount') },
    period: PERIOD,
    label: 'Errors in percent',
  });
  return { metric, threshold, minutes: 3, alarmDescription, withoutData: TreatMissingData.NOT_BREACHING };
}
