import { onlyResource, resourcesOf } from '@org/testing';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, CfnResource, Lazy, NestedStack, PhysicalName, Stack, Stage, Tags, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { NamingConvention } from '../src';
import { nameTag } from './names';

const naming = () => NamingConvention.typeEnvironmentSuffix({ environment: 'prod', suffix: 'aa1' });

/** Fills a stack, names it, and synthesizes it. */
function named(build: (stack: Stack) => void, convention = naming()): Stack {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  build(stack);
  convention.applyTo(app);
  app.synth();
  return stack;
}

/** The queues' names in the order of the template. */
const queueNames = (stack: Stack) =>
  resourcesOf(stack, 'AWS::SQS::Queue').map(({ Properties }) => Properties.QueueName);

describe('a name that an author set', () => {
  test('stays: literal, lazy, reference', () => {
    const stack = named((scope) => {
      new sqs.Queue(scope, 'Literal', { queueName: 'MyQueue' });
      new sqs.Queue(scope, 'Lazy', { queueName: Lazy.string({ produce: () => 'late' }) });
      new sqs.CfnQueue(scope, 'Reference', { queueName: new sns.CfnTopic(scope, 'Topic').attrTopicName });
    });
    expect(queueNames(stack)).toEqual(['MyQueue', 'late', { 'Fn::GetAtt': ['Topic', 'TopicName'] }]);
  });

  test('stays where it is no text', () => {
    const stack = named((scope) =>
      Reflect.set(new sqs.CfnQueue(scope, 'Jobs'), 'queueName', Token.asAny({ Ref: 'AWS::StackName' })),
    );
    expect(queueNames(stack)).toEqual([{ Ref: 'AWS::StackName' }]);
  });

  test('stays where it is a tag', () => {
    const stack = named((scope) => {
      const gateway = new ec2.CfnInternetGateway(scope, 'Gateway');
      Tags.of(gateway).add('Name', 'edge');
    });
    expect(nameTag(onlyResource(stack, 'AWS::EC2::InternetGateway'))).toBe('edge');
  });

  test('stays where it is an override', () => {
    const stack = named((scope) => new sqs.CfnQueue(scope, 'Jobs').addPropertyOverride('QueueName', 'mine'));
    expect(queueNames(stack)).toEqual(['mine']);
  });

  test('is not taken away by a derived one that came first', () => {
    const stack = named((scope) => {
      new sqs.Queue(scope, 'Jobs');
      new sqs.Queue(scope, 'Other', { queueName: 'Queue-Jobs-prod-aa1' });
    });
    expect(queueNames(stack)).toEqual([
      expect.stringMatching(/^queue-jobs-[a-z][a-z0-9]{5}-prod-aa1$/),
      'Queue-Jobs-prod-aa1',
    ]);
  });

  test('is not taken away where it is an override either', () => {
    const stack = named((scope) => {
      new sqs.Queue(scope, 'Jobs');
      new sqs.CfnQueue(scope, 'Other').addPropertyOverride('QueueName', 'queue-jobs-prod-aa1');
    });
    expect(queueNames(stack)).toEqual([
      expect.stringMatching(/^queue-jobs-[a-z][a-z0-9]{5}-prod-aa1$/),
      'queue-jobs-prod-aa1',
    ]);
  });
});

