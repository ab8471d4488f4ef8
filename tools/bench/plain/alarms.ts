import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ApplicationTargetGroup, HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnEventSubscription } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import type { Database } from './database';
import type { Front } from './load-balancer';
import { fromService } from './logs';
import type { Workload } from './service';

interface Watched {
  readonly key: Key;
  readonly database: Database;
  readonly workload: Workload;
  readonly front: Front;
  readonly targetGroup: ApplicationTargetGroup;
}

type Limit = Omit<AlarmProps, 'metric' | 'alarmName' | 'evaluationPeriods'> & { minutes: number };

/** Who hears of what: load balancer, service and database, and what happens to the database. */
export function addAlarms(stack: Stack, watched: Watched): void {
  const topic = createTopic(stack, watched.key);
  const action = new SnsAction(topic);
  const add: Add = (name, alarmDescription, metric, { minutes, ...limit }) =>
    new Alarm(stack, `Alarm-${name}`, {
      alarmName: `alarm-${name}-prod-dev1`,
      alarmDescription,
      metric,
      evaluationPeriods: minutes,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      ...limit,
    });
  const told = [...ofService(add, watched), ...ofLoadBalancer(add, watched), ...ofDatabase(add, watched)];
  for (const alarm of told) {
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
  rollBack(add, watched);
  subscribeToDatabase(stack, topic, watched.database);
}

type Add = (name: string, description: string, metric: IMetric, limit: Limit) => Alarm;

const MINUTE = { period: Duration.minutes(1) };
const QUIET = { treatMissingData: TreatMissingData.NOT_BREACHING };
const AT_LEAST = { comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD };

function ofService(add: Add, { workload, targetGroup }: Watched): Alarm[] {
  const { service, cluster } = workload;
  const insight = (metricName: string) =>
    new Metric({
      namespace: 'ECS/ContainerInsights',
      metricName,
      dimensionsMap: { ClusterName: cluster.clusterName, ServiceName: service.serviceName },
      statistic: Stats.AVERAGE,
      ...MINUTE,
    });
  const missing = new MathExpression({
    expression: 'desired - running',
    usingMetrics: { desired: insight('DesiredTaskCount'), running: insight('RunningTaskCount') },
    ...MINUTE,
  });
  const errors = new MathExpression({
    expression: '100 * FILL(errors, 0) / requests',
    usingMetrics: {
      errors: targetGroup.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, MINUTE),
      requests: targetGroup.metrics.requestCount(MINUTE),
    },
    ...MINUTE,
  });
  return [
    add(
      'service-cpu',
      'The tasks are short of processor time: give them more, or let more of them run.',
      service.metricCpuUtilization(MINUTE),
      { threshold: 85, minutes: 15 },
    ),
    add(
      'service-memory',
      'The tasks are short of memory: give them more, or look for a leak.',
      service.metricMemoryUtilization(MINUTE),
      { threshold: 85, minutes: 5 },
    ),
    add('service-missing-tasks', 'Fewer tasks run than should: look at the events of the service.', missing, {
      threshold: 0,
      minutes: 5,
      treatMissingData: TreatMissingData.BREACHING,
    }),
    add('service-errors', 'Too many requests end with an error of the service: look at its log.', errors, {
      threshold: 5,
      minutes: 3,
      ...QUIET,
    }),
  ];
}

function ofLoadBalancer(add: Add, { front, targetGroup }: Watched): Alarm[] {
  const { metrics } = front.loadBalancer;
  const failures = new MathExpression({
    expression: '100 * (FILL(own, 0) + FILL(targets, 0)) / (FILL(requests, 0) + FILL(own, 0))',
    usingMetrics: {
      own: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, MINUTE),
      targets: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, MINUTE),
      requests: metrics.requestCount(MINUTE),
    },
    ...MINUTE,
  });
  const latency = metrics.targetResponseTime({ statistic: 'p99', ...MINUTE });
  const rejected = metrics.rejectedConnectionCount({ period: Duration.minutes(5) });
  const unhealthy = targetGroup.metrics.unhealthyHostCount({ statistic: Stats.MAXIMUM, ...MINUTE });
  const threeOfFive = { minutes: 5, datapointsToAlarm: 3, ...AT_LEAST, ...QUIET };
  return [
    add('alb-server-errors', 'Requests fail at the load balancer or at its targets.', failures, {
      threshold: 5,
      ...threeOfFive,
    }),
    add('alb-latency', 'One request in a hundred waits too long for its target.', latency, {
      threshold: 1,
      ...threeOfFive,
    }),
    add('alb-rejected-connections', 'The load balancer has all the connections that it can hold.', rejected, {
      threshold: 1,
      minutes: 1,
      ...AT_LEAST,
      ...QUIET,
    }),
    add('alb-unhealthy-service', 'Targets fail their health check.', unhealthy, {
      threshold: 1,
      minutes: 3,
      ...AT_LEAST,
      ...QUIET,
    }),
  ];
}

