import { type Alarm, type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, type IConnectable, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Secret as ContainerSecret } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type CfnDBCluster, Credentials, DatabaseCluster, ParameterGroup } from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AuroraAlarmThresholds } from './aurora-alarm-thresholds';
import type { AuroraClusterProps } from './aurora-cluster-props';
import { AuroraCredentials } from './aurora-credentials';
import type { AuroraParameters } from './aurora-parameters';
import {
  AURORA_BACKS_UP_BY_ITSELF,
  acknowledge,
  REMOVED_WITH_ITS_STACK,
  SLOW_QUERIES_ARE_A_CHOICE,
} from './private/acknowledgements';
import { adminName, adminSecret } from './private/admin-secret';
import { keepEgressClosed } from './private/closed-egress';
import type { ClusterFacts } from './private/cluster-facts';
import { clusterKey } from './private/cluster-key';
import { checkCluster, checkDatabaseUser } from './private/cluster-validation';
import { connectionParameters, containerSecrets } from './private/connection-parameters';
import { databaseAlarms } from './private/database-alarms';
import { databaseLogRetention, databaseLogs } from './private/database-logs';
import { databaseSubnets } from './private/database-subnets';
import { deterministicName, markDerivedName } from './private/deterministic-name';
import { grantReadSecret } from './private/grants';
import { parameterProblems } from './private/held-parameters';
import { acknowledgeInsights, insightsProps } from './private/insights-props';
import type { InstancePlan } from './private/instance-plan';
import { monitoringRole } from './private/monitoring-role';
import { rotatePassword } from './private/password-rotation';
import { scaleReaders } from './private/reader-scaling';
import { restore } from './private/restore-source';
import { StorageEncryption } from './storage-encryption';

/**
 * An Aurora cluster for cardholder data: encrypted, with TLS enforced and an audit log, without a way out of its
 * security group, and with an admin password that nobody has to know.
 *
 * Two names have to be known before the resources exist, so the package chooses them from the construct path: the
 * cluster identifier and the name of the secret. Their L1 resources carry the construct metadata `derived-name`: an aspect
 * may replace the names, and log groups, key alias, parameter path and grants follow.
 */
export class AuroraCluster extends Construct implements IConnectable {
  /** CDK's cluster: to hand on as an `IDatabaseCluster`, and for properties that have no prop here. */
  public readonly cluster: DatabaseCluster;

  /** A reference to the cluster: it follows an aspect that renames it. */
  public readonly clusterIdentifier: string;

  /** The secret of the admin user, once it holds user name, password, host and port. */
  public readonly secret: ISecret;

  /** The security group of the instances: no way out, and in only by `connections`. */
  public readonly securityGroup: SecurityGroup;

  /**
   * Opens the port of the database to others, as in `service.connections.allowToDefaultPort(database)`. Begin with the
   * service: the rules then belong to its stack, which depends on that of the database anyway.
   */
  public readonly connections: Connections;

  /** The security group of the rotation function, if the password is rotated. */
  public readonly rotationSecurityGroup?: SecurityGroup;

  /** The customer-managed key of the storage, if there is one. */
  public readonly encryptionKey?: IKey;

  /**
   * The parameters of the cluster. More may be added, but none that relaxes TLS or the audit log, which is an error at
   * synthesis: another list of libraries must name pgaudit too, as in
   * `addParameter('shared_preload_libraries', 'pgaudit,pg_stat_statements,pg_cron')`.
   */
  public readonly parameterGroup: ParameterGroup;

  /** The log groups by type: `postgresql`, or `audit`, `error` and `slowquery`. */
  public readonly logGroups: { [logType: string]: LogGroup };

  /** The facts of the connection in Parameter Store. */
  public readonly parameters: AuroraParameters;

  /**
   * What a container needs, by environment variable: DB_HOST, DB_READER_HOST, DB_PORT, DB_NAME (if there is a database
   * name), DB_USER and DB_CREDENTIALS. Each is a reference to Parameter Store that is read when a task starts, and grants
   * exactly that. DB_CREDENTIALS is the JSON of the secret: username, password, host, port and more.
   */
  public readonly containerSecrets: { [name: string]: ContainerSecret };

  /** @internal */
  public readonly _facts: ClusterFacts;