describe('a name that nobody chose', () => {
  test('is replaced where CDK made it up', () => {
    const stack = named((scope) => {
      new ecs.FargateTaskDefinition(scope, 'Api').addContainer('c', { image: ecs.ContainerImage.fromRegistry('x') });
      new cloudwatch.CompositeAlarm(scope, 'Any', { alarmRule: cloudwatch.AlarmRule.fromBoolean(true) });
      new sns.Topic(scope, 'Ordered', { fifo: true });
    });
    expect(onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.Family).toBe('task-api-prod-aa1');
    expect(onlyResource(stack, 'AWS::CloudWatch::CompositeAlarm').Properties.AlarmName).toBe('alarm-any-prod-aa1');
    expect(onlyResource(stack, 'AWS::SNS::Topic').Properties.TopicName).toBe('topic-ordered-prod-aa1.fifo');
  });

  test('is replaced where a package marked it as its default, and what is built from it follows', () => {
    const stack = named((scope) => {
      // Visited before the cluster is renamed: resolving it then would keep the old name, which a lazy value remembers.
      const logGroupName = Lazy.string({ produce: () => `/aws/rds/cluster/${cluster.dbClusterIdentifier}/postgresql` });
      new logs.LogGroup(scope, 'Logs', { logGroupName });
      const engine = 'aurora-postgresql';
      const cluster = new rds.CfnDBCluster(scope, 'Database', { engine, dbClusterIdentifier: 'database-1' });
      const unmarked = new rds.CfnDBCluster(scope, 'Reports', { engine, dbClusterIdentifier: 'reports' });
      cluster.node.addMetadata('derived-name', true);
      unmarked.node.addMetadata('derived-name', false);
    });
    expect(resourcesOf(stack, 'AWS::RDS::DBCluster').map(({ Properties }) => Properties.DBClusterIdentifier)).toEqual([
      'db-cluster-prod-aa1',
      'reports',
    ]);
    expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.LogGroupName).toBe(
      '/aws/rds/cluster/db-cluster-prod-aa1/postgresql',
    );
  });

  test('keeps the start that AWS demands of a log group for WAF', () => {
    const stack = named((scope) => {
      for (const start of ['aws-waf-logs', 'service-logs']) {
        const group = new logs.CfnLogGroup(scope, start, { logGroupName: `${start}-default` });
        group.node.addMetadata('derived-name', true);
      }
    });
    expect(resourcesOf(stack, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.LogGroupName)).toEqual([
      'aws-waf-logs-log-group-aws-waf-prod-aa1',
      'log-group-service-prod-aa1',
    ]);
  });

  test('is the one that other accounts and regions refer to', () => {
    const app = new App();
    const producer = new Stack(app, 'Producer', { env: { account: '111111111111', region: 'us-east-1' } });
    const consumer = new Stack(app, 'Consumer', { env: { account: '222222222222', region: 'us-east-1' } });
    const bucket = new s3.Bucket(producer, 'Archive', { bucketName: PhysicalName.GENERATE_IF_NEEDED });
    new sns.Topic(consumer, 'Topic', { displayName: bucket.bucketName });
    new iam.CfnRole(bucket, 'Aside', { assumeRolePolicyDocument: {} });
    naming().applyTo(app);
    app.synth();
    const name = 'bucket-archive-prod-aa1-111111111111';
    expect(onlyResource(producer, 'AWS::S3::Bucket').Properties.BucketName).toBe(name);
    expect(onlyResource(consumer, 'AWS::SNS::Topic').Properties.DisplayName).toBe(name);
  });
});

describe('what a type demands', () => {
  test('the account id ends a bucket name, as a reference where it is unknown', () => {
    const stack = named((scope) => new s3.Bucket(scope, 'Archive'));
    expect(onlyResource(stack, 'AWS::S3::Bucket').Properties.BucketName).toEqual({
      'Fn::Join': ['', ['bucket-archive-prod-aa1-', { Ref: 'AWS::AccountId' }]],
    });
  });

  test.each([
    ['aa1', 'secret-api-aa1'],
    ['pr1234', { 'Fn::Join': ['', ['secret-api-pr1234-', { Ref: 'AWS::AccountId' }]] }],
    ['pr12345', 'secret-api-pr12345'],
    ['a-pr1234', { 'Fn::Join': ['', ['secret-api-a-pr1234-', { Ref: 'AWS::AccountId' }]] }],
  ])('a secret does not end in a hyphen and six characters: suffix %s', (suffix, name) => {
    const stack = named((scope) => new secretsmanager.Secret(scope, 'Api'), NamingConvention.typeSuffix({ suffix }));
    expect(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.Name).toEqual(name);
  });

  test('.fifo ends the name of a FIFO queue and of no other', () => {
    const stack = named((scope) => {
      new sqs.Queue(scope, 'Ordered', { fifo: true });
      new sqs.CfnQueue(scope, 'Jobs', { fifoQueue: false });
    });
    expect(queueNames(stack)).toEqual(['queue-ordered-prod-aa1.fifo', 'queue-jobs-prod-aa1']);
  });

  test('a security group does not begin with sg-', () => {
    const stack = named((scope) => new ec2.CfnSecurityGroup(scope, 'Sg', { groupDescription: 'x' }));
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.GroupName).toBe('security-group-prod-aa1');
  });

  test('names that stand in other properties keep to their limits too', () => {
    const stack = named((scope) => {
      for (const id of ['Sessions', 'SessionsOfTheCheckoutServiceForCardholders']) {
        new elasticache.CfnReplicationGroup(scope, id, { replicationGroupDescription: 'x' });
      }
      new elasticache.CfnSubnetGroup(scope, 'Subnets', { description: 'x', subnetIds: [] });
      new lambda.CfnLayerVersion(scope, 'Tools', { content: { s3Bucket: 'x', s3Key: 'x' } });
    });
    const names = resourcesOf(stack).map(({ Properties }) => Object.values(Properties));
    expect(names.flat().filter((name) => typeof name === 'string' && name.endsWith('-aa1'))).toEqual([
      'cache-sessions-prod-aa1',
      expect.stringMatching(/^cache-sessions-of-the-[a-z0-9-]{9}-prod-aa1$/),
      'cache-subnets-prod-aa1',
      'layer-tools-prod-aa1',
    ]);
  });

  test('load balancers are told apart', () => {
    const stack = named((scope) => {
      for (const type of ['application', 'network', 'gateway']) new elb.CfnLoadBalancer(scope, type, { type });
      new elb.CfnLoadBalancer(scope, 'Plain');
    });
    expect(resourcesOf(stack).map(({ Properties }) => Properties.Name)).toEqual([
      'alb-application-prod-aa1',
      'nlb-network-prod-aa1',
      'gwlb-gateway-prod-aa1',
      'alb-plain-prod-aa1',
    ]);
  });
});

