import { judgements, outcomes, type Resources, testSeeds } from './seeded';

const x = { Ref: 'X' };
const arn = { 'Fn::GetAtt': ['X', 'Arn'] };
const bucket = (Rules: unknown[] | undefined, more: Resources = {}): Resources => ({
  X: { Type: 'AWS::S3::Bucket', Properties: Rules && { LifecycleConfiguration: { Rules } } },
  ...more,
});
const trail: Resources = { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: x } } };
const enabled = (more: object) => ({ Status: 'Enabled', ...more });
const moved = (StorageClass: string, TransitionInDays: number) =>
  enabled({ Transitions: [{ StorageClass, TransitionInDays }] });
const key = (DeletionPolicy: string | undefined, more: Resources): Resources => ({
  X: { Type: 'AWS::KMS::Key', ...(DeletionPolicy && { DeletionPolicy }) },
  ...more,
});
const kept = (Type: string, Properties: object, DeletionPolicy = 'Retain'): Resources => ({
  Kept: { Type, Properties, DeletionPolicy },
});
const logs = kept('AWS::Logs::LogGroup', { KmsKeyId: arn });

testSeeds([
  {
    rule: 'PCI.S3.12',
    bad: bucket([enabled({ ExpirationInDays: 90 })], trail),
    good: bucket([enabled({ ExpirationInDays: '365' })], trail),
  },
  { rule: 'PCI.KMS.6', bad: key('Delete', logs), good: key('Retain', logs) },
]);

const short = [enabled({ ExpirationInDays: 30 })];
const takes = (Type: string, Properties: object): Resources => ({ Source: { Type, Properties } });

test.each<[string, Resources]>([
  ['flow logs', takes('AWS::EC2::FlowLog', { LogDestination: arn })],
  ['logs of a firewall', takes('AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: [arn] })],
  ['questions for names', takes('AWS::Route53Resolver::ResolverQueryLoggingConfig', { DestinationArn: arn })],
  [
    'logs of a load balancer',
    takes('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: [{ Key: 'access_logs.s3.bucket', Value: x }],
    }),
  ],
])('PCI.S3.12 looks at %s', (_name, source) => {
  expect(outcomes('PCI.S3.12', bucket(short, source))).toEqual(['violated']);
});

test('PCI.S3.12 looks at who reads other buckets, and at no data', () => {
  const Properties = { LoggingConfiguration: { DestinationBucketName: x } };
  const both = bucket(short, { Data: { Type: 'AWS::S3::Bucket', Properties } });
  expect(outcomes('PCI.S3.12', both)).toEqual(['violated', 'not-applicable']);
});

test.each<[string, unknown[] | undefined, string]>([
  ['no lifecycle', undefined, 'satisfied'],
  ['a rule that is off', [{ Status: 'Disabled', ExpirationInDays: 1 }], 'satisfied'],
  ['a rule that may be on', [{ Status: { Ref: 'S' }, ExpirationInDays: 1 }], 'violated'],
  ['a second rule that ends a folder', [enabled({}), enabled({ Prefix: 'a', ExpirationInDays: 7 })], 'violated'],
  ['a day on which all ends', [enabled({ ExpirationDate: '2027-01-01T00:00:00Z' })], 'violated'],
  ['a time that is open', [enabled({ ExpirationInDays: { Ref: 'Days' } })], 'undecidable'],
  ['an archive after a month', [moved('GLACIER', 30)], 'violated'],
  ['an archive after three months', [moved('DEEP_ARCHIVE', 90)], 'satisfied'],
  ['an archive that answers at once', [moved('GLACIER_IR', 1)], 'satisfied'],
  [
    'one move, as templates had it once',
    [enabled({ Transition: { StorageClass: 'GLACIER', TransitionInDays: 1 } })],
    'violated',
  ],
])('PCI.S3.12: %s', (_name, Rules, outcome) => {
  expect(outcomes('PCI.S3.12', bucket(Rules, trail))).toEqual([outcome]);
});

const encrypted = {
  ServerSideEncryptionConfiguration: [
    { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn } },
  ],
};

test.each<[string, Resources, string]>([
  ['a bucket that stays', key('Delete', kept('AWS::S3::Bucket', { BucketEncryption: encrypted })), 'violated'],
  ['what is left out, which is Delete', key(undefined, logs), 'violated'],
  ['a log that goes as well', key('Delete', kept('AWS::Logs::LogGroup', { KmsKeyId: arn }, 'Delete')), 'satisfied'],
  ['a snapshot', key('Delete', kept('AWS::RDS::DBCluster', { KmsKeyId: x }, 'Snapshot')), 'violated'],
  [
    'a database whose template says nothing',
    key('Delete', { Db: { Type: 'AWS::RDS::DBCluster', Properties: { KmsKeyId: x } } }),
    'violated',
  ],
  [
    'the files of a trail',
    key('Delete', {
      Files: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { KMSKeyId: x, S3BucketName: { Ref: 'Files' } } },
    }),
    'violated',
  ],
  ['a log under another key', key('Delete', kept('AWS::Logs::LogGroup', { KmsKeyId: 'arn:x' })), 'satisfied'],
  ['a key that stays once it was made', key('RetainExceptOnCreate', logs), 'satisfied'],
])('PCI.KMS.6: %s', (_name, Resources, outcome) => {
  expect(outcomes('PCI.KMS.6', Resources)).toEqual([outcome]);
});

const emptied: Resources = { Emptier: { Type: 'Custom::S3AutoDeleteObjects', Properties: { BucketName: x } } };
const group = (DeletionPolicy?: string): Resources => ({
  X: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 365 }, ...(DeletionPolicy && { DeletionPolicy }) },
});

test.each<[string, string, Resources, string]>([
  ['a log group that goes', 'PCI.Logs.1', group('Delete'), '365; gone with its stack'],
  ['a log group that says nothing', 'PCI.Logs.1', group(), '365; gone with its stack'],
  ['a log group that stays', 'PCI.Logs.1', group('Retain'), '365'],
  ['a bucket that is emptied', 'PCI.S3.12', bucket([], { ...trail, ...emptied }), 'an empty list; gone with its stack'],
  ['a bucket that nobody empties', 'PCI.S3.12', bucket([], trail), 'an empty list'],
])('what is kept is told with its end: %s', (_name, rule, resources, found) => {
  expect(judgements(rule, resources)[0]).toMatchObject({ outcome: 'satisfied', found });
});

test.each<[string, object, string]>([
  ['a year in days', { Days: 365 }, 'satisfied'],
  ['a year', { Years: 1 }, 'satisfied'],
  ['a month', { Days: 30 }, 'violated'],
  ['nothing', {}, 'violated'],
])('PCI.S3.11: a trail is locked for %s', (_name, retention, outcome) => {
  const ObjectLockConfiguration = { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', ...retention } } };
  const Properties = { ObjectLockEnabled: true, ObjectLockConfiguration };
  expect(outcomes('PCI.S3.11', { X: { Type: 'AWS::S3::Bucket', Properties }, ...trail })).toEqual([outcome]);
});

test('a key is told with what is kept under it', () => {
  expect(judgements('PCI.KMS.6', key('Delete', logs))).toMatchObject([{ found: 'Delete; kept: Kept' }]);
});