function ofDatabase(add: Add, { database }: Watched): Alarm[] {
  const metric = (name: string, statistic: string, minutes = 1) =>
    database.cluster.metric(name, { statistic, period: Duration.minutes(minutes) });
  const below = { comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };
  return [
    add('database-cpu', 'The database is short of processor time.', metric('CPUUtilization', 'Maximum'), {
      threshold: 80,
      minutes: 15,
    }),
    add(
      'database-connections',
      'The database has nearly all the connections that it allows.',
      metric('DatabaseConnections', 'Maximum'),
      {
        threshold: 1342,
        minutes: 5,
      },
    ),
    add('database-freeable-memory', 'The database is short of memory.', metric('FreeableMemory', 'Minimum'), {
      threshold: 858_993_459,
      minutes: 5,
      ...below,
    }),
    add('database-replica-lag', 'Readers are behind the writer.', metric('AuroraReplicaLagMaximum', 'Maximum'), {
      threshold: 1000,
      minutes: 5,
      ...QUIET,
    }),
    add('database-deadlocks', 'Transactions wait for each other.', metric('Deadlocks', 'Maximum', 5), {
      threshold: 0,
      minutes: 3,
      ...QUIET,
    }),
  ];
}

/** Alarms on a metric of the service, named in text: service and alarm may not refer to each other. */
function rollBack(add: Add, { workload: { service } }: Watched): void {
  const limit = { threshold: 95, minutes: 3, ...AT_LEAST, ...QUIET };
  add('service-rollback-cpu', 'Takes deployments back.', service.metricCpuUtilization(MINUTE), limit);
  add('service-rollback-memory', 'Takes deployments back.', service.metricMemoryUtilization(MINUTE), limit);
  service.enableDeploymentAlarms(
    [
      'alarm-service-rollback-cpu-prod-dev1',
      'alarm-service-rollback-memory-prod-dev1',
      'alarm-service-errors-prod-dev1',
    ],
    {},
  );
}

function createTopic(stack: Stack, masterKey: Key): Topic {
  const topic = new Topic(stack, 'Alerts', {
    topicName: 'topic-alerts-prod-dev1',
    masterKey,
    enforceSSL: true,
    signatureVersion: '2',
  });
  const publish = (service: string, conditions: Record<string, Record<string, string>>) =>
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions,
      }),
    );
  publish('cloudwatch.amazonaws.com', fromService(stack, 'cloudwatch', 'alarm:*'));
  publish('events.rds.amazonaws.com', fromService(stack, 'rds', '*'));
  topic.addSubscription(new EmailSubscription('alerts@example.com'));
  return topic;
}

function subscribeToDatabase(stack: Stack, topic: Topic, { cluster }: Database): void {
  const common = ['configuration change', 'deletion', 'failure', 'maintenance'];
  const subscribe = (name: string, sourceType: string, eventCategories: string[], sourceIds?: string[]) =>
    new CfnEventSubscription(stack, `Events-${name}`, {
      subscriptionName: `db-events-${name}-prod-dev1`,
      snsTopicArn: topic.topicArn,
      sourceType,
      eventCategories,
      sourceIds,
    }).node.addDependency(topic);
  subscribe('clusters', 'db-cluster', [...common, 'failover'], [cluster.clusterIdentifier]);
  subscribe('instances', 'db-instance', [...common, 'availability'], cluster.instanceIdentifiers);
  subscribe('parameter-groups', 'db-parameter-group', ['configuration change']);
  subscribe('security-groups', 'db-security-group', ['configuration change', 'failure']);
}
