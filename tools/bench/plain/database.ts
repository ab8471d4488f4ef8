import { InstanceType, Port, SecurityGroup, SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseSecret,
  ParameterGroup,
} from 'aws-cdk-lib/aws-rds';
import { HostedRotation } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Aws, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { KEY_USE, maskedLogGroup } from './logs';

export interface Database {
  readonly cluster: DatabaseCluster;
  readonly key: Key;
  readonly secret: DatabaseSecret;
  /** By the environment variable that reads it. */
  readonly parameters: Readonly<Record<string, StringParameter>>;
}

const IDENTIFIER = 'db-cluster-prod-dev1';
const PARAMETERS = {
  'rds.force_ssl': '1',
  ssl_min_protocol_version: 'TLSv1.2',
  shared_preload_libraries: 'pgaudit,pg_stat_statements',
  'pgaudit.log': 'ddl,role,write',
  'pgaudit.role': 'rds_pgaudit',
  log_connections: '1',
  log_disconnections: '1',
};

/** An encrypted cluster of a writer and a reader, whose password rotates, and where its clients find it. */
export function createDatabase(stack: Stack, vpc: Vpc): Database {
  const key = createKey(stack);
  const engine = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_14_6 });
  const secret = new DatabaseSecret(stack, 'Secret', {
    username: 'dbadmin',
    secretName: 'secret-database-prod-dev1',
    encryptionKey: key,
    excludeCharacters: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\=,^',
  });
  const logs = maskedLogGroup(stack, 'DatabaseLogs', `/aws/rds/cluster/${IDENTIFIER}/postgresql`, key);
  const group = new SecurityGroup(stack, 'DatabaseSecurityGroup', {
    vpc,
    securityGroupName: 'security-group-database-prod-dev1',
    description: 'Instances of the database cluster',
    allowAllOutbound: false,
  });
  const instance = {
    instanceType: new InstanceType('r6g.large'),
    autoMinorVersionUpgrade: true,
    publiclyAccessible: false,
  };
  const cluster = new DatabaseCluster(stack, 'Database', {
    clusterIdentifier: IDENTIFIER,
    engine,
    vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [group],
    defaultDatabaseName: 'payments',
    credentials: Credentials.fromSecret(secret),
    writer: ClusterInstance.provisioned('Writer', { ...instance, instanceIdentifier: 'db-writer-prod-dev1' }),
    readers: [ClusterInstance.provisioned('Reader1', { ...instance, instanceIdentifier: 'db-reader1-prod-dev1' })],
    parameterGroup: new ParameterGroup(stack, 'DatabaseParameters', {
      engine,
      description: 'TLS and audit logging enforced',
      parameters: PARAMETERS,
    }),
    storageEncrypted: true,
    storageEncryptionKey: key,
    iamAuthentication: true,
    port: 5432,
    backup: { retention: Duration.days(7) },
    copyTagsToSnapshot: true,
    cloudwatchLogsExports: ['postgresql'],
    monitoringInterval: Duration.minutes(1),
    monitoringRole: monitoringRole(stack),
    deletionProtection: false,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  cluster.node.addDependency(logs);
  rotate(stack, { vpc, cluster, group });
  return { cluster, key, secret, parameters: createParameters(stack, cluster) };
}

function createKey(stack: Stack): Key {
  const key = new Key(stack, 'DatabaseKey', {
    alias: 'key-database-prod-dev1',
    description: 'Encrypts the database, its secret and its logs',
    enableKeyRotation: true,
    pendingWindow: Duration.days(7),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const groups = `arn:${Aws.PARTITION}:logs:${stack.region}:${Aws.ACCOUNT_ID}:log-group:/aws/rds/cluster/${IDENTIFIER}/*`;
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: KEY_USE,
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
    }),
  );
  return key;
}

function monitoringRole(stack: Stack): Role {
  const role = new Role(stack, 'MonitoringRole', {
    roleName: 'role-database-monitoring-prod-dev1',
    description: 'Enhanced Monitoring of the database hosts',
    assumedBy: new ServicePrincipal('monitoring.rds.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  });
  const group = `arn:${Aws.PARTITION}:logs:${stack.region}:${Aws.ACCOUNT_ID}:log-group:RDSOSMetrics`;
  new ManagedPolicy(stack, 'MonitoringPolicy', {
    managedPolicyName: 'policy-database-monitoring-prod-dev1',
    description: 'Lets Enhanced Monitoring write the metrics of the database hosts',
    roles: [role],
    statements: [
      new PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], resources: [group] }),
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'],
        resources: [`${group}:log-stream:*`],
      }),
    ],
  });
  return role;
}

interface Rotated {
  readonly vpc: Vpc;
  readonly cluster: DatabaseCluster;
  readonly group: SecurityGroup;
}

function rotate(stack: Stack, { vpc, cluster, group }: Rotated): void {
  const rotation = new SecurityGroup(stack, 'RotationSecurityGroup', {
    vpc,
    securityGroupName: 'security-group-database-rotation-prod-dev1',
    description: 'Rotation of the database password',
    allowAllOutbound: false,
  });
  rotation.connections.allowTo(group, Port.tcp(5432), 'Rotation of the password');
  cluster.secret?.addRotationSchedule('Rotation', {
    automaticallyAfter: Duration.days(30),
    rotateImmediatelyOnUpdate: false,
    hostedRotation: HostedRotation.postgreSqlSingleUser({
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [rotation],
      excludeCharacters: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\=,^',
    }),
  });
}

function createParameters(stack: Stack, cluster: DatabaseCluster): Record<string, StringParameter> {
  const parameter = (id: string, label: string, description: string, stringValue: string) =>
    new StringParameter(stack, id, {
      parameterName: `parameter-database-${label}-prod-dev1`,
      description,
      stringValue,
    });
  return {
    DB_HOST: parameter('Host', 'host', 'Host of the database writer', cluster.clusterEndpoint.hostname),
    DB_READER_HOST: parameter(
      'ReaderHost',
      'reader-host',
      'Host of the database readers',
      cluster.clusterReadEndpoint.hostname,
    ),
    DB_PORT: parameter('Port', 'port', 'Port of the database', '5432'),
    DB_USER: parameter('Username', 'username', 'Admin user of the database', 'dbadmin'),
    DB_NAME: parameter('DatabaseName', 'name', 'Name of the database', 'payments'),
  };
}
