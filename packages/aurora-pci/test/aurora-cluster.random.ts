import type { AppView, StackResource } from '@org/testing';
import { securityGroupRules } from '@org/testing';
import { holdsForRandomProps } from '../../../testing/src/random-props';
import { safeChange, valid } from './random-arbitraries';
import { build, type Database, isMysql } from './random-database';

const clusters = (view: AppView) => view.all('RDS::DBCluster');

/** Names of what does not hold. */
function failing(holds: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(holds).filter((name) => !holds[name]);
}

/** TLS and the audit log, as the parameters and exports of the engine have them. */
function enforced(view: AppView, database: Database): string[] {
  return clusters(view).flatMap((cluster) => {
    const parameters =
      view.target(cluster.Properties.DBClusterParameterGroupName, cluster)?.Properties.Parameters ?? {};
    const exported: string[] = cluster.Properties.EnableCloudwatchLogsExports ?? [];
    if (isMysql(database)) {
      return failing({
        require_secure_transport: parameters.require_secure_transport === 'ON',
        server_audit_logging: parameters.server_audit_logging === '1',
        server_audit_events: parameters.server_audit_events === 'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML',
        'audit is exported': exported.includes('audit'),
      });
    }
    return failing({
      'rds.force_ssl': parameters['rds.force_ssl'] === '1',
      ssl_min_protocol_version: parameters.ssl_min_protocol_version === 'TLSv1.2',
      pgaudit: parameters.shared_preload_libraries.split(',').includes('pgaudit'),
      'pgaudit.log': parameters['pgaudit.log'] === 'ddl,role,write',
      'postgresql is exported': exported.includes('postgresql'),
    });
  });
}

/** Each exported log has its group before it has entries: masked, and kept for a time that was chosen. */
function logged(view: AppView): string[] {
  const groups = new Map(
    view.all('Logs::LogGroup').map((group) => [view.flat(group.Properties.LogGroupName, group), group]),
  );
  return clusters(view).flatMap((cluster) => {
    const { DBClusterIdentifier, EnableCloudwatchLogsExports } = cluster.Properties;
    return (EnableCloudwatchLogsExports as string[]).flatMap((type) => {
      const group = groups.get(`/aws/rds/cluster/${DBClusterIdentifier}/${type}`);
      const masked = group?.Properties.DataProtectionPolicy !== undefined;
      const waits = cluster.DependsOn?.includes(group?.logicalId ?? '') === true;
      return group && masked && group.Properties.RetentionInDays > 0 && waits ? [] : [type];
    });
  });
}

/** The ways out: none but to the database, and to where the rotation was sent. */
function waysOut(view: AppView, { rotationAnywhere }: Database): string[] {
  const allowed = rotationAnywhere ? '0.0.0.0/0' : '10.0.0.0/16';
  return securityGroupRules(view)
    .filter(({ direction, cidr }) => direction === 'egress' && cidr !== undefined)
    .filter(({ cidr, protocol, fromPort, toPort }) => {
      return !(cidr === allowed && protocol === 'tcp' && fromPort === 443 && toPort === 443);
    })
    .map(({ cidr }) => `${cidr}`);
}

/** Nobody's password stands in the template, and the admin has one: of the secret, or of Amazon RDS. */
function admin(view: AppView, { restoreFrom }: Database): string[] {
  return clusters(view).flatMap((cluster) => {
    const {
      ManageMasterUserPassword: managed,
      MasterUserPassword: password,
      MasterUsername: name,
    } = cluster.Properties;
    const referred = password !== undefined && /^\{\{resolve:secretsmanager:/.test(view.flat(password, cluster));
    return failing({
      'one password': managed === true ? password === undefined : referred,
      'a name unless the data bring it': (name === undefined) === (restoreFrom !== undefined),
    });
  });
}

/** Whether a restored cluster is encrypted is up to its key. */
function restored(view: AppView, { restoreFrom }: Database): string[] {
  if (!restoreFrom) return [];
  return clusters(view).flatMap(({ Properties: { KmsKeyId } }) =>
    failing({ 'a key is named': KmsKeyId !== undefined }),
  );
}

/** What may go only with its stack, and what then goes with it. */
function kept(view: AppView, { removal = 'SNAPSHOT' }: Database): string[] {
  const policies = { SNAPSHOT: 'Snapshot', RETAIN: 'Retain', DESTROY: 'Delete' } as Readonly<Record<string, string>>;
  const holding = ['Logs::LogGroup', 'KMS::Key', 'SecretsManager::Secret'].flatMap((type) => view.all(type));
  const ours = holding.filter(({ logicalId }) => !/^(Given|LogKey|SecretKey)[0-9A-F]{8}$/.test(logicalId));
  const stays = ({ DeletionPolicy = 'Delete' }: StackResource) => DeletionPolicy.startsWith('Retain');
  return [
    ...clusters(view).flatMap(({ DeletionPolicy, Properties: p }) =>
      failing({
        'the cluster is kept as told': DeletionPolicy === policies[removal],
        'deletion protection': p.DeletionProtection === (removal !== 'DESTROY'),
        'automated backups': p.DeleteAutomatedBackups === (removal === 'DESTROY'),
      }),
    ),
    ...ours.filter((one) => stays(one) === (removal === 'DESTROY')).map(({ logicalId }) => logicalId),
  ];
}

holdsForRandomProps<Database>('AuroraCluster', {
  valid,
  safeChange,
  build,
  runs: 1_600,
  invariants: {
    'TLS and audit log': enforced,
    'logs in groups of their own': logged,
    'ways out': waysOut,
    admin,
    'encrypted when restored': restored,
    'kept as told': kept,
    'logins without a password': (view) =>
      clusters(view).flatMap(({ Properties: p }) => failing({ IAM: p.EnableIAMDatabaseAuthentication === true })),
  },
});
