import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import type { AuroraClusterProps } from '../src';
import { AuroraCredentials, AuroraEngine } from '../src';
import { database, MYSQL, newStack, POSTGRES, stackWith, strangersVpc } from './fixtures';

const clusterOf = (stack: Stack) => onlyResource(stack, 'AWS::RDS::DBCluster').Properties;
const parametersOf = (props: Partial<AuroraClusterProps>) =>
  onlyResource(stackWith(props), 'AWS::RDS::DBClusterParameterGroup').Properties.Parameters;
const refused = (message: string) => new Error(`Stack/Database: ${message}`);
const unconvertible = (prop: string, unit: string, got: string) =>
  refused(
    `\`${prop}\` must be in ${unit} where it is known only at deployment, got: a token of ${got}. Use Duration.${unit}().`,
  );

describe('what every cluster has', () => {
  const stack = newStack();
  const aurora = database(stack);
  const cluster = onlyResource(stack, 'AWS::RDS::DBCluster');

  test('encrypted storage, IAM authentication, tags on snapshots', () => {
    expect(cluster.Properties).toMatchObject({
      StorageEncrypted: true,
      EnableIAMDatabaseAuthentication: true,
      CopyTagsToSnapshot: true,
    });
  });

  test('its own parameters', () => {
    const { logicalId } = onlyResource(stack, 'AWS::RDS::DBClusterParameterGroup');
    expect(cluster.Properties.DBClusterParameterGroupName).toEqual({ Ref: logicalId });
    aurora.parameterGroup.addParameter('work_mem', '65536');
    expect(parametersOf({}).work_mem).toBeUndefined();
  });

  test('no warning', () => {
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('fields that lead to the owned constructs', () => {
    const ref = { Ref: cluster.logicalId };
    expect(stack.resolve([aurora.clusterIdentifier, aurora.cluster.clusterIdentifier])).toEqual([ref, ref]);
    expect(stack.resolve(aurora.secret.secretArn)).toEqual({
      Ref: onlyResource(stack, 'AWS::SecretsManager::SecretTargetAttachment').logicalId,
    });
  });
});

describe('TLS and audit', () => {
  test('PostgreSQL', () => {
    expect(parametersOf({ engine: POSTGRES })).toEqual({
      'rds.force_ssl': '1',
      ssl_min_protocol_version: 'TLSv1.2',
      shared_preload_libraries: 'pgaudit,pg_stat_statements',
      'pgaudit.log': 'ddl,role,write',
      'pgaudit.role': 'rds_pgaudit',
      log_connections: '1',
      log_disconnections: '1',
    });
  });

  test('MySQL', () => {
    expect(parametersOf({ engine: MYSQL })).toEqual({
      require_secure_transport: 'ON',
      tls_version: 'TLSv1.2,TLSv1.3',
      server_audit_logging: '1',
      server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML',
    });
  });

  test('MySQL 8.4, which knows no TLS version to leave out', () => {
    expect(parametersOf({ engine: AuroraEngine.mysql('8.4.7') })).toEqual({
      require_secure_transport: 'ON',
      server_audit_logging: '1',
      server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML',
    });
  });
});

describe('slow queries', () => {
  test('PostgreSQL takes milliseconds', () => {
    const slowQueryThreshold = Duration.seconds(2);
    expect(parametersOf({ slowQueryThreshold }).log_min_duration_statement).toBe('2000');
  });

  test('MySQL takes seconds, and files', () => {
    const parameters = parametersOf({ engine: MYSQL, slowQueryThreshold: Duration.millis(500) });
    expect(parameters).toMatchObject({ slow_query_log: '1', long_query_time: '0.5', log_output: 'FILE' });
  });

  test.each([
    ['PostgreSQL', { engine: POSTGRES, slowQueryThreshold: Duration.millis(Token.asNumber({ Ref: 'Slow' })) }],
    ['MySQL', { engine: MYSQL, slowQueryThreshold: Duration.seconds(Token.asNumber({ Ref: 'Slow' })) }],
  ])('%s: a threshold known only at deployment passes', (_name, props) => {
    expect(Object.values(parametersOf(props))).toContainEqual({ Ref: 'Slow' });
  });

  test.each([
    ['PostgreSQL', POSTGRES, Duration.seconds(Token.asNumber({ Ref: 'Slow' })), 'millis', 'seconds'],
    ['MySQL', MYSQL, Duration.millis(Token.asNumber({ Ref: 'Slow' })), 'seconds', 'millis'],
  ])('%s: a threshold known only at deployment is in the unit of the engine', (_name, engine, given, unit, got) => {
    expect(() => stackWith({ engine, slowQueryThreshold: given })).toThrow(
      unconvertible('slowQueryThreshold', unit, got),
    );
  });

  test.each([
    [Duration.millis(0), '0'],
    [Duration.minutes(61), '3660000'],
  ])('threshold %# is refused', (slowQueryThreshold, got) => {
    expect(() => stackWith({ slowQueryThreshold })).toThrow(
      refused(`\`slowQueryThreshold\` must be a whole number from 1 to 3600000 milliseconds, got: ${got}.`),
    );
  });
});

describe('backups', () => {
  const retentionOf = (days?: number) =>
    clusterOf(stackWith({ backupRetention: days === undefined ? undefined : Duration.days(days) }));

  test('are kept for 35 days by default, or as told', () => {
    expect(retentionOf().BackupRetentionPeriod).toBe(35);
    expect(retentionOf(1).BackupRetentionPeriod).toBe(1);
    expect(retentionOf(7).BackupRetentionPeriod).toBe(7);
    expect(retentionOf(Token.asNumber({ Ref: 'Days' })).BackupRetentionPeriod).toEqual({ Ref: 'Days' });
  });

  test('known only at deployment are in days', () => {
    const backupRetention = Duration.hours(Token.asNumber({ Ref: 'Hours' }));
    expect(() => stackWith({ backupRetention })).toThrow(unconvertible('backupRetention', 'days', 'hours'));
  });

  test.each([
    [Duration.days(0), '0'],
    [Duration.days(36), '36'],
    [Duration.hours(36), '1.5'],
  ])('retention %# is refused', (backupRetention, got) => {
    expect(() => stackWith({ backupRetention })).toThrow(
      refused(`\`backupRetention\` must be a whole number from 1 to 35 days, got: ${got}.`),
    );
  });
});

describe('the database name', () => {
  test('is optional', () => {
    expect(clusterOf(stackWith()).DatabaseName).toBeUndefined();
    expect(clusterOf(stackWith({ databaseName: 'payments' })).DatabaseName).toBe('payments');
    expect(clusterOf(stackWith({ databaseName: Token.asString({ Ref: 'Db' }) })).DatabaseName).toEqual({ Ref: 'Db' });
  });

  test.each(['1st', 'pay-ments', '', 'a'.repeat(64)])('%p is refused', (databaseName) => {
    expect(() => stackWith({ databaseName })).toThrow(
      refused(
        '`databaseName` must be a letter, then letters, digits and underscores, at most 63 characters, ' +
          `got: '${databaseName}'.`,
      ),
    );
  });
});

describe('Enhanced Monitoring', () => {
  const intervalsOf = (monitoringInterval?: Duration) =>
    resourcesOf(stackWith({ monitoringInterval }), 'AWS::RDS::DBInstance').map((i) => i.Properties.MonitoringInterval);

  test('measures every minute by default, or as told', () => {
    expect(intervalsOf()).toEqual([60, 60]);
    expect(intervalsOf(Duration.seconds(1))).toEqual([1, 1]);
    const ref = { Ref: 'Seconds' };
    expect(intervalsOf(Duration.seconds(Token.asNumber(ref)))).toEqual([ref, ref]);
  });

  test('has an interval in seconds where it is known only at deployment', () => {
    const monitoringInterval = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));
    expect(() => stackWith({ monitoringInterval })).toThrow(unconvertible('monitoringInterval', 'seconds', 'minutes'));
  });

  test.each([
    [Duration.seconds(0), '0'],
    [Duration.seconds(7), '7'],
    [Duration.minutes(2), '120'],
    [Duration.millis(500), '0.5'],
  ])('interval %# is refused', (monitoringInterval, got) => {
    expect(() => stackWith({ monitoringInterval })).toThrow(
      refused(`\`monitoringInterval\` must be 1, 5, 10, 15, 30 or 60 seconds, got: ${got} seconds.`),
    );
  });

  test('has its own role, which RDS may take for this account only and write one log group with, in this region only', () => {
    const stack = stackWith();
    const role = onlyResource(stack, 'AWS::IAM::Role');
    const policy = onlyResource(stack, 'AWS::IAM::ManagedPolicy');
    for (const { Properties } of resourcesOf(stack, 'AWS::RDS::DBInstance')) {
      expect(Properties.MonitoringRoleArn).toEqual({ 'Fn::GetAtt': [role.logicalId, 'Arn'] });
    }
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'monitoring.rds.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(role.Properties.ManagedPolicyArns).toEqual([{ Ref: policy.logicalId }]);
    expect(role.Properties.Policies).toBeUndefined();
    const arn = ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
    const Condition = { StringEquals: { 'aws:RequestedRegion': { Ref: 'AWS::Region' } } };
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
        Resource: { 'Fn::Join': ['', [...arn, ':log-group:RDSOSMetrics']] },
        Condition,
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'],
        Resource: { 'Fn::Join': ['', [...arn, ':log-group:RDSOSMetrics:log-stream:*']] },
        Condition,
      },
    ]);
  });
});

