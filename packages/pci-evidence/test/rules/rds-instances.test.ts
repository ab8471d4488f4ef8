import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const PG = { Engine: 'postgres', EngineVersion: '14.9' };
const MARIADB = { Engine: 'mariadb' };
const instance = (more: object, Parameters?: object): Resources => ({
  Db: {
    Type: 'AWS::RDS::DBInstance',
    Properties: { ...(Parameters && { DBParameterGroupName: { Ref: 'Group' } }), ...more },
  },
  ...(Parameters && { Group: { Type: 'AWS::RDS::DBParameterGroup', Properties: { Parameters } } }),
});
const logs = (...names: string[]) => ({ EnableCloudwatchLogsExports: names });

const seeds: Seed[] = [
  { rule: 'PCI.RDS.17', bad: instance(PG, {}), good: instance(PG, { 'rds.force_ssl': 1 }) },
  {
    rule: 'PCI.RDS.18',
    bad: instance({ ...PG, ...logs('upgrade') }),
    good: instance({ ...PG, ...logs('postgresql') }),
  },
  { rule: 'PCI.RDS.19', bad: instance({ MasterUsername: 'root' }), good: instance({ MasterUsername: 'ledger' }) },
  { rule: 'PCI.RDS.20', bad: instance({ BackupRetentionPeriod: 0 }), good: instance({ BackupRetentionPeriod: '14' }) },
  { rule: 'PCI.RDS.21', bad: instance(PG), good: instance({ ...PG, EnableIAMDatabaseAuthentication: true }) },
  { rule: 'PCI.RDS.22', bad: instance({ StorageEncrypted: true }), good: instance({ KmsKeyId: 'arn:x' }) },
];
testSeeds(seeds);

test.each(['PCI.RDS.2', ...seeds.map(({ rule }) => rule)])('%s leaves a member of a cluster to the cluster', (rule) => {
  const member = (id: unknown) => instance({ DBClusterIdentifier: id, Engine: 'aurora-mysql' });
  const cluster: Resources = { Cluster: { Type: 'AWS::RDS::DBCluster' } };
  expect(outcomes(rule, member('ledger'))).toEqual(['not-applicable']);
  expect(outcomes(rule, { ...member({ Ref: 'Cluster' }), ...cluster })).toEqual(['not-applicable']);
});

test.each<[string, string, Resources, string]>([
  ['MariaDB without the parameter', 'PCI.RDS.17', instance(MARIADB, {}), 'violated'],
  ['MariaDB with it', 'PCI.RDS.17', instance(MARIADB, { require_secure_transport: '1' }), 'satisfied'],
  ['a version that forces TLS', 'PCI.RDS.17', instance({ ...PG, EngineVersion: '16.4' }), 'satisfied'],
  [
    'a version that is told not to',
    'PCI.RDS.17',
    instance({ ...PG, EngineVersion: '16.4' }, { 'rds.force_ssl': '0' }),
    'violated',
  ],
  ['MariaDB that forces TLS', 'PCI.RDS.17', instance({ ...MARIADB, EngineVersion: '11.8.3' }), 'satisfied'],
  ['MySQL that does not yet', 'PCI.RDS.17', instance({ Engine: 'mysql', EngineVersion: '8.4.6' }), 'violated'],
  ['a parameter group elsewhere', 'PCI.RDS.17', instance({ ...PG, DBParameterGroupName: 'x' }), 'undecidable'],
  ['MariaDB with errors alone', 'PCI.RDS.18', instance({ ...MARIADB, ...logs('error') }), 'violated'],
  ['another engine with a log', 'PCI.RDS.18', instance({ Engine: 'sqlserver-se', ...logs('agent') }), 'satisfied'],
  ['another engine without', 'PCI.RDS.18', instance({ Engine: 'sqlserver-se' }), 'violated'],
  ['an engine that does not know IAM', 'PCI.RDS.21', instance({ Engine: 'oracle-ee' }), 'not-applicable'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});
