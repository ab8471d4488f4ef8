import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { refusesRandomProps } from '../../../testing/src/random-props';
import { valid } from './random-arbitraries';
import { build, type Database, type Instances, isMysql } from './random-database';

/** Valid but for one prop; what would be refused before it, or hide it, is left out. */
function wrong(expected: string | RegExp, bad: fc.Arbitrary<Partial<Database>>) {
  return fc.tuple(valid, bad).map(([props, change]) => ({
    expected,
    props: { ...props, late: undefined, alarms: undefined, ...change },
  }));
}

/** Integers outside, and numbers that are none. */
const outside = (min: number, max: number) =>
  fc.oneof(fc.integer({ min: max + 1 }), fc.integer({ min: 0, max: Math.max(0, min - 1) }), fc.constant(min + 0.5));

const text = (allowed: RegExp) =>
  fc.oneof(fc.string(), fc.string({ minLength: 64 })).filter((one) => !allowed.test(one));
const instances = (change: fc.Arbitrary<Instances>) => change.map((one): Partial<Database> => ({ instances: one }));
const provisioned = (change: Partial<Instances>): Instances => ({ type: 'r6g.large', ...change });
const numbers = (min: number) =>
  fc.oneof(fc.constantFrom(0, 0.3, -1, 0.75, 512), fc.integer({ min: 257 })).filter((n) => n !== min);

const CLASSES = ['m5.large', 'db.r6g.large', 'r6g', 'r6g.small', 't2.micro', 'x1.large', 'r6g.large ', ''];
const WINDOWS = ['', '1:00-2:00', '24:00-25:00', '01:00-01:29', '01:00', 'sun:01:00-sun:02:00', '01:00-02:00Z'];
const WEEKS = [
  '',
  '01:00-02:00',
  'sun:03:00-sun:03:29',
  'sun:03:00-tue:03:00',
  'son:03:00-son:04:00',
  'sun:24:00-mon:01:00',
];
const GUESSED = ['admin', 'Postgres', 'ROOT', 'rdsadmin', 'pg_owner', 'rds_x', 'user'];
const UNDONE = ['rds.force_ssl', 'ssl_min_protocol_version', 'shared_preload_libraries', 'pgaudit.log', 'pgaudit.role'];
const UNDONE_MYSQL = ['require_secure_transport', 'server_audit_logging', 'server_audit_events'];
const empty = { restoreFrom: undefined };

const alarm = (alarms: Database['alarms']): Partial<Database> => ({ alarms, instances: provisioned({ readers: 1 }) });
const sources = fc.oneof(
  text(/^([a-z]+:)?[a-z](-?[a-z0-9])*$/i).map((name) => ({ from: 'snapshot' as const, name })),
  text(/^[a-z](-?[a-z0-9])*$/i).map((name) => ({ from: 'cluster' as const, name })),
  text(/^cluster-[A-Z0-9]{26}$/).map((name) => ({ from: 'deletedCluster' as const, name })),
  fc.constant({ from: 'cluster' as const, name: `cluster-${'A1'.repeat(13)}` }),
);

