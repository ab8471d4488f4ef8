import { annotationsOf, resourcesOf } from '@org/testing';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Duration, Size, Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import {
  type AuroraAlarmThresholds,
  type AuroraClusterProps,
  AuroraInstances,
  type ServerlessV2InstancesOptions,
} from '../src';
import { MYSQL as MYSQL_FAMILY } from '../src/private/mysql';
import { POSTGRES as POSTGRES_FAMILY } from '../src/private/postgres';
import { database, MYSQL, newStack } from './fixtures';

const alarmsOf = (thresholds?: AuroraAlarmThresholds, props?: Partial<AuroraClusterProps>) => {
  const stack = newStack();
  database(stack, props).addAlarms(thresholds);
  return resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
};
const thresholdOf = (metric: string, thresholds?: AuroraAlarmThresholds, props?: Partial<AuroraClusterProps>) =>
  alarmsOf(thresholds, props).find(({ MetricName }) => MetricName === metric)?.Threshold;
const serverless = (options: Partial<ServerlessV2InstancesOptions>) => ({
  instances: AuroraInstances.serverlessV2({ minCapacity: 1, maxCapacity: 8, ...options }),
});
const refused = (message: string) => new Error(`Stack/Database: ${message}`);
const GIB = 1024 ** 3;

describe('by default', () => {
  const stack = newStack();
  const aurora = database(stack);
  const alarms = aurora.addAlarms();
  const resources = resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

  test('there are five, over the whole cluster', () => {
    const shape = resources.map((p) => [
      p.MetricName,
      p.Statistic,
      `${p.EvaluationPeriods} * ${p.Period}`,
      p.ComparisonOperator,
      p.Threshold,
      p.TreatMissingData,
    ]);
    expect(shape).toEqual([
      ['CPUUtilization', 'Maximum', '15 * 60', 'GreaterThanThreshold', 80, 'missing'],
      ['DatabaseConnections', 'Maximum', '5 * 60', 'GreaterThanThreshold', 1342, 'missing'],
      ['FreeableMemory', 'Minimum', '5 * 60', 'LessThanThreshold', Math.floor(0.8 * GIB), 'missing'],
      ['AuroraReplicaLagMaximum', 'Maximum', '5 * 60', 'GreaterThanThreshold', 1000, 'notBreaching'],
      ['Deadlocks', 'Maximum', '3 * 300', 'GreaterThanThreshold', 0, 'notBreaching'],
    ]);
    for (const { Dimensions, Namespace } of resources) {
      expect(Namespace).toBe('AWS/RDS');
      expect(Dimensions).toEqual([{ Name: 'DBClusterIdentifier', Value: stack.resolve(aurora.clusterIdentifier) }]);
    }
  });

  test('each says what to do, has no action yet, and is in the list that is returned', () => {
    const descriptions = resources.map(({ AlarmDescription }) => AlarmDescription);
    expect(new Set(descriptions).size).toBe(5);
    for (const description of descriptions) expect(description).toMatch(/^[A-Z].+(: look| look) (for|at) .+\.$/);
    for (const { AlarmActions } of resources) expect(AlarmActions).toBeUndefined();
    expect(alarms.map(({ node }) => node.id)).toEqual([
      'Cpu',
      'Connections',
      'FreeableMemory',
      'ReplicaLag',
      'Deadlocks',
    ]);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('a second call is refused', () => {
    expect(() => aurora.addAlarms()).toThrow(
      refused('`addAlarms` must be called once, got: a second call. Keep the list that the first one returned.'),
    );
  });
});

test('a cluster that nobody asks for alarms has none', () => {
  const stack = newStack();
  database(stack);
  expect(resourcesOf(stack, 'AWS::CloudWatch::Alarm')).toEqual([]);
});

test('without a reader there is no lag', () => {
  const metrics = alarmsOf({}, serverless({ readers: 0 })).map(({ MetricName }) => MetricName);
  expect(metrics).toEqual(['CPUUtilization', 'DatabaseConnections', 'FreeableMemory', 'Deadlocks']);
});

test('each threshold can be chosen', () => {
  const thresholds = {
    cpuPercent: 99.5,
    connections: 1,
    freeableMemory: Size.mebibytes(1),
    replicaLag: Duration.millis(1),
    deadlocksPerSecond: 0.1,
  };
  expect(alarmsOf(thresholds).map(({ Threshold }) => Threshold)).toEqual([99.5, 1, 1024 ** 2, 1, 0.1]);
  expect(thresholdOf('CPUUtilization', { cpuPercent: 99.9 })).toBe(99.9);
});

test('each threshold but that of memory can be known only at deployment', () => {
  const ref = { Ref: 'Threshold' };
  const token = Token.asNumber(ref);
  const thresholds = {
    cpuPercent: token,
    connections: token,
    replicaLag: Duration.millis(token),
    deadlocksPerSecond: token,
  };
  const known = Math.floor(0.8 * GIB);
  expect(alarmsOf(thresholds).map(({ Threshold }) => Threshold)).toEqual([ref, ref, known, ref, ref]);
  expect(() => alarmsOf({ freeableMemory: Size.bytes(token) })).toThrow(
    refused('`freeableMemory` must be known at synthesis, got: a token, which cannot be converted to bytes.'),
  );
});

test.each([
  [{ cpuPercent: 0 }, '`cpuPercent` must be above 0 and below 100, got: 0.'],
  [{ cpuPercent: 100 }, '`cpuPercent` must be above 0 and below 100, got: 100.'],
  [{ cpuPercent: Number.NaN }, '`cpuPercent` must be above 0 and below 100, got: NaN.'],
  [{ connections: 0 }, '`connections` must be a whole number from 1 to 262143, got: 0.'],
  [{ connections: 262_144 }, '`connections` must be a whole number from 1 to 262143, got: 262144.'],
  [
    { freeableMemory: Size.bytes(0) },
    '`freeableMemory` must be a whole number from 1 to 9007199254740991 bytes, got: 0.',
  ],
  [
    { replicaLag: Duration.seconds(Token.asNumber({ Ref: 'Lag' })) },
    '`replicaLag` must be in millis where it is known only at deployment, got: a token of seconds. Use Duration.millis().',
  ],
  [{ replicaLag: Duration.millis(0) }, '`replicaLag` must be a whole number from 1 to 86400000 milliseconds, got: 0.'],
  [
    { replicaLag: Duration.days(2) },
    '`replicaLag` must be a whole number from 1 to 86400000 milliseconds, got: 172800000.',
  ],
  [{ deadlocksPerSecond: -0.1 }, '`deadlocksPerSecond` must be 0 or more, got: -0.1.'],
  [{ deadlocksPerSecond: Number.POSITIVE_INFINITY }, '`deadlocksPerSecond` must be 0 or more, got: Infinity.'],
])('%p is refused', (thresholds, message) => {
  expect(() => alarmsOf(thresholds)).toThrow(refused(message));
});

describe('connections and memory follow the smallest instance', () => {
  const provisioned = (writer: string, reader?: string) => ({
    instances: AuroraInstances.provisioned({
      instanceType: new InstanceType(writer),
      readerInstanceType: reader ? new InstanceType(reader) : undefined,
    }),
  });

  test.each([
    ['PostgreSQL, by class', provisioned('r6g.large'), 1342, 0.8],
    ['PostgreSQL, the reader smaller', provisioned('r6g.xlarge', 't4g.medium'), 335, 0.2],
    ['PostgreSQL, the most that it takes', provisioned('x2g.16xlarge'), 4000, 51.2],
    ['PostgreSQL, serverless', serverless({}), 1342, 0.8],
    ['PostgreSQL, serverless from half an ACU', serverless({ minCapacity: 0.5, maxCapacity: 64 }), 1600, 6.4],
    ['PostgreSQL, serverless from an ACU', serverless({ minCapacity: 1, maxCapacity: 64 }), 4000, 6.4],
    ['PostgreSQL, small from half an ACU', serverless({ minCapacity: 0.5, maxCapacity: 1 }), 167, 0.1],
    ['MySQL, large', { engine: MYSQL, ...provisioned('r6g.large') }, 773, 0.8],
    ['MySQL, small', { engine: MYSQL, ...provisioned('t4g.medium') }, 83, 0.2],
  ])('%s', (_name, props, connections, gib) => {
    expect(thresholdOf('DatabaseConnections', {}, props)).toBe(connections);
    expect(thresholdOf('FreeableMemory', {}, props)).toBe(Math.floor(gib * GIB));
  });

  test.each([
    ['class', provisioned(Token.asString({ Ref: 'Class' }))],
    ['class of the readers', provisioned('r6g.large', Token.asString({ Ref: 'Class' }))],
    ['capacity', serverless({ maxCapacity: Token.asNumber({ Ref: 'Capacity' }) })],
  ])('a %s known only at deployment asks for both', (_name, props) => {
    const given = { connections: 100, freeableMemory: Size.gibibytes(1) };
    expect(alarmsOf(given, props)).toHaveLength(5);
    for (const prop of ['connections', 'freeableMemory'] as const) {
      expect(() => alarmsOf({ ...given, [prop]: undefined }, props)).toThrow(
        refused(
          `\`${prop}\` must be given, because the memory of the instances is known only at deployment, got: nothing.`,
        ),
      );
    }
  });

  test('a least capacity known only at deployment asks for connections', () => {
    const props = serverless({ minCapacity: Token.asNumber({ Ref: 'Capacity' }) });
    expect(() => alarmsOf({}, props)).toThrow(
      refused(
        '`connections` must be given, because the memory of the instances is known only at deployment, got: nothing.',
      ),
    );
    expect(thresholdOf('FreeableMemory', { connections: 100 }, props)).toBe(Math.floor(0.8 * GIB));
  });

  test.each([POSTGRES_FAMILY, MYSQL_FAMILY])('more memory never takes fewer connections', ({ maxConnections }) => {
    const gib = fc.integer({ min: 2, max: 1024 });
    fc.assert(
      fc.property(gib, gib, (one, other) => {
        expect(maxConnections(Math.min(one, other))).toBeLessThanOrEqual(maxConnections(Math.max(one, other)));
        expect(maxConnections(one)).toBeGreaterThan(50);
      }),
    );
  });

  test('as the tables of AWS have it', () => {
    expect(Math.round(POSTGRES_FAMILY.maxConnections(15.25))).toBe(1600);
    expect(POSTGRES_FAMILY.maxConnections(768)).toBe(5000);
    expect(MYSQL_FAMILY.maxConnections(16)).toBeCloseTo(967, 0);
  });
});

describe('metrics', () => {
  const stack = newStack();
  const aurora = database(stack);
  const minute = Duration.minutes(1);

  test.each([
    [aurora.metricCPUUtilization(), 'CPUUtilization', 'Maximum', 60],
    [aurora.metricDatabaseConnections(), 'DatabaseConnections', 'Maximum', 60],
    [aurora.metricFreeableMemory(), 'FreeableMemory', 'Minimum', 60],
    [aurora.metricAuroraReplicaLagMaximum(), 'AuroraReplicaLagMaximum', 'Maximum', 60],
    [aurora.metricDeadlocks(), 'Deadlocks', 'Maximum', 300],
    [aurora.metric('VolumeBytesUsed'), 'VolumeBytesUsed', 'Average', 300],
    [aurora.metric('Queries', { period: minute }), 'Queries', 'Average', 60],
    [aurora.metricCPUUtilization({ statistic: 'Average' }), 'CPUUtilization', 'Average', 60],
    // What is there but undefined leaves the default.
    [aurora.metricFreeableMemory({ period: undefined }), 'FreeableMemory', 'Minimum', 60],
    [aurora.metricDeadlocks({ statistic: undefined }), 'Deadlocks', 'Maximum', 300],
    [aurora.metricDeadlocks({ statistic: 'Sum', period: minute }), 'Deadlocks', 'Sum', 60],
  ])('%#: %s', (metric, name, statistic, seconds) => {
    expect([metric.metricName, metric.statistic, metric.period.toSeconds()]).toEqual([name, statistic, seconds]);
    expect(stack.resolve(metric.dimensions)).toEqual({ DBClusterIdentifier: stack.resolve(aurora.clusterIdentifier) });
  });
});
