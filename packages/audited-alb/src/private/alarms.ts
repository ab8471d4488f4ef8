import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { AlbAlarmThresholds } from '../alb-alarm-thresholds';
import { alarmScope } from './alarm-scope';
import { requireCount } from './count';
import { seconds } from './duration';
import { requireUnit } from './duration-unit';
import { requirePercentage } from './percentage';
import { fail } from './validation';

/** What the alarms look at. */
interface WatchedMetrics {
  readonly serverErrorRate: IMetric;
  readonly latency: IMetric;
  /** Over five minutes. */
  readonly rejectedConnections: IMetric;
  /** By the id of the target group. */
  readonly unhealthyTargets: { readonly [targetGroup: string]: IMetric };
}

/** The alarms of a load balancer, and one for each of its target groups. */
export function createAlarms(alb: Construct, metrics: WatchedMetrics, thresholds: AlbAlarmThresholds): Alarm[] {
  const scope = alarmScope(alb);
  const serverErrorPercent = thresholds.serverErrorPercent ?? 5;
  const latency = thresholds.latency ?? Duration.seconds(1);
  const unhealthyTargets = thresholds.unhealthyTargets ?? 1;
  const rejectedConnections = thresholds.rejectedConnections ?? 1;
  requirePercentage(alb, 'serverErrorPercent', serverErrorPercent);
  requirePositive(alb, latency);
  requireCount(alb, 'unhealthyTargets', unhealthyTargets);
  requireCount(alb, 'rejectedConnections', rejectedConnections);

  const threeOfFive = { evaluationPeriods: 5, datapointsToAlarm: 3 };
  return [
    alarm(scope, 'ServerErrors', {
      ...threeOfFive,
      metric: metrics.serverErrorRate,
      threshold: serverErrorPercent,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      alarmDescription:
        'Requests fail at the load balancer or at its targets. Look at the status codes in the access log.',
    }),
    alarm(scope, 'Latency', {
      ...threeOfFive,
      metric: metrics.latency,
      threshold: seconds(latency),
      alarmDescription:
        'One request in a hundred waits too long for its target. Look at load and dependencies of the targets.',
    }),
    alarm(scope, 'RejectedConnections', {
      metric: metrics.rejectedConnections,
      threshold: rejectedConnections,
      evaluationPeriods: 1,
      alarmDescription: 'The load balancer has all the connections that it can hold and refuses more.',
    }),
    ...Object.entries(metrics.unhealthyTargets).map(([targetGroup, metric]) =>
      alarm(scope, `Unhealthy-${targetGroup}`, {
        metric,
        threshold: unhealthyTargets,
        evaluationPeriods: 3,
        alarmDescription: `Targets of ${targetGroup} fail their health check. The health check log says why.`,
      }),
    ),
  ];
}

/** Silence is no failure here: without requests there is no data. */
function alarm(scope: Construct, id: string, props: AlarmProps): Alarm {
  return new Alarm(scope, id, {
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    ...props,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

function requirePositive(alb: IConstruct, latency: Duration): void {
  requireUnit(alb, 'latency', latency, 'seconds');
  if (latency.isUnresolved() || seconds(latency) > 0) return;
  fail(alb, '`latency` must be longer than 0 seconds, got: 0.');
}