  constructor(scope: Construct, id: string, props: AuroraClusterProps) {
    super(scope, id);
    checkCluster(this, props);
    const vpcSubnets = databaseSubnets(this, props.vpc, props.vpcSubnets);
    const encryption = props.encryption ?? StorageEncryption.customerManaged();
    const credentials = props.credentials ?? AuroraCredentials.rotated(Duration.days(30));
    const { _family: family } = props.engine;
    const username = adminName(this, family, credentials._options.username, props.restoreFrom !== undefined);
    const logRetentionDays = databaseLogRetention(this, props.logRetention);
    const plan = props.instances._bind(this, props.maintenanceWindow);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.SNAPSHOT;

    const ownsKey = encryption._customerManaged && !encryption._key;
    const own = ownsKey ? clusterKey(this, removalPolicy, () => this.namedCluster()) : undefined;
    this.encryptionKey = encryption._key ?? own;
    this._facts = {
      family,
      vpc: props.vpc,
      vpcSubnets,
      hasReaders: plan.readers.length > 0,
      memoryGiB: plan.memoryGiB,
      minCapacity: plan.minCapacity,
      logRetentionDays,
      logEncryptionKey: props.logEncryptionKey ?? own,
      removalPolicy,
      // A snapshot needs its key, and logs and secret are as worth keeping as the snapshot.
      keepPolicy: removalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    };
    this.securityGroup = this.createSecurityGroup();
    this.connections = new Connections({ securityGroups: [this.securityGroup], defaultPort: Port.tcp(family.port) });
    this.parameterGroup = this.createParameterGroup(props);

    const encryptionKey = credentials._options.encryptionKey ?? this.encryptionKey;
    const rotated = credentials._interval !== undefined;
    const secret = credentials._managed
      ? undefined
      : adminSecret(this, { username, encryptionKey, rotated, removalPolicy });
    const admin = secret
      ? Credentials.fromSecret(secret, username)
      : Credentials.fromUsername(username, { encryptionKey });
    this.cluster = this.createCluster(props, plan, admin, credentials._managed);
    this.clusterIdentifier = this.cluster.clusterIdentifier;
    this.secret = this.cluster.secret as ISecret;
    this.logGroups = this.createLogGroups(logTypes(props));
    const connection = { port: family.port, databaseName: props.databaseName, username };
    this.parameters = connectionParameters(this, { ...connection, cluster: this.cluster, secret: this.secret });
    this.containerSecrets = containerSecrets(this.parameters, secret, this.secret);
    this.rotationSecurityGroup = rotatePassword(this, credentials, {
      ...this._facts,
      database: this,
      cluster: this.cluster,
      secret: this.secret,
    });
    scaleReaders(this, this.cluster, props.instances);
  }

  /**
   * Lets a role log in as a database user with a token of IAM instead of a password: `rds-db:connect` on exactly this
   * user of this cluster. The user must exist, and be allowed to (`GRANT rds_iam TO ...` in PostgreSQL,
   * `IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'` in MySQL).
   * @param grantee who may log in
   * @param dbUser name of the database user; wildcards are an error
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
   */
  public grantConnect(grantee: IGrantable, dbUser: string): Grant {
    checkDatabaseUser(this, 'dbUser', dbUser);
    return this.cluster.grantConnect(grantee, dbUser);
  }

  /**
   * Lets a role read the secret of the admin user: `secretsmanager:GetSecretValue` on exactly this secret, and
   * `kms:Decrypt` on its key, through Secrets Manager only.
   * @param grantee who may read
   */
  public grantReadSecret(grantee: IGrantable): Grant {
    return grantReadSecret(this.secret, grantee);
  }

  /**
   * Defines the alarms of the cluster: CPU, connections, free memory, replica lag (if there is a reader) and deadlocks. They have no
   * actions yet: hand the list to whatever sends alarms to a topic. Call it once.
   * @param thresholds when they go off. Default: see there.
   * @see PCI DSS 4.0.1 requirements 10.4.1.1 and 10.7.2
   */
  public addAlarms(thresholds?: AuroraAlarmThresholds): Alarm[] {
    const metrics = {
      cpu: this.metricCPUUtilization(),
      connections: this.metricDatabaseConnections(),
      freeableMemory: this.metricFreeableMemory(),
      replicaLag: this.metricAuroraReplicaLagMaximum(),
      deadlocks: this.metricDeadlocks(),
    };
    return databaseAlarms(this, this._facts, metrics, thresholds ?? {});
  }

  /**
   * A metric of the cluster over all its instances, in the namespace AWS/RDS.
   * @param metricName name of the metric, as AWS spells it
   * @param options statistic, period and the like. Default: the average over 5 minutes.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return this.cluster.metric(metricName, options);
  }

  /**
   * CPU in percent.
   * @param options what to change. Default: the busiest instance, by the minute.
   */
  public metricCPUUtilization(options?: MetricOptions): Metric {
    return this.byTheMinute('CPUUtilization', Stats.MAXIMUM, options);
  }

  /**
   * Connections of clients.
   * @param options what to change. Default: the instance with most of them, by the minute.
   */
  public metricDatabaseConnections(options?: MetricOptions): Metric {
    return this.byTheMinute('DatabaseConnections', Stats.MAXIMUM, options);
  }

  /**
   * Free memory in bytes.
   * @param options what to change. Default: the instance with least of it, by the minute.
   */
  public metricFreeableMemory(options?: MetricOptions): Metric {
    return this.byTheMinute('FreeableMemory', Stats.MINIMUM, options);
  }

