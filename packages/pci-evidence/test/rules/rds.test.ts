import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const PG = { Engine: 'aurora-postgresql' };
const MYSQL = { Engine: 'aurora-mysql' };
const cluster = (more: object, Parameters?: object): Resources => ({
  Db: {
    Type: 'AWS::RDS::DBCluster',
    Properties: { ...(Parameters && { DBClusterParameterGroupName: { Ref: 'Group' } }), ...more },
  },
  ...(Parameters && { Group: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Parameters } } }),
});
const instance = (more: object): Resources => ({ Db: { Type: 'AWS::RDS::DBInstance', Properties: more } });
const audit = { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DML' };
const pgaudit = { log_connections: '1', 'pgaudit.log': 'ddl,role,write' };

const seeds: Seed[] = [
  { rule: 'PCI.RDS.1', bad: cluster({ StorageEncrypted: 'false' }), good: cluster({ StorageEncrypted: 'true' }) },
  { rule: 'PCI.RDS.2', bad: instance({}), good: instance({ StorageEncrypted: true }) },
  { rule: 'PCI.RDS.3', bad: cluster(PG, { 'rds.force_ssl': '0' }), good: cluster(PG, { 'rds.force_ssl': '1' }) },
  {
    rule: 'PCI.RDS.4',
    bad: cluster(MYSQL, { require_secure_transport: 'OFF' }),
    good: cluster(MYSQL, { require_secure_transport: 'ON' }),
  },
  {
    rule: 'PCI.RDS.5',
    bad: cluster({ ...PG, EnableCloudwatchLogsExports: ['upgrade'] }),
    good: cluster({ ...PG, EnableCloudwatchLogsExports: ['postgresql'] }),
  },
  {
    rule: 'PCI.RDS.6',
    bad: cluster({ ...MYSQL, EnableCloudwatchLogsExports: ['error'] }),
    good: cluster({ ...MYSQL, EnableCloudwatchLogsExports: ['error', 'audit'] }),
  },
  { rule: 'PCI.RDS.7', bad: instance({ AutoMinorVersionUpgrade: false }), good: instance({}) },
  { rule: 'PCI.RDS.8', bad: instance({}), good: instance({ PubliclyAccessible: false }) },
  { rule: 'PCI.RDS.9', bad: cluster({ MasterUsername: 'Postgres' }), good: cluster({ MasterUsername: 'ledger' }) },
  {
    rule: 'PCI.RDS.10',
    bad: cluster({ MasterUserPassword: 'hunter2' }),
    good: cluster({ MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}' }),
  },
  { rule: 'PCI.RDS.11', bad: cluster({}), good: cluster({ BackupRetentionPeriod: 7 }) },
  { rule: 'PCI.RDS.12', bad: cluster({}), good: cluster({ EnableIAMDatabaseAuthentication: true }) },
  {
    rule: 'PCI.RDS.13',
    bad: instance({ MonitoringInterval: 0, MonitoringRoleArn: 'arn:x' }),
    good: instance({ MonitoringInterval: '60', MonitoringRoleArn: 'arn:x' }),
  },
  { rule: 'PCI.RDS.14', bad: cluster({ StorageEncrypted: true }), good: cluster({ KmsKeyId: 'arn:x' }) },
  {
    rule: 'PCI.RDS.15',
    bad: cluster(PG, pgaudit),
    good: cluster(PG, { ...pgaudit, shared_preload_libraries: 'pgaudit,pg_stat_statements' }),
  },
  {
    rule: 'PCI.RDS.16',
    bad: cluster(MYSQL, { ...audit, server_audit_events: 'CONNECT' }),
    good: cluster(MYSQL, audit),
  },
];
testSeeds(seeds);

test.each<[string, string, Resources, string]>([
  [
    'an old version of TLS',
    'PCI.RDS.3',
    cluster(PG, { 'rds.force_ssl': '1', ssl_min_protocol_version: 'TLSv1.1' }),
    'violated',
  ],
  [
    'a version of TLS that will do',
    'PCI.RDS.3',
    cluster(PG, { 'rds.force_ssl': '1', ssl_min_protocol_version: 'TLSv1.2' }),
    'satisfied',
  ],
  ['no parameter group', 'PCI.RDS.3', cluster(PG), 'violated'],
  ['a parameter group elsewhere', 'PCI.RDS.15', cluster({ ...PG, DBClusterParameterGroupName: 'x' }), 'undecidable'],
  [
    'the parameter group of AWS',
    'PCI.RDS.15',
    cluster({ ...PG, DBClusterParameterGroupName: 'default.aurora-postgresql16' }),
    'violated',
  ],
  [
    'sign-ins and definitions alone',
    'PCI.RDS.15',
    cluster(PG, { log_connections: 1, log_statement: 'ddl' }),
    'violated',
  ],
  [
    'rights alone',
    'PCI.RDS.15',
    cluster(PG, { ...pgaudit, 'pgaudit.log': 'role', shared_preload_libraries: 'pgaudit' }),
    'violated',
  ],
  ['every query', 'PCI.RDS.16', cluster(MYSQL, { ...audit, server_audit_events: 'CONNECT, QUERY' }), 'satisfied'],
  ['rights alone', 'PCI.RDS.16', cluster(MYSQL, { ...audit, server_audit_events: 'CONNECT,QUERY_DCL' }), 'violated'],
  ['a cluster of zones in public', 'PCI.RDS.8', cluster({ Engine: 'mysql', PubliclyAccessible: true }), 'violated'],
  ['one that is left to the network', 'PCI.RDS.8', cluster({ Engine: 'mysql' }), 'violated'],
  ['one in a subnet group', 'PCI.RDS.8', cluster({ Engine: 'mysql', DBSubnetGroupName: 'x' }), 'satisfied'],
  ['a cluster whose instances have addresses', 'PCI.RDS.8', cluster(PG), 'not-applicable'],
  ['a cluster that stays behind', 'PCI.RDS.7', cluster({ AutoMinorVersionUpgrade: false }), 'violated'],
  [
    'statements instead of pgaudit',
    'PCI.RDS.15',
    cluster(PG, { log_connections: 1, log_statement: 'mod' }),
    'satisfied',
  ],
  ['sign-ins that nobody writes down', 'PCI.RDS.15', cluster(PG, { log_statement: 'all' }), 'violated'],
  ['another engine', 'PCI.RDS.15', cluster(MYSQL), 'not-applicable'],
  ['an audit log that is off', 'PCI.RDS.16', cluster(MYSQL, { ...audit, server_audit_logging: 0 }), 'violated'],
  ['a member of a cluster', 'PCI.RDS.2', instance({ DBClusterIdentifier: 'c' }), 'not-applicable'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});

test('a cluster may measure for its instances', () => {
  const member = instance({ DBClusterIdentifier: { Ref: 'Cluster' } });
  const measured = { MonitoringInterval: 60, MonitoringRoleArn: 'arn:x' };
  const judged = (Properties: object) =>
    outcomes('PCI.RDS.13', { ...member, Cluster: { Type: 'AWS::RDS::DBCluster', Properties } });
  expect([judged(measured), judged({})]).toEqual([['satisfied'], ['violated']]);
});
