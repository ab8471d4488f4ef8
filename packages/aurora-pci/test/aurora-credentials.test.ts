import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  Peer,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy, type Stack, Token } from 'aws-cdk-lib/core';
import { AuroraCredentials, type RotatedCredentialsOptions, StorageEncryption } from '../src';
import { database, MYSQL, newStack, POSTGRES, stackWith, strangersVpc } from './fixtures';

const generated = (options?: { username?: string }) => stackWith({ credentials: AuroraCredentials.generated(options) });
const rotated = (interval?: Duration, options?: RotatedCredentialsOptions) =>
  stackWith({ credentials: AuroraCredentials.rotated(interval, options) });
const ruleOf = (stack: Stack, type: string, property: string) =>
  resourcesOf(stack, type).map(({ Properties: p }) => [
    p.FromPort,
    p.ToPort,
    p.IpProtocol,
    p[property]?.['Fn::GetAtt']?.[0],
  ]);

describe('the secret', () => {
  const stack = stackWith();
  const secret = onlyResource(stack, 'AWS::SecretsManager::Secret');

  test('is generated, and a strong password', () => {
    expect(secret.Properties.GenerateSecretString).toMatchObject({
      SecretStringTemplate: '{"username":"dbadmin"}',
      GenerateStringKey: 'password',
      PasswordLength: 40,
      RequireEachIncludedType: true,
    });
  });

  test('is the password of the cluster, and no password is in the template', () => {
    const { MasterUsername, MasterUserPassword, ManageMasterUserPassword } = onlyResource(
      stack,
      'AWS::RDS::DBCluster',
    ).Properties;
    expect([MasterUsername, ManageMasterUserPassword]).toEqual(['dbadmin', undefined]);
    expect(MasterUserPassword).toEqual({
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret.logicalId }, ':SecretString:password::}}']],
    });
  });

  test('gets the facts of the connection', () => {
    expect(onlyResource(stack, 'AWS::SecretsManager::SecretTargetAttachment').Properties).toEqual({
      SecretId: { Ref: secret.logicalId },
      TargetId: { Ref: onlyResource(stack, 'AWS::RDS::DBCluster').logicalId },
      TargetType: 'AWS::RDS::DBCluster',
    });
  });

  test.each([
    // Its name is free again when a first deployment fails, which takes the cluster back too.
    [undefined, 'RetainExceptOnCreate', 'Retain'],
    [RemovalPolicy.RETAIN, 'Retain', 'Retain'],
    [RemovalPolicy.DESTROY, 'Delete', 'Delete'],
  ])('is kept with what it opens (%p)', (removalPolicy, deletion, replacement) => {
    const kept = onlyResource(stackWith({ removalPolicy }), 'AWS::SecretsManager::Secret');
    expect([kept.DeletionPolicy, kept.UpdateReplacePolicy]).toEqual([deletion, replacement]);
  });

  test('can have a key of its own', () => {
    const other = newStack();
    const encryptionKey = new Key(other, 'Key');
    const encryption = StorageEncryption.awsManaged();
    database(other, { encryption, credentials: AuroraCredentials.generated({ encryptionKey }) });
    expect(onlyResource(other, 'AWS::SecretsManager::Secret').Properties.KmsKeyId).toEqual(
      other.resolve(encryptionKey.keyArn),
    );
    expect(onlyResource(other, 'AWS::RDS::DBCluster').Properties.KmsKeyId).toBeUndefined();
  });
});

