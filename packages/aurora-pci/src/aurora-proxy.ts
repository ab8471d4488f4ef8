import { Connections, type IConnectable, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  type CfnDBProxy,
  DatabaseProxy,
  DatabaseProxyEndpoint,
  DefaultAuthScheme,
  ProxyEndpointTargetRole,
} from 'aws-cdk-lib/aws-rds';
import { Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AuroraProxyProps } from './aurora-proxy-props';
import { keepEgressClosed } from './private/closed-egress';
import { checkDatabaseUser } from './private/cluster-validation';
import { databaseSubnets } from './private/database-subnets';
import { deterministicName, markDerivedName } from './private/deterministic-name';
import { requireObjects } from './private/objects';
import { checkProxy, proxyContainerSecrets, proxyLog, proxyTarget, withoutKeys } from './private/proxy-parts';
import { proxyRole } from './private/proxy-role';
import { fail } from './private/validation';
import { ProxyAuthentication } from './proxy-authentication';

/**
 * An RDS Proxy before a cluster: it shares connections between clients and keeps them through a failover. Clients must use
 * TLS, the proxy reaches the cluster and nothing else, and its log is encrypted, masked and kept like those of the cluster.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.html
 * @see PCI DSS 4.0.1 requirement 4.2.1
 */
export class AuroraProxy extends Construct implements IConnectable {
  /** CDK's proxy: to hand on as an `IDatabaseProxy`, and for properties that have no prop here. */
  public readonly proxy: DatabaseProxy;

  /** Host that leads to the writer. */
  public readonly endpoint: string;

  /** Host that leads to the readers, if there is one. */
  public readonly readerEndpoint?: string;

  /** The security group of the proxy: out to the cluster only, and in only by `connections`. */
  public readonly securityGroup: SecurityGroup;

  /** Opens the proxy to others, as in `service.connections.allowToDefaultPort(proxy)`. */
  public readonly connections: Connections;

  /** The log group of the proxy. */
  public readonly logGroup: LogGroup;

  /**
   * What a container needs, by environment variable, as `AuroraCluster.containerSecrets` with the hosts of the proxy:
   * DB_READER_HOST only with a reader endpoint, DB_USER and DB_CREDENTIALS only where clients send passwords.
   */
  public readonly containerSecrets: { [name: string]: ContainerSecret };

  private readonly authentication: ProxyAuthentication;

  constructor(scope: Construct, id: string, props: AuroraProxyProps) {
    super(scope, id);
    requireObjects(this, props, ['database'], ['vpcSubnets']);
    const { database } = props;
    const { family, vpc } = database._facts;
    this.authentication = props.authentication ?? ProxyAuthentication.password();
    checkProxy(this, props, this.authentication);
    const vpcSubnets = databaseSubnets(this, vpc, props.vpcSubnets ?? database._facts.vpcSubnets);

    const port = Port.tcp(family.port);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Proxy before the database cluster',
      allowAllOutbound: false,
    });
    keepEgressClosed(this.securityGroup);
    this.connections = new Connections({ securityGroups: [this.securityGroup], defaultPort: port });
    this.connections.allowTo(database, port, 'Proxy to the cluster');
    this.logGroup = proxyLog(this, database._facts, () => `${this.namedProxy().dbProxyName}`);
    this.proxy = this.createProxy(props, vpcSubnets);
    this.endpoint = this.proxy.endpoint;
    this.readerEndpoint = props.readerEndpoint ? this.createReaderEndpoint(props, vpcSubnets) : undefined;
    this.containerSecrets = proxyContainerSecrets(this, {
      proxy: this.proxy,
      writer: this.endpoint,
      reader: this.readerEndpoint,
      database: database.containerSecrets,
      passwords: !this.authentication._iam,
    });
  }

  /**
   * Lets a role log in as a database user with a token of IAM: `rds-db:connect` on exactly this user of this proxy.
   * @param grantee who may log in
   * @param dbUser name of the database user, one that the proxy knows; wildcards are an error
   * @throws if clients of this proxy send passwords, or `ProxyAuthentication.iamEndToEnd()` does not name the user
   */
  public grantConnect(grantee: IGrantable, dbUser: string): Grant {
    if (!this.authentication._iam) {
      fail(
        this,
        '`authentication` must be ProxyAuthentication.iam() or .iamEndToEnd() to grant logins with a token, got: ' +
          'ProxyAuthentication.password().',
      );
    }
    checkDatabaseUser(this, 'dbUser', dbUser);
    this.requireKnown(dbUser);
    return this.proxy.grantConnect(grantee, dbUser);
  }

  /** The proxy logs in end to end as users that it was given, and as nobody else. */
  private requireKnown(dbUser: string): void {
    const { _dbUsers: known } = this.authentication;
    if (!known || known.includes(dbUser) || [dbUser, ...known].some((user) => Token.isUnresolved(user))) return;
    fail(
      this,
      `\`dbUser\` must be one that the proxy knows (${known.join(', ')}), got: '${dbUser}'. Name it in ` +
        'ProxyAuthentication.iamEndToEnd().',
    );
  }

  private createProxy(props: AuroraProxyProps, vpcSubnets: SubnetSelection): DatabaseProxy {
    const { database } = props;
    const { family, vpc } = database._facts;
    const { _dbUsers: dbUsers, _iam: iamAuth, _secrets: given } = this.authentication;
    const secrets = dbUsers ? undefined : (given ?? [database.secret]);
    const { role, policy } = proxyRole(this, database.cluster, { secrets, dbUsers });
    const proxy = new DatabaseProxy(this, 'Proxy', {
      // Names of proxies are shorter than those of clusters.
      dbProxyName: deterministicName(this, 60),
      proxyTarget: proxyTarget(this, database.cluster, family.port),
      vpc,
      vpcSubnets,
      securityGroups: [this.securityGroup],
      role: role.withoutPolicyUpdates(),
      requireTLS: true,
      iamAuth,
      secrets: secrets && withoutKeys(this, secrets),
      defaultAuthScheme: dbUsers ? DefaultAuthScheme.IAM_AUTH : undefined,
      clientPasswordAuthType: iamAuth ? undefined : family.proxyPasswordType,
      idleClientTimeout: props.idleClientTimeout,
      maxConnectionsPercent: props.maxConnectionsPercent ?? 90,
    });
    markDerivedName(proxy.node.defaultChild as CfnDBProxy);
    proxy.node.addDependency(policy, this.logGroup, database.cluster);
    return proxy;
  }

  private createReaderEndpoint({ database }: AuroraProxyProps, vpcSubnets: SubnetSelection): string {
    const { endpoint } = new DatabaseProxyEndpoint(this, 'ReaderEndpoint', {
      dbProxy: this.proxy,
      vpc: database._facts.vpc,
      vpcSubnets,
      securityGroups: [this.securityGroup],
      targetRole: ProxyEndpointTargetRole.READ_ONLY,
    });
    return endpoint;
  }

  /** The resource whose name makes that of the log group. Aspects rename the resource, not the construct. */
  private namedProxy(): CfnDBProxy {
    return this.proxy.node.defaultChild as CfnDBProxy;
  }
}
