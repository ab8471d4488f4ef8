import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import {
  constructIds,
  holdsForRandomProps,
  optional,
  refusesRandomProps,
  validBut,
} from '../../../testing/src/random-props';
import { AuditBucket, AuditPurpose, AuditTrail, DataEvents } from '../src';

/** A trail in words. */
interface Trail {
  readonly id: string;
  readonly bucket?: 'created' | 'imported';
  readonly key?: 'created' | 'imported';
  readonly logGroup?: 'created' | 'imported';
  readonly events?: 'all' | 'none' | { readonly buckets: number; readonly functions: number; readonly own?: boolean };
  readonly removal?: keyof typeof RemovalPolicy;
  /** Thresholds of each call of addAlarms. */
  readonly alarms: readonly { readonly failedSignIns?: number; readonly refusedCalls?: number }[];
}

function build(stack: Stack, props: Trail): void {
  const buckets = {
    created: () => new AuditBucket(stack, 'Archive', { purpose: AuditPurpose.trail() }).bucket,
    imported: () => Bucket.fromBucketName(stack, 'Archive', 'archive'),
  };
  const keys = {
    created: () => new Key(stack, 'Key', { enableKeyRotation: true }),
    imported: () => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
  };
  const groups = {
    created: () => new LogGroup(stack, 'Events'),
    imported: () => LogGroup.fromLogGroupName(stack, 'Events', 'events'),
  };
  const bucket = props.bucket && buckets[props.bucket]();
  const trail = new AuditTrail(stack, props.id, {
    bucket,
    encryptionKey: props.key && keys[props.key](),
    logGroup: props.logGroup && groups[props.logGroup](),
    dataEvents: dataEvents(stack, props.events, bucket as Bucket | undefined),
    removalPolicy: props.removal && RemovalPolicy[props.removal],
  });
  trail.grantRead(new Role(stack, 'Reader', { assumedBy: new AccountPrincipal('111111111111') }));
  for (const thresholds of props.alarms) trail.addAlarms(thresholds);
}

function dataEvents(stack: Stack, events: Trail['events'], bucket: Bucket | undefined): DataEvents | undefined {
  if (events === undefined) return undefined;
  if (typeof events === 'string') return DataEvents[events]();
  const several = (count: number) => Array.from({ length: count }, (_, place) => place);
  const arn = (place: number) => `arn:aws:lambda:eu-west-1:111111111111:function:f${place}`;
  return DataEvents.only({
    buckets: [
      ...several(events.buckets).map((place) => Bucket.fromBucketName(stack, `Data${place}`, `data-${place}`)),
      ...(events.own && bucket ? [bucket] : []),
    ],
    functions: several(events.functions).map((place) => Lambda.fromFunctionArn(stack, `Function${place}`, arn(place))),
  });
}

const counts = fc.integer({ min: 1, max: 1_000_000_000 });
const valid = fc.record({
  id: constructIds,
  bucket: optional(fc.constantFrom('created', 'imported')),
  key: optional(fc.constantFrom('created', 'imported')),
  logGroup: optional(fc.constantFrom('created', 'imported')),
  events: optional(
    fc.oneof(
      fc.constantFrom('all', 'none'),
      fc.record({ buckets: fc.nat(3), functions: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ buckets: fc.integer({ min: 1, max: 3 }), functions: fc.nat(3) }),
    ),
  ),
  removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
  alarms: fc.array(fc.record({ failedSignIns: counts, refusedCalls: counts }, { requiredKeys: [] }), { maxLength: 1 }),
}) as fc.Arbitrary<Trail>;

holdsForRandomProps<Trail>('AuditTrail', {
  valid,
  build,
  safeChange: fc.record({
    events: fc.constantFrom('all' as const, 'none' as const, { buckets: 2, functions: 0 }),
    alarms: fc.constantFrom([], [{ failedSignIns: 5 }]),
  }),
  runs: 400,
});

const noCount = fc.oneof(fc.integer({ max: 0 }), fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY));

refusesRandomProps<Trail>('AuditTrail', {
  build,
  runs: 200,
  invalid: fc.oneof(
    validBut(
      valid,
      'failedSignIns',
      noCount.map((failedSignIns) => ({ alarms: [{ failedSignIns }] })),
    ),
    validBut(
      valid,
      'refusedCalls',
      noCount.map((refusedCalls) => ({ alarms: [{ refusedCalls }] })),
    ),
    validBut(valid, 'addAlarms', fc.constant({ alarms: [{}, {}] })),
    validBut(valid, 'dataEvents', fc.constant({ events: { buckets: 0, functions: 0 } })),
    validBut(
      valid,
      'dataEvents',
      fc.constant({ bucket: 'created' as const, events: { buckets: 1, functions: 0, own: true } }),
    ),
    validBut(valid, 'dataEvents', fc.constant({ events: { buckets: 500, functions: 0 } })),
    validBut(valid, 'removalPolicy', fc.constant({ removal: 'SNAPSHOT' as const })),
  ),
});