describe('unique', () => {
  test('the first of two equal names stays, the second gets a hash of its path', () => {
    const app = new App();
    const [first, second] = ['One', 'Two'].map((id) => {
      const stack = new Stack(app, id);
      new sqs.Queue(stack, 'Jobs');
      return stack;
    }) as [Stack, Stack];
    naming().applyTo(app);
    app.synth();
    expect(queueNames(first)).toEqual(['queue-jobs-prod-aa1']);
    expect(queueNames(second)).toEqual([expect.stringMatching(/^queue-jobs-[a-z][a-z0-9]{5}-prod-aa1$/)]);
  });

  test('types that AWS names together share no name, given or derived', () => {
    const stack = named((scope) => {
      const metric = new cloudwatch.Metric({ namespace: 'Payments', metricName: 'Refused' });
      const alarmRule = cloudwatch.AlarmRule.fromBoolean(true);
      new cloudwatch.Alarm(scope, 'QueueDepth', { metric, threshold: 1, evaluationPeriods: 1 });
      new cloudwatch.CompositeAlarm(scope, 'Queue-Depth', { alarmRule });
      new cloudwatch.CompositeAlarm(scope, 'Given', { alarmRule, compositeAlarmName: 'alarm-age-prod-aa1' });
      new cloudwatch.Alarm(scope, 'Age', { metric, threshold: 1, evaluationPeriods: 1 });
    });
    const namesOf = (type: string) => resourcesOf(stack, type).map(({ Properties }) => Properties.AlarmName);
    expect(namesOf('AWS::CloudWatch::Alarm')).toEqual([
      'alarm-queue-depth-prod-aa1',
      expect.stringMatching(/^alarm-age-[a-z][a-z0-9]{5}-prod-aa1$/),
    ]);
    expect(namesOf('AWS::CloudWatch::CompositeAlarm')).toEqual([
      expect.stringMatching(/^alarm-queue-depth-[a-z][a-z0-9]{5}-prod-aa1$/),
      'alarm-age-prod-aa1',
    ]);
  });

  test('a name has one owner a type, so that a queue and a topic may share words', () => {
    const stack = named((scope) => {
      new iam.CfnGroup(scope, 'Readers');
      new iam.CfnUser(scope, 'Readers2');
    });
    expect(onlyResource(stack, 'AWS::IAM::Group').Properties.GroupName).toBe('group-readers-prod-aa1');
  });

  test('a new sibling renames nobody', () => {
    const before = named((scope) => new sqs.Queue(scope, 'Jobs'));
    const after = named((scope) => {
      new sqs.Queue(scope, 'Dead');
      new sqs.Queue(scope, 'Jobs');
      new sqs.Queue(scope, 'More');
    });
    expect(queueNames(after)).toContain(queueNames(before)[0]);
  });
});

