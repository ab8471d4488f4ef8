import type { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DatabaseCluster, ProxyTarget } from 'aws-cdk-lib/aws-rds';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Lazy } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import type { AuroraProxyProps } from '../aurora-proxy-props';
import type { ProxyAuthentication } from '../proxy-authentication';
import type { ClusterFacts } from './cluster-facts';
import { checkDatabaseUser } from './cluster-validation';
import { ParameterContainerSecret } from './container-secrets';
import { allowLogEncryption, databaseLogGroup } from './database-log-group';
import { requireUnit } from './duration-unit';
import { requireIntegerIfGiven } from './if-given';
import { refuseAlias } from './key-alias';
import { requireKnownList } from './known-list';
import { fail, requireInteger } from './validation';

const EIGHT_HOURS_IN_SECONDS = 28_800;

/** Refuses what Amazon RDS would refuse at deployment. */
export function checkProxy(
  scope: Construct,
  props: AuroraProxyProps,
  { _dbUsers, _secrets }: ProxyAuthentication,
): void {
  const { idleClientTimeout, maxConnectionsPercent } = props;
  requireUnit(scope, 'idleClientTimeout', idleClientTimeout, 'seconds');
  if (idleClientTimeout && !idleClientTimeout.isUnresolved()) {
    const seconds = idleClientTimeout.toSeconds({ integral: false });
    requireInteger(scope, 'idleClientTimeout', seconds, { min: 1, max: EIGHT_HOURS_IN_SECONDS, unit: 'seconds' });
  }
  requireIntegerIfGiven(scope, 'maxConnectionsPercent', maxConnectionsPercent, { min: 1, max: 100, unit: 'percent' });
  if (props.readerEndpoint && !props.database._facts.hasReaders) {
    fail(scope, '`readerEndpoint` must have a reader to lead to, got: a cluster without one. Use `readers`.');
  }
  if (_secrets?.length === 0) {
    fail(scope, '`secrets` must hold at least one secret, got: none. Leave it out for that of the admin user.');
  }
  for (const secret of _secrets ?? []) {
    refuseAlias(scope, 'secrets.encryptionKey', secret.encryptionKey);
    if (secret.secretFullArn !== undefined) continue;
    fail(
      scope,
      `\`secrets\` must be known by their whole ARN, got: '${secret.node.path}'. Use Secret.fromSecretAttributes() with ` +
        'its `secretCompleteArn`, and its `encryptionKey` if it has one.',
    );
  }
  requireKnownList(scope, 'dbUsers', _dbUsers);
  if (_dbUsers?.length === 0) fail(scope, '`dbUsers` must name at least one database user, got: none.');
  for (const dbUser of _dbUsers ?? []) checkDatabaseUser(scope, 'dbUsers', dbUser);
}

/**
 * The secrets without their keys: the L2 would let the role use a key in the policy of that key, so that the stack of the
 * key would depend on that of the proxy. The role's own policy lets it.
 */
export function withoutKeys(scope: Construct, secrets: ISecret[]): ISecret[] {
  return secrets.map(({ secretArn }, index) => Secret.fromSecretCompleteArn(scope, `Secret${index + 1}`, secretArn));
}

/**
 * The cluster without its security group: for the cluster itself the L2 adds a second rule, whose port is known only at
 * deployment, and puts it where the stack of the cluster would depend on that of the proxy.
 */
export function proxyTarget(scope: Construct, cluster: DatabaseCluster, port: number): ProxyTarget {
  const { clusterIdentifier, engine } = cluster;
  const attributes = { clusterIdentifier, engine, port };
  return ProxyTarget.fromCluster(DatabaseCluster.fromDatabaseClusterAttributes(scope, 'Target', attributes));
}

/** The log group under the name that the service imposes, there before the proxy, which would create it unencrypted. */
export function proxyLog(scope: Construct, facts: ClusterFacts, proxy: () => string): LogGroup {
  const { logEncryptionKey: encryptionKey, keepPolicy: removalPolicy, logRetentionDays: retention } = facts;
  const logGroupName = Lazy.uncachedString({ produce: () => `/aws/rds/proxy/${proxy()}` });
  if (encryptionKey) allowLogEncryption(scope, encryptionKey, logGroupName);
  return databaseLogGroup(scope, 'Log', { logGroupName, retention, encryptionKey, removalPolicy });
}

interface ProxyHosts {
  /** The hosts appear in Parameter Store once it can reach the cluster. */
  readonly proxy: IConstruct;
  readonly writer: string;
  readonly reader: string | undefined;
  readonly database: { readonly [name: string]: ContainerSecret };
  /** Whether clients send passwords. */
  readonly passwords: boolean;
}

/** The connection by way of the proxy; names that a client of it has no use for are left out. */
export function proxyContainerSecrets(scope: Construct, hosts: ProxyHosts): { [name: string]: ContainerSecret } {
  const host = (id: string, description: string, stringValue: string) => {
    const parameter = new StringParameter(scope, id, { description, stringValue });
    parameter.node.addDependency(hosts.proxy);
    return new ParameterContainerSecret(parameter);
  };
  const { DB_HOST, DB_READER_HOST, DB_USER, DB_CREDENTIALS, ...shared } = hosts.database;
  return {
    DB_HOST: host('Host', 'Host of the proxy before the database', hosts.writer),
    ...(hosts.reader && {
      DB_READER_HOST: host('ReaderHost', 'Host of the proxy before the database readers', hosts.reader),
    }),
    ...shared,
    ...(hosts.passwords && DB_USER && DB_CREDENTIALS && { DB_USER, DB_CREDENTIALS }),
  };
}
