import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, type Stack, Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import {
  constructIds,
  holdsForRandomProps,
  optional,
  refusesRandomProps,
  validBut,
} from '../../../testing/src/random-props';
import { AuditBucket, AuditPurpose } from '../src';

const PURPOSES = {
  flowLogs: (accounts?: string[]) => AuditPurpose.flowLogs({ accounts }),
  trail: (accounts?: string[]) => AuditPurpose.trail({ accounts }),
  loadBalancerLogs: (accounts?: string[]) => AuditPurpose.loadBalancerLogs({ accounts }),
  serverAccessLogs: () => AuditPurpose.serverAccessLogs(),
  backups: () => AuditPurpose.backups(),
  data: () => AuditPurpose.data(),
};
type Purpose = keyof typeof PURPOSES;

/** An audit bucket in words; times are days. */
interface Audit {
  readonly id: string;
  readonly purpose: Purpose;
  readonly accounts?: string[];
  readonly key?: 'created' | 'imported';
  readonly archive?: number;
  readonly expire?: number;
  /** Which of the two is known only at deployment. */
  readonly token?: 'archive' | 'expire' | 'archive in hours' | 'expire in hours';
  readonly lock?: { readonly mode: 'governance' | 'compliance'; readonly days: number };
  readonly accessLogs?: 'created' | 'imported' | 'with a key' | 'locked';
  readonly removal?: keyof typeof RemovalPolicy;
  readonly grants: readonly { readonly what: 'read' | 'write' | 'readWrite'; readonly prefix?: string }[];
}

const TOKEN = Token.asNumber({ Ref: 'Days' });

function timeOf(props: Audit, prop: 'archive' | 'expire'): Duration | undefined {
  if (props.token === prop) return Duration.days(TOKEN);
  if (props.token === `${prop} in hours`) return Duration.hours(TOKEN);
  const days = props[prop];
  return days === undefined ? undefined : Duration.days(days);
}

function build(stack: Stack, props: Audit): void {
  const { purpose, removal, lock } = props;
  const keys = {
    created: () => new Key(stack, 'Key', { enableKeyRotation: true }),
    imported: () => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
  };
  const accessLogs = {
    created: () => new AuditBucket(stack, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs() }).bucket,
    imported: () => Bucket.fromBucketName(stack, 'AccessLogs', 'access-logs'),
    'with a key': () => new Bucket(stack, 'AccessLogs', { encryption: BucketEncryption.KMS_MANAGED }),
    locked: () => new Bucket(stack, 'AccessLogs', { objectLockEnabled: true }),
  };
  const audit = new AuditBucket(stack, props.id, {
    purpose: PURPOSES[purpose](props.accounts),
    encryptionKey: props.key && keys[props.key](),
    archiveAfter: timeOf(props, 'archive'),
    expireAfter: timeOf(props, 'expire'),
    objectLock: lock && ObjectLockRetention[lock.mode](Duration.days(lock.days)),
    serverAccessLogsBucket: props.accessLogs && accessLogs[props.accessLogs](),
    removalPolicy: removal && RemovalPolicy[removal],
  });
  const role = new Role(stack, 'Role', { assumedBy: new AccountPrincipal('111111111111') });
  for (const { what, prefix } of props.grants) {
    if (what === 'read') audit.grantRead(role, prefix);
    if (what === 'write') audit.grantWrite(role, prefix as string);
    if (what === 'readWrite') audit.grantReadWrite(role, prefix as string);
  }
}

const prefixes = fc.stringMatching(/^[a-zA-Z0-9!\-_.']{1,20}(\/[a-zA-Z0-9!\-_.']{1,20}){0,3}$/);

/** What is possible whatever else is chosen; `fitted` makes the rest agree with it. */
const choices = fc.record({
  id: constructIds,
  purpose: fc.constantFrom(...(Object.keys(PURPOSES) as Purpose[])),
  accounts: optional(fc.uniqueArray(fc.stringMatching(/^\d{12}$/), { minLength: 1, maxLength: 4 })),
  key: optional(fc.constantFrom('created', 'imported')),
  archive: optional(fc.integer({ min: 1, max: 36_499 })),
  expire: optional(fc.integer({ min: 2, max: 36_500 })),
  lock: optional(
    fc.record({ mode: fc.constantFrom('governance', 'compliance'), days: fc.integer({ min: 1, max: 3_650 }) }),
  ),
  accessLogs: optional(fc.constantFrom('created', 'imported')),
  removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
  grants: fc.array(
    fc.record(
      { what: fc.constantFrom('read', 'write', 'readWrite'), prefix: prefixes },
      { requiredKeys: ['what', 'prefix'] },
    ),
    { maxLength: 2 },
  ),
  token: optional(fc.constantFrom('archive', 'expire')),
}) as fc.Arbitrary<Audit>;