describe('the user name', () => {
  test('can be chosen, or be known only at deployment', () => {
    const userOf = (username: string) => onlyResource(generated({ username }), 'AWS::RDS::DBCluster').Properties;
    expect(userOf('payments_owner').MasterUsername).toBe('payments_owner');
    expect(userOf(Token.asString({ Ref: 'User' })).MasterUsername).toEqual({ Ref: 'User' });
  });

  test.each(['admin', 'postgres', 'ROOT', 'rdsadmin', 'administrator', 'pg_owner', 'rds_superuser', 'user'])(
    '%p is refused',
    (username) => {
      expect(() => generated({ username })).toThrow(
        new Error(
          'Stack/Database: `username` must not be a default or reserved admin name (PCI DSS 4.0.1 requirement 2.2.2), ' +
            `got: '${username}'. Use a name of your own, such as 'dbadmin'.`,
        ),
      );
    },
  );

  test.each([
    [POSTGRES, 63],
    [MYSQL, 32],
  ])('engine %#: %p characters are the most', (engine, length) => {
    const build = (username: string) => stackWith({ engine, credentials: AuroraCredentials.generated({ username }) });
    expect(() => build('a'.repeat(length))).not.toThrow();
    for (const username of ['a'.repeat(length + 1), '1a', '_a', 'a-b', '']) {
      expect(() => build(username)).toThrow(
        new Error(
          'Stack/Database: `username` must be a letter, then letters, digits and underscores, ' +
            `at most ${length} characters, got: '${username}'.`,
        ),
      );
    }
  });
});

