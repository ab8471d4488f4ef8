import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { AuroraAlarmThresholds } from '../aurora-alarm-thresholds';
import { alarmScope } from './alarm-scope';
import type { ClusterFacts } from './cluster-facts';
import { requireUnit } from './duration-unit';
import { requireIntegerIfGiven } from './if-given';
import { requirePercentage } from './percentage';
import { fail, requireInteger } from './validation';

/** Serverless clusters that can shrink to half an ACU accept no more, however large they may grow. */
const MAX_CONNECTIONS_OF_HALF_AN_ACU = 2_000;

/** What the alarms look at, each over the whole cluster and so also over readers that come and go. */
interface WatchedMetrics {
  readonly cpu: IMetric;
  readonly connections: IMetric;
  readonly freeableMemory: IMetric;
  readonly replicaLag: IMetric;
  readonly deadlocks: IMetric;
}

interface Watch {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods: number;
  readonly alarmDescription: string;
  readonly below?: boolean;
  /** Whether nothing to measure is the normal case. */
  readonly quiet?: boolean;
}

/** The alarms of a cluster; whoever is woken by one reads its description. */
export function databaseAlarms(
  scope: Construct,
  facts: ClusterFacts,
  metrics: WatchedMetrics,
  thresholds: AuroraAlarmThresholds,
): Alarm[] {
  const alarms = alarmScope(scope);
  const lag = facts.hasReaders ? [watchLag(scope, metrics.replicaLag, thresholds.replicaLag)] : [];
  const watches: (readonly [string, Watch])[] = [
    ['Cpu', watchCpu(scope, metrics.cpu, thresholds.cpuPercent)],
    ['Connections', watchConnections(scope, facts, metrics.connections, thresholds.connections)],
    ['FreeableMemory', watchMemory(scope, facts, metrics.freeableMemory, thresholds.freeableMemory)],
    ...lag.map((watch) => ['ReplicaLag', watch] as const),
    ['Deadlocks', watchDeadlocks(scope, metrics.deadlocks, thresholds.deadlocksPerSecond)],
  ];
  return watches.map(
    ([id, { below, quiet, periods, ...watch }]) =>
      new Alarm(alarms, id, {
        ...watch,
        evaluationPeriods: periods,
        comparisonOperator: below ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: quiet ? TreatMissingData.NOT_BREACHING : TreatMissingData.MISSING,
      }),
  );
}

function watchCpu(scope: Construct, metric: IMetric, threshold = 80): Watch {
  requirePercentage(scope, 'cpuPercent', threshold);
  const alarmDescription =
    'The busiest database instance has been short of CPU for a quarter of an hour: look for expensive statements, or ' +
    'choose a larger instance class.';
  return { metric, threshold, periods: 15, alarmDescription };
}

function watchConnections(scope: Construct, facts: ClusterFacts, metric: IMetric, given?: number): Watch {
  requireIntegerIfGiven(scope, 'connections', given, { min: 1, max: 262_143 });
  const alarmDescription =
    'A database instance soon refuses connections: look for clients that do not give them back, use a proxy, or choose ' +
    'a larger instance class.';
  return { metric, threshold: given ?? defaultConnections(scope, facts), periods: 5, alarmDescription };
}

/** 80 % of what the smallest instance accepts. */
function defaultConnections(scope: Construct, { family, memoryGiB, minCapacity }: ClusterFacts): number {
  if (memoryGiB === undefined || Token.isUnresolved(minCapacity)) unknownMemory(scope, 'connections');
  const capped = minCapacity !== undefined && minCapacity <= 0.5;
  const accepted = family.maxConnections(memoryGiB);
  return Math.floor(0.8 * (capped ? Math.min(accepted, MAX_CONNECTIONS_OF_HALF_AN_ACU) : accepted));
}

function watchMemory(scope: Construct, { memoryGiB }: ClusterFacts, metric: IMetric, given?: Size): Watch {
  if (!given && memoryGiB === undefined) unknownMemory(scope, 'freeableMemory');
  if (given?.isUnresolved()) {
    fail(scope, '`freeableMemory` must be known at synthesis, got: a token, which cannot be converted to bytes.');
  }
  const size = given ?? Size.gibibytes(0.05 * (memoryGiB ?? 0));
  const threshold = size.toBytes({ rounding: SizeRoundingBehavior.FLOOR });
  requireInteger(scope, 'freeableMemory', threshold, { min: 1, max: Number.MAX_SAFE_INTEGER, unit: 'bytes' });
  const alarmDescription =
    'A database instance is nearly out of memory and may restart: look for large sorts and many connections, or choose a ' +
    'larger instance class.';
  return { metric, threshold, periods: 5, alarmDescription, below: true };
}

function watchLag(scope: Construct, metric: IMetric, lag = Duration.seconds(1)): Watch {
  requireUnit(scope, 'replicaLag', lag, 'millis');
  const threshold = lag.toMilliseconds({ integral: false });
  requireInteger(scope, 'replicaLag', threshold, { min: 1, max: 86_400_000, unit: 'milliseconds' });
  const alarmDescription =
    'A reader is behind the writer and answers with old data: look at its load and at long transactions on the writer.';
  return { metric, threshold, periods: 5, alarmDescription, quiet: true };
}

function watchDeadlocks(scope: Construct, metric: IMetric, threshold = 0): Watch {
  if (!Token.isUnresolved(threshold) && !(threshold >= 0 && Number.isFinite(threshold))) {
    fail(scope, `\`deadlocksPerSecond\` must be 0 or more, got: ${threshold}.`);
  }
  const alarmDescription =
    'Transactions have been blocking each other for a quarter of an hour, and the database ends some of them: look for ' +
    'statements that lock the same rows in different orders.';
  return { metric, threshold, periods: 3, alarmDescription, quiet: true };
}

function unknownMemory(scope: Construct, prop: string): never {
  fail(
    scope,
    `\`${prop}\` must be given, because the memory of the instances is known only at deployment, got: nothing.`,
  );
}
