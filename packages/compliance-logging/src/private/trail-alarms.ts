import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Duration, Names, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { TrailAlarmThresholds } from '../trail-alarm-thresholds';
import { alarmScope } from './alarm-scope';
import { requireCount } from './count';
import { type WatchedEvents, watchedEvents } from './trail-events';

/** Alarms on what a trail writes to its log group; whoever is woken by one reads its description. */
export function trailAlarms(scope: Construct, logGroup: ILogGroup, thresholds: TrailAlarmThresholds): Alarm[] {
  const alarms = alarmScope(scope);
  const { failedSignIns = 3, refusedCalls = 10 } = thresholds;
  requireCount(scope, 'failedSignIns', failedSignIns);
  requireCount(scope, 'refusedCalls', refusedCalls);
  return watchedEvents({ failedSignIns, refusedCalls }).map((events) => alarmOn(alarms, logGroup, events));
}

/** A metric of its own for each trail and stack: two that count into one would go off for each other. */
function alarmOn(scope: Construct, logGroup: ILogGroup, events: WatchedEvents): Alarm {
  const place = new Construct(scope, events.id);
  const filter = new MetricFilter(place, 'Filter', {
    logGroup,
    filterPattern: FilterPattern.literal(events.pattern),
    metricNamespace: `AuditTrail/${Stack.of(scope).stackName}`,
    metricName: Names.uniqueResourceName(place, { separator: '-', maxLength: 255 }),
    metricValue: '1',
  });
  return new Alarm(place, 'Alarm', {
    metric: filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) }),
    threshold: events.threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: events.description,
  });
}
