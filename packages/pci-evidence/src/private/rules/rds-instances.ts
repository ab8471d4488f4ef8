import { absent, accountKey, all, any, between, has, isTrue, present, type Test, target, when } from '../checks';
import type { Check, Rule } from '../rule';
import { exportsLog, isMysql, isPostgres, runs, standsAlone } from './rds';
import { INSTANCE_SNAPSHOTS, INSTANCE_SOURCES, inherits, ownAdminName } from './rds-origin';
import { isDefaultGroup, isOn } from './rds-parameters';

const INSTANCE = 'AWS::RDS::DBInstance';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html';

const knowsIam = runs(/postgres|mysql|mariadb/);

/** A parameter of the group that an instance has. */
const parameter = (name: string, test: Test): Check =>
  target('DBParameterGroupName', has(['Parameters', name], test, `${name} = 1`), isDefaultGroup);

/** The first versions that refuse plain connections by themselves, unless a parameter says otherwise. */
const FIRST_WITH_TLS: readonly (readonly [engine: RegExp, version: number])[] = [
  [/postgres/, 15],
  [/mysql/, 9.7],
  [/mariadb/, 11.8],
];

const refusesPlain = (name: string): Check =>
  any(
    parameter(name, isOn),
    ...FIRST_WITH_TLS.map(([engine, version]) =>
      all(
        has('Engine', (value) => engine.test(String(value)), String(engine)),
        has('EngineVersion', (value) => Number.parseFloat(String(value)) >= version, `${version} or newer`),
        any(
          absent('DBParameterGroupName'),
          parameter(name, (value) => value === undefined),
        ),
      ),
    ),
  );

/** A replica is backed up at its source; what is restored to a point in time stands alone. */
const isReplica: Check = all(
  any(present('SourceDBInstanceIdentifier'), present('SourceDBClusterIdentifier')),
  absent('RestoreTime'),
  absent('UseLatestRestorableTime'),
);

/** Rules of databases that no cluster keeps. */
export const RDS_INSTANCE_RULES: readonly Rule[] = [
  {
    id: 'PCI.RDS.17',
    title: 'A database instance of its own refuses connections without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: [INSTANCE],
    why: 'Credentials and card data must not cross the network in clear text.',
    fix: 'Attach a parameter group with rds.force_ssl = 1 (PostgreSQL) or require_secure_transport = 1 (MySQL, MariaDB).',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html',
    covers: ['pulumi:rds-instance-ssl-encryption'],
    check: when(
      standsAlone,
      all(when(isPostgres, refusesPlain('rds.force_ssl')), when(isMysql, refusesPlain('require_secure_transport'))),
    ),
  },
  {
    id: 'PCI.RDS.18',
    title: 'A database instance of its own sends its log to CloudWatch Logs',
    requirement: '10.2.1',
    related: ['10.3.3', '10.4.2'],
    severity: 'medium',
    resourceTypes: [INSTANCE],
    why: 'Access to card data must leave a trail outside the database that wrote it.',
    fix: "Set EnableCloudwatchLogsExports, with 'postgresql' for PostgreSQL, 'audit' or 'general' for MySQL and MariaDB.",
    source: HUB,
    covers: ['securityhub:RDS.9', 'securityhub:RDS.36', 'prowler:rds_instance_integration_cloudwatch_logs'],
    check: when(
      standsAlone,
      all(
        present('EnableCloudwatchLogsExports'),
        when(isPostgres, exportsLog('postgresql')),
        when(isMysql, exportsLog('audit', 'general')),
      ),
    ),
  },
  {
    id: 'PCI.RDS.19',
    title: 'The administrator of an instance of its own does not have a name that everybody knows',
    requirement: '2.2.2',
    related: ['8.2.1'],
    severity: 'medium',
    resourceTypes: [INSTANCE],
    why: 'Vendor defaults are the first thing an attacker tries.',
    fix: 'Choose a MasterUsername of your own; it cannot be changed later.',
    source: HUB,
    covers: ['securityhub:RDS.25'],
    check: when(standsAlone, ownAdminName(...INSTANCE_SOURCES)),
  },
  {
    id: 'PCI.RDS.20',
    title: 'A database instance of its own is backed up for at least a week',
    requirement: '12.10.1',
    related: [],
    severity: 'medium',
    resourceTypes: [INSTANCE],
    why: 'An incident plan needs something to restore from; CloudFormation keeps one day unless told otherwise.',
    fix: 'Set BackupRetentionPeriod to 7 or more. A replica is backed up at its source.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html',
    covers: ['prowler:rds_instance_backup_enabled'],
    check: when(standsAlone, any(isReplica, between('BackupRetentionPeriod', 7, 35))),
  },
  {
    id: 'PCI.RDS.21',
    title: 'Each application signs in to an instance of its own as itself',
    requirement: '8.2.1',
    related: ['7.2.5', '8.6.1'],
    severity: 'low',
    resourceTypes: [INSTANCE],
    why: 'IAM authentication gives every workload an identity and a password that lasts minutes.',
    fix: 'Set EnableIAMDatabaseAuthentication to true.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html',
    covers: ['prowler:rds_instance_iam_authentication_enabled', 'pulumi:rds-iam-authentication'],
    check: when(standsAlone, when(knowsIam, isTrue('EnableIAMDatabaseAuthentication'))),
  },
  {
    id: 'PCI.RDS.22',
    title: 'A database instance of its own is encrypted with a key of the account',
    requirement: '3.6.1',
    related: ['3.5.1', '3.5.1.3', '3.6.1.2', '3.7.1'],
    severity: 'medium',
    resourceTypes: [INSTANCE],
    why: 'A key of the account has a policy, a rotation and an end that the account decides on.',
    fix: 'Set KmsKeyId to a key of Key Management Service.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html',
    covers: ['pulumi:rds-instance-configure-customer-managed-key'],
    check: when(
      standsAlone,
      inherits(INSTANCE_SNAPSHOTS, undefined, inherits(INSTANCE_SOURCES, 'KmsKeyId', accountKey('KmsKeyId'))),
    ),
  },
];
