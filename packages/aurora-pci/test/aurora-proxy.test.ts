import { onlyResource, resourcesOf, wildcardsIn } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { CfnDBProxy } from 'aws-cdk-lib/aws-rds';
import { App, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AuroraInstances, AuroraProxy, StorageEncryption } from '../src';
import { database, decryptsSecret, MYSQL, strangersVpc } from './fixtures';
import { policyOf, proxyOf, refused, withProxy } from './proxy-fixtures';

describe('by default', () => {
  const { stack, aurora, proxy } = withProxy({}, { databaseName: 'payments' });
  const resource = onlyResource(stack, 'AWS::RDS::DBProxy');
  const secretArn = stack.resolve(aurora.secret.secretArn);

  test('clients must use TLS, and the password of the admin', () => {
    expect(resource.Properties).toMatchObject({
      RequireTLS: true,
      EngineFamily: 'POSTGRESQL',
      Auth: [
        {
          AuthScheme: 'SECRETS',
          IAMAuth: 'DISABLED',
          ClientPasswordAuthType: 'POSTGRES_SCRAM_SHA_256',
          SecretArn: secretArn,
        },
      ],
    });
    expect(resource.Properties.DefaultAuthScheme).toBeUndefined();
    expect(resource.Properties.DebugLogging).toBeUndefined();
    expect(resource.Properties.IdleClientTimeout).toBeUndefined();
  });

  test('it leads to the cluster, and leaves connections for others', () => {
    expect(onlyResource(stack, 'AWS::RDS::DBProxyTargetGroup').Properties).toEqual({
      DBClusterIdentifiers: [stack.resolve(aurora.clusterIdentifier)],
      DBProxyName: { Ref: resource.logicalId },
      TargetGroupName: 'default',
      ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: 90 },
    });
  });

  test('it waits for the instances, its policy and its log group', () => {
    const awaited = ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'].flatMap((type) => resourcesOf(stack, type));
    const own = resourcesOf(stack).filter(({ logicalId }) => /^Proxy(Policy|Log)/.test(logicalId));
    expect(own).toHaveLength(2);
    const ids = [...awaited, ...own].map(({ logicalId }) => logicalId);
    expect(resource.DependsOn).toEqual(expect.arrayContaining(ids));
  });

  test('its role reads one secret, and nothing else', () => {
    const role = resourcesOf(stack, 'AWS::IAM::Role').find(({ logicalId }) => logicalId.startsWith('Proxy'));
    expect(role?.Properties).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'rds.amazonaws.com' } }],
      },
    });
    expect(resource.Properties.RoleArn).toEqual({ 'Fn::GetAtt': [role?.logicalId, 'Arn'] });
    expect(policyOf(stack)).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretArn },
      decryptsSecret(stack.resolve(aurora.encryptionKey?.keyArn)),
    ]);
    expect(wildcardsIn(stack)).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('its security group goes to the cluster on the port, and nowhere else', () => {
    const group = stack.resolve(proxy.securityGroup.securityGroupId);
    const cluster = stack.resolve(aurora.securityGroup.securityGroupId);
    expect(resource.Properties.VpcSecurityGroupIds).toEqual([group]);
    const egress = resourcesOf(stack, 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) => Properties);
    expect(egress.filter(({ GroupId }) => JSON.stringify(GroupId) === JSON.stringify(group))).toEqual([
      expect.objectContaining({ DestinationSecurityGroupId: cluster, FromPort: 5432, ToPort: 5432, IpProtocol: 'tcp' }),
    ]);
    const ingress = resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
    const fromProxy = ingress.filter((rule) => JSON.stringify(rule.SourceSecurityGroupId) === JSON.stringify(group));
    expect(fromProxy).toEqual([expect.objectContaining({ GroupId: cluster, FromPort: 5432, ToPort: 5432 })]);
    const own = resourcesOf(stack, 'AWS::EC2::SecurityGroup').find(({ logicalId }) => logicalId.startsWith('Proxy'));
    expect(own?.Properties.SecurityGroupIngress).toBeUndefined();
    // Without a rule of its own EC2 would open the group to everywhere, until that to the cluster is there.
    expect(own?.Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
  });

  test('it lies where the cluster lies', () => {
    expect(resource.Properties.VpcSubnetIds).toEqual(['db-a', 'db-b', 'db-c']);
  });

  test('its log group is there before, encrypted, masked and kept like those of the cluster', () => {
    const group = resourcesOf(stack, 'AWS::Logs::LogGroup').find(({ logicalId }) => logicalId.startsWith('Proxy'));
    expect(group?.Properties).toMatchObject({
      LogGroupName: `/aws/rds/proxy/${resource.Properties.DBProxyName}`,
      RetentionInDays: 365,
      KmsKeyId: stack.resolve(aurora.encryptionKey?.keyArn),
      DeletionProtectionEnabled: true,
    });
    expect(JSON.stringify(group?.Properties.DataProtectionPolicy)).toContain('CreditCardNumber');
    expect(group?.DeletionPolicy).toBe('Retain');
    expect(stack.resolve(proxy.logGroup.logGroupName)).toEqual({ Ref: group?.logicalId });
    expect(JSON.stringify(onlyResource(stack, 'AWS::KMS::Key'))).toContain(
      `:log-group:/aws/rds/proxy/${resource.Properties.DBProxyName}"`,
    );
  });

  test('its name is golden: another one would replace it', () => {
    expect(resource.Properties.DBProxyName).toBe('stack-proxy-894ad419');
  });

  test('containers get its host, and no host of readers', () => {
    expect(Object.keys(proxy.containerSecrets).sort()).toEqual([
      'DB_CREDENTIALS',
      'DB_HOST',
      'DB_NAME',
      'DB_PORT',
      'DB_USER',
    ]);
    const host = resourcesOf(stack, 'AWS::SSM::Parameter').find(({ logicalId }) => logicalId.startsWith('ProxyHost'));
    expect(host?.Properties).toEqual({
      Type: 'String',
      Description: 'Host of the proxy before the database',
      Value: stack.resolve(proxy.endpoint),
    });
    expect(host?.DependsOn).toContain(onlyResource(stack, 'AWS::RDS::DBProxyTargetGroup').logicalId);
    expect(JSON.stringify(stack.resolve(proxy.containerSecrets.DB_HOST?.arn))).toContain(`${host?.logicalId}`);
    expect(proxy.containerSecrets.DB_CREDENTIALS).toBe(aurora.containerSecrets.DB_CREDENTIALS);
    expect(proxy.containerSecrets.DB_PORT).toBe(aurora.containerSecrets.DB_PORT);
    expect(proxy.readerEndpoint).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::RDS::DBProxyEndpoint', 0);
  });
});

