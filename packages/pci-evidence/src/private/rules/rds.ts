import {
  absent,
  accountKey,
  all,
  any,
  asWritten,
  between,
  has,
  isFalse,
  isTrue,
  judge,
  possibly,
  possiblyAbsent,
  present,
  someItem,
  target,
  when,
} from '../checks';
import type { Check, Rule } from '../rule';
import { describe } from '../template/possibility';
import { CLUSTER_RESTORES, CLUSTER_SOURCES, INSTANCE_SOURCES, inherits, originOf, ownAdminName } from './rds-origin';
import { clusterParameter, isOn } from './rds-parameters';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html';

/** A database that is made from another may leave its engine to that one. */
export const runs =
  (engine: RegExp): Check =>
  (database, reader) => {
    const judgement = possibly('Engine', (value) => engine.test(String(value)))(database, reader);
    const inherited = judgement.found === 'nothing' && originOf(database, INSTANCE_SOURCES, reader) !== undefined;
    return inherited ? { ...judgement, outcome: 'undecidable' } : judgement;
  };
export const isPostgres = runs(/postgres/);
export const isMysql = runs(/mysql|mariadb/);
/** What a cluster leaves out, its instances say. */
const saysUpgrade = possibly('AutoMinorVersionUpgrade', (value) => value !== undefined);

/** In a subnet group it has no public address unless it says so. */
const isPrivateCluster: Check = any(
  isFalse('PubliclyAccessible'),
  all(absent('PubliclyAccessible'), present('DBSubnetGroupName')),
);
/** The instances of Aurora have addresses, not the cluster. */
const isOfInstances = possibly('Engine', (value) => !/^aurora/.test(String(value)));
/** A member of an Aurora cluster takes storage, backups and logs from the cluster. */
export const standsAlone = possiblyAbsent('DBClusterIdentifier');

export const exportsLog = (...kinds: readonly string[]): Check =>
  someItem(
    'EnableCloudwatchLogsExports',
    (item) => judge(item, (value) => kinds.includes(String(value)), kinds.join(' or ')),
    `a log of ${kinds.join(' or ')}`,
  );

/** A cluster may say so for all its instances. */
const isMonitored = all(between('MonitoringInterval', 1, 60), present('MonitoringRoleArn'));