refusesRandomProps<Database>('AuroraCluster', {
  build: (stack: Stack, props) => void build(stack, props),
  runs: 800,
  invalid: fc.oneof(
    wrong(
      'engine',
      fc
        .constantFrom('', '12.9', '14', '9.6.1', '8.0.35', '5.7', '14.6.1', 'latest', '3.8.0')
        .map((version) => ({ version })),
    ),
    wrong(
      'databaseName',
      text(/^[A-Za-z]\w{0,62}$/).map((databaseName) => ({ databaseName })),
    ),
    wrong(
      'username',
      text(/^[A-Za-z]\w{0,62}$/).map((username) => ({ username })),
    ),
    wrong(
      'username',
      fc.constantFrom(...GUESSED).map((username) => ({ username, ...empty })),
    ),
    wrong(
      'backupRetention',
      outside(1, 35).map((backupDays) => ({ backupDays })),
    ),
    wrong(
      'backupWindow',
      fc.constantFrom(...WINDOWS).map((backupWindow) => ({ backupWindow, maintenanceWindow: undefined })),
    ),
    wrong(
      'maintenanceWindow',
      fc.constantFrom(...WEEKS).map((maintenanceWindow) => ({ maintenanceWindow, backupWindow: undefined })),
    ),
    wrong(
      'backupWindow',
      fc
        .constantFrom('02:45-03:15', '03:30-04:30', '23:50-03:01')
        .map((backupWindow) => ({ backupWindow, maintenanceWindow: 'sun:03:00-sun:04:00' })),
    ),
    wrong(
      'logRetention',
      fc.constantFrom(0, 2, 364, 366, 4_000, 0.5).map((logDays) => ({ logDays })),
    ),
    wrong(
      'slowQueryThreshold',
      fc.oneof(fc.constantFrom(0, 0.5), fc.integer({ min: 3_600_001 })).map((slowMs) => ({ slowMs })),
    ),
    wrong(
      'monitoringInterval',
      fc.oneof(fc.constantFrom(0, 2, 0.5), fc.integer({ min: 61 })).map((monitorSeconds) => ({ monitorSeconds })),
    ),
    wrong('removalPolicy', fc.constant({ removal: 'RETAIN_ON_UPDATE_OR_DELETE' as const })),
    wrong(
      'interval',
      outside(1, 1_000).map((credentials) => ({ credentials })),
    ),
    wrong('vpcSubnets', fc.constant({ subnets: SubnetType.PUBLIC })),
    wrong('instanceType', instances(fc.constantFrom(...CLASSES).map((type) => ({ type })))),
    wrong(
      'readerInstanceType',
      instances(fc.constantFrom(...CLASSES).map((readerType) => provisioned({ readerType }))),
    ),
    wrong(
      'readers',
      instances(
        fc
          .oneof(fc.integer({ min: 16, max: 1e6 }), fc.constantFrom(-1, 0.5))
          .map((readers) => provisioned({ readers })),
      ),
    ),
    wrong('minCapacity', instances(numbers(0.5).map((minAcu) => ({ minAcu, maxAcu: 256 })))),
    wrong('maxCapacity', instances(numbers(1).map((maxAcu) => ({ minAcu: 0.5, maxAcu })))),
    wrong(
      'minCapacity',
      instances(fc.integer({ min: 2, max: 256 }).map((minAcu) => ({ minAcu, maxAcu: minAcu - 0.5 }))),
    ),
    wrong('readers', instances(fc.constant(provisioned({ readers: 0, scaling: { by: 'onCpu', maxReaders: 3 } })))),
    wrong(
      'maxReaders',
      instances(
        fc
          .oneof(fc.integer({ min: -5, max: 2 }), fc.integer({ min: 16 }), fc.constant(3.5))
          .map((maxReaders) => provisioned({ readers: 2, scaling: { by: 'onCpu', maxReaders } })),
      ),
    ),
    wrong(
      'targetPercent',
      instances(outside(10, 90).map((target) => provisioned({ scaling: { by: 'onCpu', maxReaders: 3, target } }))),
    ),
    wrong(
      'targetConnections',
      instances(
        outside(1, 16_000).map((target) => provisioned({ scaling: { by: 'onConnections', maxReaders: 3, target } })),
      ),
    ),
    wrong(
      'restoreFrom',
      sources.map((restoreFrom) => ({ restoreFrom, username: 'dbadmin' })),
    ),
    wrong(
      'restoreFrom',
      fc.constantFrom('2026-11-25T23:45:00.001Z', 'yesterday').map((second) => ({
        second,
        username: 'dbadmin',
        restoreFrom: { from: 'cluster' as const, name: 'payments' },
      })),
    ),
    wrong(
      'credentials',
      fc.constant({ username: undefined, restoreFrom: { from: 'cluster' as const, name: 'payments' } }),
    ),
    wrong(
      'dbUser',
      text(/^[A-Za-z_][\w$.@-]{0,62}$/).map((user) => ({ users: [user] })),
    ),
    wrong(
      'cpuPercent',
      fc.constantFrom(0, -1, 100, Number.NaN, Number.POSITIVE_INFINITY).map((cpu) => alarm({ cpu })),
    ),
    wrong(
      'connections',
      outside(1, 262_143).map((connections) => alarm({ connections })),
    ),
    wrong('freeableMemory', fc.constant(alarm({ memoryMiB: 0 }))),
    wrong(
      'replicaLag',
      fc.constantFrom(0, 0.5, 86_400_001).map((lagMs) => alarm({ lagMs })),
    ),
    wrong(
      'deadlocksPerSecond',
      fc.constantFrom(-0.1, Number.NaN, Number.POSITIVE_INFINITY).map((deadlocks) => alarm({ deadlocks })),
    ),
    fc.tuple(valid, fc.nat(4), fc.constantFrom('0', 'off', 'none', '')).map(([props, index, value]) => {
      const names = isMysql(props) ? UNDONE_MYSQL : UNDONE;
      const name = names[index % names.length] as string;
      return { expected: name, props: { ...props, parameters: { [name]: value } } };
    }),
  ),
});