test('a service reaches it on the port of the engine', () => {
  const { stack, aurora, proxy } = withProxy({}, { engine: MYSQL });
  const service = new SecurityGroup(stack, 'Service', { vpc: aurora.cluster.vpc, allowAllOutbound: false });
  service.connections.allowToDefaultPort(proxy);
  const rules = resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
  expect(rules).toContainEqual(
    expect.objectContaining({
      GroupId: stack.resolve(proxy.securityGroup.securityGroupId),
      FromPort: 3306,
      ToPort: 3306,
    }),
  );
  expect(proxyOf(stack)).toMatchObject({ EngineFamily: 'MYSQL' });
  expect(proxyOf(stack).Auth[0].ClientPasswordAuthType).toBeUndefined();
});

describe('the reader endpoint', () => {
  test('leads to the readers', () => {
    const { stack, proxy } = withProxy({ readerEndpoint: true });
    const endpoint = onlyResource(stack, 'AWS::RDS::DBProxyEndpoint');
    expect(endpoint.Properties).toMatchObject({
      TargetRole: 'READ_ONLY',
      VpcSubnetIds: ['db-a', 'db-b', 'db-c'],
      VpcSecurityGroupIds: [stack.resolve(proxy.securityGroup.securityGroupId)],
    });
    expect(stack.resolve(proxy.readerEndpoint)).toEqual({ 'Fn::GetAtt': [endpoint.logicalId, 'Endpoint'] });
    const parameter = resourcesOf(stack, 'AWS::SSM::Parameter').find(({ logicalId }) =>
      logicalId.startsWith('ProxyReaderHost'),
    );
    expect(parameter?.Properties).toMatchObject({
      Description: 'Host of the proxy before the database readers',
      Value: stack.resolve(proxy.readerEndpoint),
    });
    expect(Object.keys(proxy.containerSecrets)).toContain('DB_READER_HOST');
  });

  test('is refused without a reader', () => {
    const instances = AuroraInstances.serverlessV2({ minCapacity: 1, maxCapacity: 2, readers: 0 });
    expect(() => withProxy({ readerEndpoint: true }, { instances })).toThrow(
      refused('`readerEndpoint` must have a reader to lead to, got: a cluster without one. Use `readers`.'),
    );
    expect(() => withProxy({ readerEndpoint: false }, { instances })).not.toThrow();
  });
});