describe('the security group', () => {
  const credentials = AuroraCredentials.generated();

  test('lets nothing in and nothing out', () => {
    const stack = stackWith({ credentials });
    const { Properties } = onlyResource(stack, 'AWS::EC2::SecurityGroup');
    expect(Properties.SecurityGroupIngress).toBeUndefined();
    expect(Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(clusterOf(stack).VpcSecurityGroupIds).toEqual([
      { 'Fn::GetAtt': [onlyResource(stack, 'AWS::EC2::SecurityGroup').logicalId, 'GroupId'] },
    ]);
  });

  test.each([
    [POSTGRES, 5432],
    [MYSQL, 3306],
  ])('engine %#: connections open exactly port %p, to whom they are told', (engine, port) => {
    const stack = newStack();
    const vpc = strangersVpc(stack);
    const service = new SecurityGroup(stack, 'Service', { vpc, allowAllOutbound: false });
    const aurora = database(stack, { vpc, engine, credentials });
    aurora.connections.allowDefaultPortFrom(service);
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      FromPort: port,
      ToPort: port,
      IpProtocol: 'tcp',
      SourceSecurityGroupId: stack.resolve(service.securityGroupId),
      GroupId: stack.resolve(aurora.securityGroup.securityGroupId),
    });
    expect(aurora.connections.defaultPort?.toString()).toBe(`${port}`);
  });

  test('lets nothing out before a rule of another stack is there', () => {
    const app = new App();
    const stack = new Stack(app, 'Data');
    const aurora = database(stack, { credentials });
    const other = new Stack(app, 'Other');
    const peer = new SecurityGroup(other, 'Peer', { vpc: strangersVpc(other), allowAllOutbound: false });
    peer.connections.allowFrom(aurora, Port.tcp(443));
    app.synth();
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '255.255.255.255/32' }),
    ]);
  });

  test('the cluster can be named as the other end', () => {
    const stack = newStack();
    const vpc = strangersVpc(stack);
    const service = new SecurityGroup(stack, 'Service', { vpc, allowAllOutbound: false });
    service.connections.allowTo(database(stack, { vpc, credentials }), Port.tcp(5432));
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroupEgress').Properties.ToPort).toBe(5432);
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroupIngress').Properties.ToPort).toBe(5432);
  });
});

