import { outcomes, type Resources } from './seeded';

const cluster = (more: object, others: Resources = {}): Resources => ({
  Db: { Type: 'AWS::RDS::DBCluster', Properties: more },
  ...others,
});
const instance = (more: object, others: Resources = {}): Resources => ({
  Db: { Type: 'AWS::RDS::DBInstance', Properties: more },
  ...others,
});
const key = { KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1' };

describe.each(['SnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDbClusterResourceId'])(
  'a cluster that is restored by %s',
  (source) => {
    const restored = { [source]: 'x' };

    test.each<[string, object, object]>([
      ['is as its source was', {}, { 1: 'undecidable', 9: 'undecidable', 14: 'undecidable' }],
      ['is so too where it asks for encryption', { StorageEncrypted: true }, { 1: 'undecidable', 14: 'undecidable' }],
      ['is encrypted with its key', key, { 1: 'satisfied', 14: 'satisfied' }],
      ['may refuse the key that it names', { ...key, StorageEncrypted: false }, { 1: 'undecidable', 14: 'satisfied' }],
      ['has a key of AWS if it says so', { KmsKeyId: 'alias/aws/rds' }, { 1: 'satisfied', 14: 'violated' }],
      ['says what its administrator is called', { MasterUsername: 'admin' }, { 9: 'violated' }],
    ])('%s', (_what, more, expected) => {
      for (const [rule, outcome] of Object.entries(expected))
        expect([rule, outcomes(`PCI.RDS.${rule}`, cluster({ ...restored, ...more }))]).toEqual([rule, [outcome]]);
    });
  },
);

describe.each([
  'DBSnapshotIdentifier',
  'DBClusterSnapshotIdentifier',
  'SourceDBInstanceIdentifier',
  'SourceDbiResourceId',
  'SourceDBInstanceAutomatedBackupsArn',
  'SourceDBClusterIdentifier',
])('an instance that comes from %s', (source) => {
  test.each(['PCI.RDS.2', 'PCI.RDS.19', 'PCI.RDS.22'])('%s is as its source was', (rule) => {
    expect(outcomes(rule, instance({ [source]: 'x', StorageEncrypted: true }))).toEqual(['undecidable']);
  });

  test('may run what its source runs', () => {
    expect(outcomes('PCI.RDS.17', instance({ [source]: 'x' }))).toEqual(['undecidable']);
  });
});

test.each<[string, string, Resources, string[]]>([
  [
    'a snapshot without a name makes an empty database',
    'PCI.RDS.2',
    instance({ DBSnapshotIdentifier: '' }),
    ['violated'],
  ],
  ['a snapshot keeps its key', 'PCI.RDS.22', instance({ DBSnapshotIdentifier: 'x', ...key }), ['undecidable']],
  [
    'a copy may have one of its own',
    'PCI.RDS.22',
    instance({ SourceDBInstanceIdentifier: 'x', ...key }),
    ['satisfied'],
  ],
  [
    'a copy of a cluster, encrypted',
    'PCI.RDS.1',
    cluster({ ReplicationSourceIdentifier: 'x', StorageEncrypted: true }),
    ['satisfied'],
  ],
  ['a copy of a cluster, left open', 'PCI.RDS.1', cluster({ ReplicationSourceIdentifier: 'x' }), ['undecidable']],
  ['a member of a global database', 'PCI.RDS.9', cluster({ GlobalClusterIdentifier: 'x' }), ['undecidable']],
  [
    'a copy of a database of the app',
    'PCI.RDS.2',
    instance(
      { SourceDBInstanceIdentifier: { Ref: 'First' } },
      { First: { Type: 'AWS::RDS::DBInstance', Properties: { StorageEncrypted: true } } },
    ),
    ['satisfied', 'satisfied'],
  ],
  [
    'a copy of one that is not encrypted',
    'PCI.RDS.2',
    instance({ SourceDBInstanceIdentifier: { Ref: 'First' } }, { First: { Type: 'AWS::RDS::DBInstance' } }),
    ['violated', 'violated'],
  ],
  [
    'a password in the template',
    'PCI.RDS.10',
    cluster({ SnapshotIdentifier: 'x', MasterUserPassword: 'hunter2' }),
    ['violated'],
  ],
  [
    'a password beside that of RDS',
    'PCI.RDS.10',
    cluster({ ManageMasterUserPassword: true, MasterUserPassword: 'hunter2' }),
    ['violated'],
  ],
  ['a copy of itself', 'PCI.RDS.1', cluster({ ReplicationSourceIdentifier: { Ref: 'Db' } }), ['undecidable']],
  ['a replica', 'PCI.RDS.20', instance({ SourceDBInstanceIdentifier: 'x' }), ['satisfied']],
  [
    'what is restored to a point in time is none',
    'PCI.RDS.20',
    instance({ SourceDBInstanceIdentifier: 'x', UseLatestRestorableTime: true }),
    ['violated'],
  ],
])('%s: %s', (_name, rule, resources, expected) => {
  expect(outcomes(rule, resources)).toEqual(expected);
});

const secret = (SecretStringTemplate?: string): Resources => ({
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: { SecretStringTemplate } } },
});
const named = (name: unknown, others: Resources = {}) => cluster({ MasterUsername: name }, others);
const fromSecret = { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:username::}}' };

test.each<[string, Resources, string]>([
  ['a name that everybody knows, in a secret', named(fromSecret, secret('{"username":"postgres"}')), 'violated'],
  ['another one', named(fromSecret, secret('{"username":"ledger"}')), 'satisfied'],
  ['a secret that does not say', named(fromSecret, secret()), 'undecidable'],
  ['a template that is no JSON', named(fromSecret, secret('username')), 'undecidable'],
  ['a secret of another app', named('{{resolve:secretsmanager:db:SecretString:username}}'), 'undecidable'],
])('PCI.RDS.9, %s: %s', (_name, resources, outcome) => {
  expect(outcomes('PCI.RDS.9', resources)).toEqual([outcome]);
});