describe('settings', () => {
  const limitOf = (stack: Stack) =>
    onlyResource(stack, 'AWS::RDS::DBProxyTargetGroup').Properties.ConnectionPoolConfigurationInfo
      .MaxConnectionsPercent;

  test('can be chosen', () => {
    for (const [idleClientTimeout, maxConnectionsPercent] of [
      [Duration.seconds(1), 1],
      [Duration.hours(8), 100],
    ] as const) {
      const { stack } = withProxy({ idleClientTimeout, maxConnectionsPercent });
      expect(proxyOf(stack).IdleClientTimeout).toBe(idleClientTimeout.toSeconds());
      expect(limitOf(stack)).toBe(maxConnectionsPercent);
    }
  });

  test('can be known only at deployment', () => {
    const ref = { Ref: 'Number' };
    const token = Token.asNumber(ref);
    const { stack } = withProxy({ idleClientTimeout: Duration.seconds(token), maxConnectionsPercent: token });
    expect([proxyOf(stack).IdleClientTimeout, limitOf(stack)]).toEqual([ref, ref]);
  });

  test.each([
    [
      { idleClientTimeout: Duration.seconds(0) },
      '`idleClientTimeout` must be a whole number from 1 to 28800 seconds, got: 0.',
    ],
    [
      { idleClientTimeout: Duration.minutes(Token.asNumber({ Ref: 'Minutes' })) },
      '`idleClientTimeout` must be in seconds where it is known only at deployment, got: a token of minutes. ' +
        'Use Duration.seconds().',
    ],
    [
      { idleClientTimeout: Duration.millis(1500) },
      '`idleClientTimeout` must be a whole number from 1 to 28800 seconds, got: 1.5.',
    ],
    [
      { idleClientTimeout: Duration.hours(9) },
      '`idleClientTimeout` must be a whole number from 1 to 28800 seconds, got: 32400.',
    ],
    [{ maxConnectionsPercent: 0 }, '`maxConnectionsPercent` must be a whole number from 1 to 100 percent, got: 0.'],
    [{ maxConnectionsPercent: 101 }, '`maxConnectionsPercent` must be a whole number from 1 to 100 percent, got: 101.'],
    [
      { vpcSubnets: { subnetType: SubnetType.PUBLIC } },
      '`vpcSubnets` must select isolated or private subnets, got: a selection with public ones. ' +
        'Use { subnetType: SubnetType.PRIVATE_ISOLATED }.',
    ],
  ])('%# is refused', (props, message) => {
    expect(() => withProxy(props)).toThrow(refused(message));
  });

  test('subnets can be others than those of the cluster', () => {
    const { stack } = withProxy({ vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } });
    expect(proxyOf(stack).VpcSubnetIds).toEqual(['app-a', 'app-b', 'app-c']);
  });

  test('the log group follows the cluster', () => {
    const { stack } = withProxy(
      {},
      {
        encryption: StorageEncryption.awsManaged(),
        logRetention: Duration.days(400),
        removalPolicy: RemovalPolicy.DESTROY,
      },
    );
    const groups = resourcesOf(stack, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(2);
    for (const { Properties, DeletionPolicy } of groups) {
      expect([Properties.KmsKeyId, Properties.RetentionInDays, DeletionPolicy]).toEqual([undefined, 400, 'Delete']);
    }
  });
});

describe('in a stack of its own', () => {
  const app = new App({ context: { ...recommendedFlags } });
  const stack = new Stack(app, 'Stack');
  const other = new Stack(app, 'Other');
  const aurora = database(stack, { vpc: strangersVpc(stack) });
  const proxies = ['One', 'Two'].map((id) => new AuroraProxy(other, id, { database: aurora, readerEndpoint: true }));
  (proxies[0]?.proxy.node.defaultChild as CfnDBProxy).dbProxyName = 'renamed';
  app.synth();

  test('it makes no cycle: the cluster does not know its proxies', () => {
    expect(other.dependencies.map(({ node }) => node.id)).toEqual(['Stack']);
    expect(stack.dependencies).toEqual([]);
  });

  test('two have different names', () => {
    for (const [type, name] of [
      ['AWS::RDS::DBProxy', 'DBProxyName'],
      ['AWS::RDS::DBProxyEndpoint', 'DBProxyEndpointName'],
      ['AWS::Logs::LogGroup', 'LogGroupName'],
    ] as const) {
      const names = resourcesOf(other, type).map(({ Properties }) => Properties[name]);
      expect(new Set(names).size).toBe(2);
    }
  });

  test('the name is marked as replaceable, and log group and key policy follow it', () => {
    const marked = other.node
      .findAll()
      .filter((node): node is CfnDBProxy => CfnDBProxy.isCfnDBProxy(node))
      .filter(({ node }) => node.metadata.some(({ type, data }) => type === 'derived-name' && data === true));
    expect(marked).toHaveLength(2);
    const names = resourcesOf(other, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.LogGroupName);
    expect(names).toContain('/aws/rds/proxy/renamed');
    expect(JSON.stringify(onlyResource(stack, 'AWS::KMS::Key'))).toContain(':log-group:/aws/rds/proxy/renamed"');
  });
});