describe('rotation', () => {
  const stack = newStack();
  const aurora = database(stack);
  const schedule = onlyResource(stack, 'AWS::SecretsManager::RotationSchedule');

  test('happens every 30 days by default, and not with a deployment', () => {
    expect(schedule.Properties).toMatchObject({
      SecretId: { Ref: onlyResource(stack, 'AWS::SecretsManager::SecretTargetAttachment').logicalId },
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      RotateImmediatelyOnUpdate: false,
    });
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('waits for the instances', () => {
    const instances = resourcesOf(stack, 'AWS::RDS::DBInstance').map(({ logicalId }) => logicalId);
    expect(schedule.DependsOn).toEqual(expect.arrayContaining(instances));
  });

  test.each([
    ['PostgreSQL', POSTGRES, 'PostgreSQLSingleUser', 5432],
    ['MySQL', MYSQL, 'MySQLSingleUser', 3306],
  ])('%s: the function reaches the database on its port and Secrets Manager on 443', (_name, engine, type, port) => {
    const own = stackWith({ engine });
    const [group] = resourcesOf(own, 'AWS::EC2::SecurityGroup').filter(
      ({ Properties }) => Properties.GroupDescription === 'Rotation of the database password',
    );
    expect(onlyResource(own, 'AWS::SecretsManager::RotationSchedule').Properties.HostedRotationLambda).toMatchObject({
      RotationType: type,
      VpcSubnetIds: 'db-a,db-b,db-c',
      VpcSecurityGroupIds: { 'Fn::GetAtt': [group?.logicalId, 'GroupId'] },
      KmsKeyArn: { 'Fn::GetAtt': [onlyResource(own, 'AWS::KMS::Key').logicalId, 'Arn'] },
    });
    expect(group?.Properties.SecurityGroupEgress).toEqual([
      {
        CidrIp: '10.0.0.0/16',
        Description: 'Rotation to Secrets Manager',
        FromPort: 443,
        ToPort: 443,
        IpProtocol: 'tcp',
      },
    ]);
    expect(ruleOf(own, 'AWS::EC2::SecurityGroupEgress', 'GroupId')).toEqual([[port, port, 'tcp', group?.logicalId]]);
    expect(ruleOf(own, 'AWS::EC2::SecurityGroupIngress', 'SourceSecurityGroupId')).toEqual([
      [port, port, 'tcp', group?.logicalId],
    ]);
  });

  test('the same characters are left out of the first password and of the next ones', () => {
    expect(schedule.Properties.HostedRotationLambda.ExcludeCharacters).toBe(
      onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.GenerateSecretString.ExcludeCharacters,
    );
  });

  test('adds one schedule, one policy against deletion, and the transform', () => {
    Template.fromStack(stack).resourceCountIs('AWS::SecretsManager::ResourcePolicy', 1);
    expect(Template.fromStack(stack).toJSON().Transform).toBe('AWS::SecretsManager-2024-09-16');
    expect(aurora.rotationSecurityGroup).toBeDefined();
  });

  test('can have another interval; above 90 days warns', () => {
    const expressionOf = (days: number) =>
      onlyResource(rotated(Duration.days(days)), 'AWS::SecretsManager::RotationSchedule').Properties.RotationRules;
    expect(expressionOf(1)).toEqual({ ScheduleExpression: 'rate(1 day)' });
    expect(annotationsOf(rotated(Duration.days(90)))).toEqual([]);
    expect(annotationsOf(rotated(Duration.days(1000)))).toEqual([
      'The database password is rotated every 1000 days, and PCI DSS 4.0.1 requirement 8.6.3 asks for a period that a ' +
        'risk analysis supports; Security Hub checks for 90 days. Use a shorter interval in AuroraCredentials.rotated(). ' +
        '[ack: @org/aurora-pci:rotation-above-90-days]',
    ]);
  });

  test.each([
    [Duration.days(0), '0'],
    [Duration.hours(12), '0.5'],
    [Duration.days(1001), '1001'],
  ])('interval %# is refused', (interval, days) => {
    expect(() => rotated(interval)).toThrow(
      new Error(`Stack/Database: \`interval\` must be a whole number from 1 to 1000 days, got: ${days}.`),
    );
  });

  test('an interval known only at deployment is refused', () => {
    expect(() => rotated(Duration.days(Token.asNumber({ Ref: 'Days' })))).toThrow(
      new Error('Stack/Database: `interval` must be known at synthesis, got: a value known only at deployment.'),
    );
  });

  test('can run in other subnets and reach Secrets Manager through NAT', () => {
    const own = rotated(undefined, {
      rotationSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      secretsManager: Peer.anyIpv4(),
    });
    const { VpcSubnetIds } = onlyResource(own, 'AWS::SecretsManager::RotationSchedule').Properties.HostedRotationLambda;
    expect(VpcSubnetIds).toBe('app-a,app-b,app-c');
    expect(JSON.stringify(resourcesOf(own, 'AWS::EC2::SecurityGroup'))).toContain('"CidrIp":"0.0.0.0/0"');
  });

  test.each([Peer.anyIpv4(), Peer.anyIpv6(), Peer.ipv4('10.0.0.0/0')])('anywhere %# warns', (secretsManager) => {
    expect(annotationsOf(rotated(undefined, { secretsManager }))).toEqual([
      'The rotation function may open connections to every address on port 443, and PCI DSS 4.0.1 requirement 1.3.2 asks ' +
        'to limit outbound traffic. Give the interface endpoint of Secrets Manager as `secretsManager`. ' +
        '[ack: @org/aurora-pci:rotation-egress-anywhere]',
    ]);
  });

  test('a range does not warn', () => {
    expect(annotationsOf(rotated(undefined, { secretsManager: Peer.ipv4('10.0.0.0/10') }))).toEqual([]);
  });

  test('opens an interface endpoint to the function, both ways', () => {
    const own = newStack();
    const vpc = strangersVpc(own);
    const endpointGroup = new SecurityGroup(own, 'EndpointGroup', { vpc, allowAllOutbound: false });
    const secretsManager = new InterfaceVpcEndpoint(own, 'Endpoint', {
      vpc,
      service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      securityGroups: [endpointGroup],
      open: false,
    });
    database(own, { vpc, credentials: AuroraCredentials.rotated(undefined, { secretsManager }) });
    const { logicalId } = resourcesOf(own, 'AWS::EC2::SecurityGroup')[0] ?? {};
    const ingress = resourcesOf(own, 'AWS::EC2::SecurityGroupIngress').map(({ Properties: p }) => p);
    expect(ingress).toContainEqual(
      expect.objectContaining({ FromPort: 443, ToPort: 443, GroupId: { 'Fn::GetAtt': [logicalId, 'GroupId'] } }),
    );
    expect(JSON.stringify(resourcesOf(own, 'AWS::EC2::SecurityGroup'))).not.toContain('10.0.0.0/16');
    // Without a rule of its own EC2 would open a group to everywhere, until those of the function are there.
    for (const { Properties } of resourcesOf(own, 'AWS::EC2::SecurityGroup')) {
      expect(Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    }
  });

  test('an imported VPC without an address range asks for the place', () => {
    const own = newStack();
    const vpc = Vpc.fromVpcAttributes(own, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'],
      isolatedSubnetIds: ['db-a', 'db-b'],
    });
    expect(() => database(own, { vpc })).toThrow(
      new Error(
        'Stack/Database: `secretsManager` must say where the rotation reaches Secrets Manager, because the imported `vpc` ' +
          'does not tell its address range, got: nothing. Give Vpc.fromVpcAttributes() a `vpcCidrBlock`, or ' +
          'AuroraCredentials.rotated() the interface endpoint.',
      ),
    );
  });
});

test('without rotation nothing rotates, no transform is added, and it warns', () => {
  const stack = newStack();
  const aurora = database(stack, { credentials: AuroraCredentials.generated() });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  template.resourceCountIs('AWS::SecretsManager::ResourcePolicy', 0);
  template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
  expect(template.toJSON().Transform).toBeUndefined();
  expect(aurora.rotationSecurityGroup).toBeUndefined();
  expect(annotationsOf(stack)).toEqual([
    'The password of the database admin is never changed, and PCI DSS 4.0.1 requirement 8.6.3 asks for changes at a period ' +
      'that a risk analysis supports. Use AuroraCredentials.rotated(Duration.days(30)). [ack: @org/aurora-pci:no-rotation]',
  ]);
});

describe('managed by Amazon RDS', () => {
  const stack = newStack();
  const aurora = database(stack, { credentials: AuroraCredentials.managedByRds() });
  const role = new Role(stack, 'Execution', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  const { DB_CREDENTIALS: credentials } = aurora.containerSecrets;
  const granted = credentials?.grantRead(role);
  const cluster = onlyResource(stack, 'AWS::RDS::DBCluster');
  const secretArn = { 'Fn::GetAtt': [cluster.logicalId, 'MasterUserSecret.SecretArn'] };

  test('the password is in no template, and encrypted with the key of the storage', () => {
    expect(cluster.Properties).toMatchObject({
      MasterUsername: 'dbadmin',
      ManageMasterUserPassword: true,
      MasterUserSecret: { KmsKeyId: cluster.Properties.KmsKeyId },
    });
    expect(cluster.Properties.MasterUserPassword).toBeUndefined();
  });

  test('no secret, function, transform or second security group of ours, and no warning', () => {
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    template.resourceCountIs('AWS::SecretsManager::SecretTargetAttachment', 0);
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    expect(template.toJSON().Transform).toBeUndefined();
    expect(aurora.rotationSecurityGroup).toBeUndefined();
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('a container reads the secret where it is, and gets exactly that granted', () => {
    expect(stack.resolve(credentials?.arn)).toEqual(secretArn);
    expect([credentials?.hasField, granted?.success]).toEqual([false, true]);
    const statements = onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;
    expect(statements.map(({ Action, Resource }: { Action: string; Resource: unknown }) => [Action, Resource])).toEqual(
      [
        ['secretsmanager:GetSecretValue', secretArn],
        ['kms:Decrypt', cluster.Properties.KmsKeyId],
      ],
    );
  });

  test('the facts of the connection wait for the cluster', () => {
    const instances = resourcesOf(stack, 'AWS::RDS::DBInstance').map(({ logicalId }) => logicalId);
    for (const { DependsOn } of resourcesOf(stack, 'AWS::SSM::Parameter')) {
      expect(DependsOn).toEqual(expect.arrayContaining(instances));
    }
  });

  test('user name and key can be chosen; an AWS-managed key is left out', () => {
    const other = newStack();
    const encryptionKey = new Key(other, 'Key');
    database(other, { credentials: AuroraCredentials.managedByRds({ username: 'owner', encryptionKey }) });
    expect(onlyResource(other, 'AWS::RDS::DBCluster').Properties).toMatchObject({
      MasterUsername: 'owner',
      MasterUserSecret: { KmsKeyId: other.resolve(encryptionKey.keyArn) },
    });
    const encryption = StorageEncryption.awsManaged();
    const plain = onlyResource(
      stackWith({ encryption, credentials: AuroraCredentials.managedByRds() }),
      'AWS::RDS::DBCluster',
    );
    expect(plain.Properties.ManageMasterUserPassword).toBe(true);
    expect(plain.Properties.MasterUserSecret).toBeUndefined();
  });

  test('a default admin name is refused here too', () => {
    expect(() => stackWith({ credentials: AuroraCredentials.managedByRds({ username: 'admin' }) })).toThrow(
      '`username` must not be a default or reserved admin name',
    );
  });
});