describe('reach', () => {
  test.each<[string, (app: App) => Construct]>([
    ['in the app', (app) => app],
    ['in the stack of a pipeline', (app) => new Stack(app, 'Pipeline')],
  ])('nested stacks count to the path, stages %s do not', (_, homeIn) => {
    const app = new App();
    const stack = new Stack(new Stage(homeIn(app), 'Prod'), 'Stack');
    const nested = new NestedStack(stack, 'Messaging');
    new sqs.Queue(nested, 'Jobs');
    new sqs.Queue(stack, 'Mail');
    naming().applyTo(app);
    app.synth();
    expect(queueNames(nested)).toEqual(['queue-messaging-jobs-prod-aa1']);
    expect(queueNames(stack)).toEqual(['queue-mail-prod-aa1']);
  });

  test('a stage that comes later is an error', () => {
    const app = new App();
    naming().applyTo(app);
    new sqs.Queue(new Stack(new Stage(app, 'Late'), 'Stack'), 'Jobs');
    expect(() => app.synth()).toThrow(
      new Error(
        'Validation failed with the following errors:\n' +
          "  [] NamingConvention must be applied after stage 'Late' is created. Call applyTo() last.",
      ),
    );
  });

  test('a stack that comes later is named', () => {
    const app = new App();
    naming().applyTo(app);
    const stack = new Stack(app, 'Late');
    new sqs.Queue(stack, 'Jobs');
    app.synth();
    expect(queueNames(stack)).toEqual(['queue-jobs-prod-aa1']);
  });

  test("CDK's own plumbing is left alone", () => {
    const role = (scope: Construct, id: string) => new iam.CfnRole(scope, id, { assumeRolePolicyDocument: {} });
    const stack = named((scope) => {
      role(scope, 'Custom::S3AutoDeleteObjectsCustomResourceProvider');
      role(scope, 'AWS679f53fac002430cb0da5b7982bd2287');
      role(scope, 'CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C');
      for (const event of ['onEvent', 'isComplete', 'onTimeout']) role(scope, `framework-${event}`);
      role(scope, 'waiter-state-machine');
      new CfnResource(scope, 'Raw', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: {} } });
      role(scope, 'App');
    });
    expect(resourcesOf(stack, 'AWS::IAM::Role').map(({ Properties }) => Properties.RoleName)).toEqual([
      ...new Array(8).fill(undefined),
      'role-app-prod-aa1',
    ]);
  });

  test.each([
    [
      'inside of a construct',
      ['Ledger', 'StripeCustomResourceProvider'],
      'role-ledger-stripe-custom-resource-provider',
    ],
    ['inside of a construct', ['Ledger', 'Tenant5d41402abc4b2a76b9719d911017c592'], /^role-ledger-tenant-5d-41402abc-/],
    ['that is a hash alone', ['5d41402abc4b2a76b9719d911017c592'], /^role-5d-41402abc-/],
  ])('an id like those of plumbing, %s, is no such', (_, ids, name) => {
    const stack = named((scope) => {
      const home = ids.reduce<Construct>((parent, id) => new Construct(parent, id), scope);
      new iam.CfnRole(home, 'App', { assumeRolePolicyDocument: {} });
    });
    expect(onlyResource(stack, 'AWS::IAM::Role').Properties.RoleName).toMatch(name);
  });

  test('types that are left to CloudFormation stay without a name', () => {
    const stack = named((scope) =>
      new rds.ParameterGroup(scope, 'Parameters', {
        engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_14_6 }),
      }).bindToCluster({}),
    );
    const { Properties } = onlyResource(stack, 'AWS::RDS::DBClusterParameterGroup');
    expect(Properties).not.toHaveProperty('DBClusterParameterGroupName');
  });

  test('a path that CDK put into a Name tag gives way to the name', () => {
    const stack = named((scope) => {
      const vpc = new ec2.Vpc(scope, 'Network', { maxAzs: 1, natGateways: 0 });
      new ec2.SecurityGroup(vpc, 'Endpoints', { vpc });
      new ec2.CfnVPNGateway(vpc, 'Vpn', { type: 'ipsec.1' });
    });
    expect(nameTag(onlyResource(stack, 'AWS::EC2::VPC'))).toBe('vpc-network-prod-aa1');
    expect(nameTag(onlyResource(stack, 'AWS::EC2::SecurityGroup'))).toBe('security-group-network-endpoints-prod-aa1');
    expect(nameTag(onlyResource(stack, 'AWS::EC2::VPNGateway'))).toBe('Stack/Network');
  });
});