/** Leaves out what the other choices rule out, as the docs of each prop say. */
function fitted(audit: Audit): Audit {
  const { purpose, archive, expire, removal } = audit;
  const lock = purpose === 'serverAccessLogs' || removal === 'DESTROY' ? undefined : audit.lock;
  const least = Math.max(lock?.days ?? 1, (archive ?? 0) + 1);
  const fits = expire === undefined || expire >= least;
  return {
    ...audit,
    key: ['loadBalancerLogs', 'serverAccessLogs'].includes(purpose) ? undefined : audit.key,
    lock,
    expire: fits ? expire : least,
    grants: ['backups', 'data'].includes(purpose) ? audit.grants : audit.grants.filter(({ what }) => what === 'read'),
  };
}

const valid = choices.map(fitted);

/** The lifecycle and who may use the objects are settings of a bucket that is there. */
const safeChange = fc.record(
  {
    archive: fc.integer({ min: 1, max: 3_650 }),
    expire: fc.constantFrom(3_651, 36_500, undefined),
    grants: fc.constant([{ what: 'read' as const }]),
  },
  { requiredKeys: ['archive', 'expire'] },
);

holdsForRandomProps<Audit>('AuditBucket', { valid, build, safeChange, runs: 800 });

const wrong = (expected: string, change: fc.Arbitrary<Partial<Audit>>) =>
  validBut(
    valid.map((props): Audit => ({ ...props, token: undefined })),
    expected,
    change,
  );

const outside = fc.oneof(fc.integer({ min: 36_501 }), fc.constantFrom(0, 0.5, 30.25));
const noPrefix = fc.constantFrom('', '/', 'a/', '/a', 'a//b', '*', 'a*', 'a b', 'a(b', 'ä', '?');

refusesRandomProps<Audit>('AuditBucket', {
  build,
  runs: 400,
  invalid: fc.oneof(
    wrong(
      'archiveAfter',
      outside.map((archive) => ({ archive, expire: undefined })),
    ),
    wrong(
      'expireAfter',
      outside.map((expire) => ({ expire, archive: undefined })),
    ),
    wrong(
      'expireAfter',
      fc.tuple(fc.integer({ min: 2, max: 36_500 }), fc.nat(100)).map(([archive, less]) => ({
        archive,
        expire: Math.max(1, archive - less),
      })),
    ),
    wrong('encryptionKey', fc.constantFrom(...withoutKeys())),
    wrong(
      'objectLock',
      fc.integer({ min: 1, max: 3_650 }).map((days) => locked({ days, removal: 'DESTROY' })),
    ),
    wrong(
      'objectLock',
      fc.integer({ min: 1, max: 3_650 }).map((days) => locked({ days, purpose: 'serverAccessLogs' })),
    ),
    wrong(
      'objectLock',
      fc.integer({ min: 3, max: 3_650 }).map((days) => ({ ...locked({ days }), archive: 1, expire: days - 1 })),
    ),
    wrong('archiveAfter', fc.constant({ token: 'archive in hours' as const, expire: undefined, lock: undefined })),
    wrong('expireAfter', fc.constant({ token: 'expire in hours' as const, archive: undefined, lock: undefined })),
    wrong(
      'accounts',
      fc
        .constantFrom(
          [],
          ['1'],
          ['111111111111', '111111111111'],
          Array.from({ length: 51 }, () => '111111111111'),
        )
        .map((accounts) => ({ ...locked({ days: 1 }), accounts })),
    ),
    wrong(
      'serverAccessLogsBucket',
      fc.constantFrom({ accessLogs: 'with a key' as const }, { accessLogs: 'locked' as const }),
    ),
    wrong('removalPolicy', fc.constant({ removal: 'SNAPSHOT' as const })),
    wrong(
      'prefix',
      noPrefix.map((prefix) => ({ grants: [{ what: 'read' as const, prefix }] })),
    ),
  ),
});

function withoutKeys(): Partial<Audit>[] {
  const purposes = ['loadBalancerLogs', 'serverAccessLogs'] as const;
  return purposes.map((purpose) => ({ purpose, key: 'created', lock: undefined, grants: [] }));
}

function locked({ days, purpose = 'flowLogs', removal = 'RETAIN' }: { days: number } & Partial<Audit>): Partial<Audit> {
  return {
    purpose,
    removal,
    key: undefined,
    lock: { mode: 'governance', days },
    archive: undefined,
    expire: undefined,
    grants: [],
  };
}
