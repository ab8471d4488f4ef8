import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import fc from 'fast-check';
import { constructIds } from '../../../testing/src/random-props';
import type { Alarms, Database, Instances, Late } from './random-database';
import { isMysql } from './random-database';

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const TYPES = ['t3.medium', 't4g.large', 'r5.large', 'r6g.xlarge', 'r7g.16xlarge', 'r8gd.2xlarge', 'x2g.large'];
const OFFERED = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;

const twoDigits = (value: number) => String(value).padStart(2, '0');
const clock = (minute: number) => `${twoDigits(Math.floor(minute / 60) % 24)}:${twoDigits(minute % 60)}`;

/** A backup window, and a maintenance window that begins where it has ended and ends before it begins again. */
const windows = fc
  .record({
    day: fc.nat(6),
    start: fc.nat(DAY - 1),
    backup: fc.integer({ min: 30, max: 120 }),
    gap: fc.nat(60),
    maintenance: fc.integer({ min: 30, max: DAY - 180 }),
  })
  .map(({ day, start, backup, gap, maintenance }) => {
    const from = start + backup + gap;
    const to = from + maintenance;
    const weekday = (minute: number) => DAYS[(day + Math.floor(minute / DAY)) % 7];
    return {
      backupWindow: `${clock(start)}-${clock(start + backup)}`,
      maintenanceWindow: `${weekday(from)}:${clock(from)}-${weekday(to)}:${clock(to)}`,
    };
  });

const lines = fc.constantFrom('13', '14', '15', '16', '17', '3', '8.4');
const acus = fc.integer({ min: 1, max: 512 }).map((halves) => halves / 2);

/** At most so many readers, that a change can only add some. */
const MOST_READERS = 5;

const scaling = (readers: number) =>
  fc.oneof(
    fc.record({
      by: fc.constant('onCpu' as const),
      maxReaders: fc.integer({ min: readers + 1, max: 15 }),
      target: optional(fc.integer({ min: 10, max: 90 })),
    }),
    fc.record({
      by: fc.constant('onConnections' as const),
      maxReaders: fc.integer({ min: readers + 1, max: 15 }),
      target: fc.integer({ min: 1, max: 16_000 }),
    }),
  );

const classes = fc.oneof(
  fc.record({ type: fc.constantFrom(...TYPES), readerType: optional(fc.constantFrom(...TYPES)) }),
  fc.tuple(acus, acus).map((pair) => ({ minAcu: Math.min(...pair), maxAcu: Math.max(1, ...pair) })),
);

const instances: fc.Arbitrary<Instances> = optional(fc.nat(MOST_READERS)).chain((readers) => {
  const some = readers ?? 1;
  return fc
    .tuple(classes, some > 0 ? optional(scaling(some)) : fc.constant(undefined))
    .map(([size, choice]) => ({ ...size, readers, scaling: choice }));
});

const clusterNames = fc.stringMatching(/^[A-Za-z](-?[A-Za-z0-9]){0,30}$/);
const restored = fc.oneof(
  fc.record({ from: fc.constant('snapshot' as const), name: clusterNames }),
  fc.record({ from: fc.constant('cluster' as const), name: clusterNames }),
  fc.record({ from: fc.constant('deletedCluster' as const), name: fc.stringMatching(/^cluster-[A-Z0-9]{26}$/) }),
);
const seconds = fc
  .integer({ min: 1_700_000_000, max: 1_900_000_000 })
  .map((second) => new Date(second * 1000).toISOString());

const alarms: fc.Arbitrary<Alarms> = fc.record(
  {
    cpu: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.double({ min: 0.01, max: 99.99, noNaN: true })),
    connections: fc.integer({ min: 1, max: 262_143 }),
    memoryMiB: fc.integer({ min: 1, max: 100_000 }),
    lagMs: fc.integer({ min: 1, max: 86_400_000 }),
    deadlocks: fc.double({ min: 0, max: 1_000, noNaN: true }),
  },
  { requiredKeys: [] },
);

const users = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_$.@-]{0,40}$/);
const late = fc.constantFrom<Late>(
  'backupDays',
  'slowMs',
  'monitorSeconds',
  'databaseName',
  'username',
  'type',
  'maxAcu',
);

/** What is possible whatever else is chosen; `fitted` makes the rest agree with it. */
const choices: fc.Arbitrary<Database> = fc
  .record(
    {
      id: constructIds,
      line: lines,
      patch: fc.nat(99),
      instances,
      users: fc.array(users, { maxLength: 2 }),
      windows,
      subnets: fc.constantFrom(SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS),
      credentials: fc.oneof(
        fc.constantFrom('generated' as const, 'managedByRds' as const),
        fc.integer({ min: 1, max: 1_000 }),
      ),
      username: fc.stringMatching(/^[A-Za-z]\w{5,31}$/).map((name) => `x${name.slice(1)}`),
      secretKey: fc.boolean(),
      rotationAnywhere: fc.boolean(),
      databaseName: fc.stringMatching(/^[A-Za-z]\w{0,62}$/),
      restoreFrom: restored,
      second: seconds,
      backupDays: fc.integer({ min: 1, max: 35 }),
      encryption: fc.constantFrom('own', 'given', 'aws'),
      logDays: fc.constantFrom(...OFFERED),
      logKey: fc.constantFrom('created', 'imported'),
      slowMs: fc.integer({ min: 1, max: 3_600_000 }),
      monitorSeconds: fc.constantFrom(1, 5, 10, 15, 30, 60),
      insights: fc.constantFrom('standard', 'advanced'),
      removal: fc.constantFrom('SNAPSHOT', 'RETAIN', 'DESTROY'),
      alarms,
      late,
    },
    { requiredKeys: ['id', 'line', 'patch', 'instances', 'users'] },
  )
  .map(({ windows: both, ...rest }) => ({ ...rest, ...both }) as Database);

/** Leaves out what the other choices rule out, as the docs of each prop say. */
function fitted(database: Database): Database {
  const unknown = database.late === 'type' || database.late === 'maxAcu';
  // Their defaults follow from the memory of the instances.
  const needed = unknown ? { connections: 100, memoryMiB: 100 } : {};
  const rotated = ![undefined, 'generated', 'managedByRds'].includes(database.credentials as string);
  const username = database.username ?? (database.restoreFrom && 'dbadmin');
  return {
    ...database,
    alarms: database.alarms && { ...needed, ...database.alarms },
    username: isMysql(database) ? username?.slice(0, 32) : username,
    rotationAnywhere: rotated && database.rotationAnywhere,
  };
}

export const valid = choices.map(fitted);

/** What the README and the docs of the props let change in place. */
export const safeChange: fc.Arbitrary<Partial<Database>> = fc
  .record(
    {
      patch: fc.nat(99),
      windows,
      size: classes,
      credentials: fc.oneof(fc.constant('generated' as const), fc.integer({ min: 1, max: 1_000 })),
      backupDays: fc.integer({ min: 1, max: 35 }),
      logDays: fc.constantFrom(...OFFERED),
      slowMs: fc.integer({ min: 1, max: 3_600_000 }),
      monitorSeconds: fc.constantFrom(1, 5, 10, 15, 30, 60),
      insights: fc.constantFrom('standard' as const, 'advanced' as const, undefined),
      removal: fc.constant('RETAIN' as const),
      users: fc.array(users, { maxLength: 2 }),
    },
    { requiredKeys: [] },
  )
  .map(({ size, windows: both, ...rest }) => ({
    ...rest,
    ...both,
    ...(size && { instances: { ...size, readers: MOST_READERS } }),
  }));