/** `{{resolve:...}}`, or nothing: RDS keeps the password itself, or has it from a snapshot. */
const passwordFromSecret: Check = (resource, reader) =>
  judge(
    reader.read(resource, 'MasterUserPassword').map((one) => asWritten(resource, one)),
    (value) => value === undefined || /^\{\{resolve:(secretsmanager|ssm-secure):/.test(String(value)),
    'nothing, or a reference to a secret',
  );

/** A restored cluster is encrypted where it has a key, and otherwise where the data were. */
const encryptedCluster: Check = inherits(
  CLUSTER_RESTORES,
  'KmsKeyId',
  inherits(['ReplicationSourceIdentifier'], 'StorageEncrypted', (cluster, reader) => {
    const restored = originOf(cluster, CLUSTER_RESTORES, reader) !== undefined;
    const judgement = isTrue('StorageEncrypted')(cluster, reader);
    if (!restored || judgement.outcome === 'satisfied') return judgement;
    const left = reader.read(cluster, 'StorageEncrypted').every(({ kind }) => kind === 'absent');
    const found = reader.read(cluster, 'KmsKeyId').map(describe).join(' or ');
    return left
      ? { ...judgement, outcome: 'satisfied', path: 'Properties.KmsKeyId', found }
      : { ...judgement, outcome: 'undecidable' };
  }),
);

export const RDS_RULES: readonly Rule[] = [
  {
    id: 'PCI.RDS.1',
    title: 'A database is encrypted at rest',
    requirement: '3.5.1',
    related: ['3.6.1', '8.3.2'],
    severity: 'critical',
    resourceTypes: [CLUSTER],
    why: 'Disks, snapshots and backups must be unreadable to whoever gets at them. For card numbers that alone is not enough (3.5.1.2): the application makes these unreadable as well.',
    fix: 'Set StorageEncrypted to true. Encryption cannot be switched on later without a new cluster.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html',
    covers: ['prowler:rds_cluster_storage_encrypted', 'pulumi:rds-cluster-disallow-unencrypted-storage'],
    check: encryptedCluster,
  },
  {
    id: 'PCI.RDS.2',
    title: 'A database instance of its own is encrypted at rest',
    requirement: '3.5.1',
    related: ['3.6.1', '8.3.2'],
    severity: 'critical',
    resourceTypes: [INSTANCE],
    why: 'Disks, snapshots and backups must be unreadable to whoever gets at them. For card numbers that alone is not enough (3.5.1.2): the application makes these unreadable as well.',
    fix: 'Set StorageEncrypted to true.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
    covers: ['prowler:rds_instance_storage_encrypted', 'pulumi:rds-instance-disallow-unencrypted-storage'],
    check: when(standsAlone, inherits(INSTANCE_SOURCES, undefined, isTrue('StorageEncrypted'))),
  },
  {
    id: 'PCI.RDS.3',
    title: 'A PostgreSQL database refuses connections without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: [CLUSTER],
    why: 'Credentials and card data must not cross the network in clear text, on the reader endpoint neither.',
    fix: 'Attach a cluster parameter group with rds.force_ssl = 1.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html',
    covers: ['pulumi:rds-clusterinstance-ssl-encryption'],
    check: when(
      isPostgres,
      all(
        clusterParameter('rds.force_ssl', isOn, '1'),
        clusterParameter('ssl_min_protocol_version', (value) => !/^TLSv1(\.1)?$/.test(String(value)), 'TLSv1.2'),
      ),
    ),
  },
  {
    id: 'PCI.RDS.4',
    title: 'A MySQL database refuses connections without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: [CLUSTER],
    why: 'Credentials and card data must not cross the network in clear text, on the reader endpoint neither.',
    fix: 'Attach a cluster parameter group with require_secure_transport = ON.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Security.html',
    covers: ['pulumi:rds-clusterinstance-ssl-encryption'],
    check: when(isMysql, clusterParameter('require_secure_transport', isOn, 'ON')),
  },
  {
    id: 'PCI.RDS.5',
    title: 'A PostgreSQL cluster sends its log to CloudWatch Logs',
    requirement: '10.2.1',
    related: ['10.3.3', '10.4.2'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'Access to card data must leave a trail outside the database that wrote it.',
    fix: "Add 'postgresql' to EnableCloudwatchLogsExports.",
    source: HUB,
    covers: ['securityhub:RDS.37', 'prowler:rds_cluster_integration_cloudwatch_logs', 'pulumi:rds-audit-logging'],
    check: when(isPostgres, exportsLog('postgresql')),
  },
  {
    id: 'PCI.RDS.6',
    title: 'A MySQL cluster sends its audit log to CloudWatch Logs',
    requirement: '10.2.1',
    related: ['10.3.3', '10.4.2'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'Access to card data must leave a trail outside the database that wrote it.',
    fix: "Add 'audit' to EnableCloudwatchLogsExports, and server_audit_logging = 1 to the cluster parameter group.",
    source: HUB,
    covers: ['securityhub:RDS.34', 'prowler:rds_cluster_integration_cloudwatch_logs', 'pulumi:rds-audit-logging'],
    check: when(isMysql, exportsLog('audit')),
  },
  {
    id: 'PCI.RDS.7',
    title: 'Deployments of a new minor version reach the database',
    requirement: '6.3.3',
    related: [],
    severity: 'high',
    resourceTypes: [INSTANCE, CLUSTER],
    why: 'Minor versions carry security fixes.',
    fix: 'Set AutoMinorVersionUpgrade to true, or leave it out, which means the same.',
    source: HUB,
    covers: [
      'securityhub:RDS.13',
      'securityhub:RDS.35',
      'prowler:rds_instance_minor_version_upgrade_enabled',
      'pulumi:rds-instance-managed-service-patching',
      'pulumi:rds-clusterinstance-managed-service-patching',
    ],
    check: (database, reader) =>
      database.type === CLUSTER
        ? when(saysUpgrade, isTrue('AutoMinorVersionUpgrade'))(database, reader)
        : has('AutoMinorVersionUpgrade', (value) => value === undefined || value === true, 'true')(database, reader),
  },
  {
    id: 'PCI.RDS.8',
    title: 'A database has no public address',
    requirement: '1.4.4',
    related: ['1.3.1', '1.4.2'],
    severity: 'critical',
    resourceTypes: [INSTANCE, CLUSTER],
    why: 'Systems that store card data must not be reachable from networks that are not trusted.',
    fix: 'Set PubliclyAccessible to false: what it is when left out hangs on the subnets.',
    source: HUB,
    covers: [
      'securityhub:RDS.2',
      'prowler:rds_instance_no_public_access',
      'pulumi:rds-instance-disallow-public-access',
      'pulumi:rds-cluster-instance-disallow-public-access',
    ],
    check: (database, reader) =>
      database.type === CLUSTER
        ? when(isOfInstances, isPrivateCluster)(database, reader)
        : isFalse('PubliclyAccessible')(database, reader),
  },
  {
    id: 'PCI.RDS.9',
    title: 'The administrator of a database does not have a name that everybody knows',
    requirement: '2.2.2',
    related: ['8.2.1'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'Vendor defaults are the first thing an attacker tries.',
    fix: 'Choose a MasterUsername of your own; it cannot be changed later.',
    source: HUB,
    covers: ['securityhub:RDS.24'],
    check: ownAdminName(...CLUSTER_SOURCES, 'GlobalClusterIdentifier'),
  },
  {
    id: 'PCI.RDS.10',
    title: 'The password of a database stands in a secret, never in the template',
    requirement: '8.6.2',
    related: ['8.3.2', '2.2.2'],
    severity: 'critical',
    resourceTypes: [CLUSTER, INSTANCE],
    why: 'Whoever may read the template or its history would know the password.',
    fix: 'Use ManageMasterUserPassword, or a dynamic reference to Secrets Manager.',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
    covers: ['pulumi:rds-secure-master-credentials'],
    check: passwordFromSecret,
  },
  {
    id: 'PCI.RDS.11',
    title: 'A database is backed up for at least a week',
    requirement: '12.10.1',
    related: [],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'An incident plan needs something to restore from; CloudFormation keeps one day unless told otherwise.',
    fix: 'Set BackupRetentionPeriod to 7 or more.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html',
    check: between('BackupRetentionPeriod', 7, 35),
  },
  {
    id: 'PCI.RDS.12',
    title: 'Each application signs in to the database as itself',
    requirement: '8.2.1',
    related: ['7.2.5', '8.6.1'],
    severity: 'low',
    resourceTypes: [CLUSTER],
    why: 'IAM authentication gives every workload an identity and a password that lasts minutes.',
    fix: 'Set EnableIAMDatabaseAuthentication to true.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html',
    covers: ['prowler:rds_cluster_iam_authentication_enabled', 'pulumi:rds-iam-authentication'],
    check: isTrue('EnableIAMDatabaseAuthentication'),
  },
  {
    id: 'PCI.RDS.13',
    title: 'The operating system of a database is monitored',
    requirement: '10.7.2',
    related: ['10.4.1'],
    severity: 'low',
    resourceTypes: [INSTANCE],
    why: 'A failing or abused instance shows in processes and memory before it shows in queries.',
    fix: 'Set MonitoringInterval to 60 or less and MonitoringRoleArn to a role that RDS may take.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.html',
    covers: ['pulumi:rds-instance-enhanced-monitoring', 'pulumi:rds-clusterinstance-enhanced-monitoring'],
    check: any(
      isMonitored,
      target('DBClusterIdentifier', isMonitored, ({ kind }) => kind === 'absent'),
    ),
  },
  {
    id: 'PCI.RDS.14',
    title: 'A database cluster is encrypted with a key of the account',
    requirement: '3.6.1',
    related: ['3.5.1', '3.5.1.3', '3.6.1.2', '3.7.1'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'A key of the account has a policy, a rotation and an end that the account decides on.',
    fix: 'Set KmsKeyId to a key of Key Management Service.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html',
    covers: ['pulumi:rds-cluster-configure-customer-managed-key'],
    check: inherits(CLUSTER_SOURCES, 'KmsKeyId', accountKey('KmsKeyId')),
  },
];