  /**
   * How far the slowest reader is behind the writer, in milliseconds.
   * @param options what to change. Default: the maximum, by the minute.
   */
  public metricAuroraReplicaLagMaximum(options?: MetricOptions): Metric {
    return this.byTheMinute('AuroraReplicaLagMaximum', Stats.MAXIMUM, options);
  }

  /**
   * Deadlocks a second.
   * @param options what to change. Default: the maximum over 5 minutes.
   */
  public metricDeadlocks(options?: MetricOptions): Metric {
    return this.metric('Deadlocks', { statistic: Stats.MAXIMUM }).with(options ?? {});
  }

  private byTheMinute(metricName: string, statistic: string, options: MetricOptions | undefined): Metric {
    return this.metric(metricName, { statistic, period: Duration.minutes(1) }).with(options ?? {});
  }

  private createSecurityGroup(): SecurityGroup {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: this._facts.vpc,
      description: 'Instances of the database cluster',
      allowAllOutbound: false,
    });
    keepEgressClosed(securityGroup);
    // A retained cluster still runs with its security group, parameters and role; they can't be deleted under it.
    if (this.isRetained()) securityGroup.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return securityGroup;
  }

  private createParameterGroup({ engine, slowQueryThreshold }: AuroraClusterProps): ParameterGroup {
    const family = engine._family;
    const group = new ParameterGroup(this, 'ClusterParameters', {
      engine: family.clusterEngine(engine._version),
      description: 'TLS and audit logging enforced',
      parameters: {
        ...family.parameters(engine._version),
        ...(slowQueryThreshold && family.slowQueryParameters(slowQueryThreshold)),
      },
      removalPolicy: this.isRetained() ? RemovalPolicy.RETAIN : undefined,
    });
    const held = family.heldParameters(engine._version);
    this.node.addValidation({ validate: () => parameterProblems(group, held) });
    return group;
  }

  private createCluster(
    props: AuroraClusterProps,
    instances: InstancePlan,
    credentials: Credentials,
    managed: boolean,
  ): DatabaseCluster {
    const { family, removalPolicy, vpc, vpcSubnets } = this._facts;
    const cluster = new DatabaseCluster(this, 'Cluster', {
      engine: family.clusterEngine(props.engine._version),
      clusterIdentifier: deterministicName(this),
      vpc,
      vpcSubnets,
      securityGroups: [this.securityGroup],
      port: family.port,
      writer: instances.writer,
      readers: instances.readers,
      serverlessV2MinCapacity: instances.minCapacity,
      serverlessV2MaxCapacity: instances.maxCapacity,
      credentials,
      manageMasterUserPassword: managed || undefined,
      defaultDatabaseName: props.databaseName,
      parameterGroup: this.parameterGroup,
      storageEncrypted: true,
      storageEncryptionKey: this.encryptionKey,
      iamAuthentication: true,
      backup: { retention: props.backupRetention ?? Duration.days(35), preferredWindow: props.backupWindow },
      preferredMaintenanceWindow: props.maintenanceWindow,
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: logTypes(props),
      ...insightsProps(props.insights, this.encryptionKey),
      monitoringInterval: props.monitoringInterval ?? Duration.seconds(60),
      monitoringRole: monitoringRole(this, this.isRetained()),
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      deleteAutomatedBackups: removalPolicy === RemovalPolicy.DESTROY,
      removalPolicy,
    });
    markDerivedName(cluster.node.defaultChild as CfnDBCluster);
    if (props.restoreFrom) restore(cluster, props.restoreFrom._bind(this));
    acknowledgeInsights(cluster);
    acknowledge(cluster, AURORA_BACKS_UP_BY_ITSELF, ...family.acknowledgements);
    if (removalPolicy === RemovalPolicy.DESTROY) acknowledge(cluster, REMOVED_WITH_ITS_STACK);
    if (!props.slowQueryThreshold && family.slowQueryLogTypes.length > 0) {
      acknowledge(cluster, SLOW_QUERIES_ARE_A_CHOICE);
    }
    return cluster;
  }

  private createLogGroups(types: string[]): { [logType: string]: LogGroup } {
    const groups = databaseLogs(this, {
      logTypes: types,
      retention: this._facts.logRetentionDays,
      encryptionKey: this._facts.logEncryptionKey,
      removalPolicy: this._facts.keepPolicy,
      clusterIdentifier: () => `${this.namedCluster().dbClusterIdentifier}`,
    });
    this.namedCluster().node.addDependency(...Object.values(groups));
    return groups;
  }

  /** The resource whose identifier makes other names. Aspects rename the resource, not the construct. */
  private namedCluster(): CfnDBCluster {
    return this.cluster.node.defaultChild as CfnDBCluster;
  }

  private isRetained(): boolean {
    return this._facts.removalPolicy === RemovalPolicy.RETAIN;
  }
}

function logTypes({ engine, slowQueryThreshold }: AuroraClusterProps): string[] {
  const { logTypes: always, slowQueryLogTypes } = engine._family;
  return slowQueryThreshold ? [...always, ...slowQueryLogTypes] : always;
}