describe('removal', () => {
  const policiesOf = (removalPolicy?: RemovalPolicy) => {
    const stack = stackWith({ removalPolicy });
    const policyOf = (type: string) => resourcesOf(stack, type)[0]?.DeletionPolicy;
    return {
      cluster: policyOf('AWS::RDS::DBCluster'),
      instance: policyOf('AWS::RDS::DBInstance'),
      group: policyOf('AWS::EC2::SecurityGroup'),
      parameters: policyOf('AWS::RDS::DBClusterParameterGroup'),
      subnets: policyOf('AWS::RDS::DBSubnetGroup'),
      role: policyOf('AWS::IAM::Role'),
      policy: policyOf('AWS::IAM::ManagedPolicy'),
      protected: clusterOf(stack).DeletionProtection,
      backupsDeleted: clusterOf(stack).DeleteAutomatedBackups,
    };
  };

  test('leaves a snapshot by default, and is refused while protected', () => {
    expect(policiesOf()).toEqual({
      cluster: 'Snapshot',
      instance: 'Delete',
      group: undefined,
      parameters: undefined,
      subnets: undefined,
      role: undefined,
      policy: undefined,
      protected: true,
      backupsDeleted: false,
    });
    expect(policiesOf(RemovalPolicy.SNAPSHOT)).toEqual(policiesOf());
  });

  test('leaves the cluster and all that it runs with on RETAIN', () => {
    expect(policiesOf(RemovalPolicy.RETAIN)).toEqual({
      cluster: 'Retain',
      instance: 'Retain',
      group: 'Retain',
      parameters: 'Retain',
      subnets: 'Retain',
      role: 'Retain',
      policy: 'Retain',
      protected: true,
      backupsDeleted: false,
    });
  });

  test('leaves nothing on DESTROY', () => {
    expect(policiesOf(RemovalPolicy.DESTROY)).toMatchObject({
      cluster: 'Delete',
      instance: 'Delete',
      protected: false,
      backupsDeleted: true,
    });
    const stack = stackWith({ removalPolicy: RemovalPolicy.DESTROY });
    const policies = resourcesOf(stack).map(({ DeletionPolicy }) => DeletionPolicy ?? 'Delete');
    expect([...new Set(policies)]).toEqual(['Delete']);
  });

  test('RETAIN_ON_UPDATE_OR_DELETE is refused', () => {
    expect(() => stackWith({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE })).toThrow(
      refused('`removalPolicy` must be SNAPSHOT, RETAIN or DESTROY, got: RETAIN_ON_UPDATE_OR_DELETE. Use RETAIN.'),
    );
  });
});
