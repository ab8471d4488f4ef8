import { annotationsOf, resourcesOf, scan, wildcardsIn } from '@org/testing';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Peer, Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DataIdentifier, DataProtectionPolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { App, type Environment, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct } from 'constructs';
import {
  Capacity,
  ContainerSecret,
  Discovery,
  Egress,
  ExecuteCommand,
  FargateCluster,
  FargateService,
  ImageRepository,
  PolicyConditions,
  Scaling,
  TaskSize,
} from '../src';
import { importedVpc, serviceStack } from './fixture';

const AUTHORITY = 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012';

/** Two clusters with two services each in one stack, with network, key and log group from another. */
function build(app: App, env?: Environment): Stack {
  const platform = new Stack(app, 'Platform', { env });
  const stack = new Stack(app, 'Stack', { env });
  const vpc = new Vpc(platform, 'Vpc', { natGateways: 1 });
  const key = new Key(platform, 'Key', { enableKeyRotation: true });
  const dataProtectionPolicy = new DataProtectionPolicy({ identifiers: [DataIdentifier.CREDITCARDNUMBER] });
  const logGroup = new LogGroup(platform, 'Logs', { encryptionKey: key, dataProtectionPolicy });
  for (const id of ['One', 'Two']) {
    const { cluster } = new FargateCluster(stack, `${id}Cluster`, {
      vpc,
      namespace: `${id.toLowerCase()}.internal`,
      defaultCapacity: Capacity.spot({ share: 0.5, minTasks: 3, maxTasks: 10 }),
      executeCommand: ExecuteCommand.audited(),
      storageEncryptionKey: key,
    });
    const { repository } = new ImageRepository(stack, `${id}Images`, {
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const secret = new Secret(stack, `${id}Secret`, { encryptionKey: key });
    const host = new StringParameter(stack, `${id}Host`, { stringValue: 'db.internal' });
    const size = TaskSize.of({ cpu: 512, memoryMiB: 1024 });
    const common = { cluster, size, scaling: Scaling.between(3, 10).onCpu(70).onMemory(80) };
    const container = {
      image: ContainerImage.fromEcrRepository(repository, 'v1'),
      secrets: { HOST: ContainerSecret.fromParameter(host), PASSWORD: ContainerSecret.fromSecret(secret, 'password') },
    };
    const api = new FargateService(stack, `${id}-api`, {
      ...common,
      container: { ...container, port: 8080 },
      capacity: Capacity.spot({ share: 0.5 }),
      discovery: Discovery.connectClient(),
    });
    const jobs = new FargateService(stack, `${id}-jobs`, {
      ...common,
      container: { ...container, port: 8081, writablePaths: ['/tmp'] },
      discovery: Discovery.connect('jobs', { tls: { certificateAuthorityArn: AUTHORITY, encryptionKey: key } }),
      logGroup,
      policyConditions: PolicyConditions.requestedRegion('us-east-1'),
    });
    api.addAlarms();
    api.redeployOnChange(secret);
    api.allowTo(jobs, Port.tcp(8081), 'Jobs');
  }
  return stack;
}

const JOBS = 'arn:aws:sqs:us-east-1:111122223333:jobs';

/** CDK asks for a choice of cross-stack references at the first one that a process makes, whoever makes it. */
const ONCE_A_PROCESS = '@aws-cdk/core:crossStackReferencesDefaultStrong';

const withRecommendedFlags = () => new App({ context: { ...recommendedFlags } });

describe.each([
  ['without a feature flag, account or region', () => new App(), undefined],
  ['with all recommended flags', withRecommendedFlags, { account: '111122223333', region: 'us-east-1' }],
])('%s, two of each in one stack', (_, newApp, env) => {
  const stack = build(newApp(), env);

  test('synthesize alike each time', () => {
    expect(resourcesOf(build(newApp(), env))).toEqual(resourcesOf(stack));
  });

  test('warn of nothing, and have no wildcard and no inline policy', () => {
    expect(annotationsOf(stack).filter((text) => !text.includes(ONCE_A_PROCESS))).toEqual([]);
    expect(wildcardsIn(stack)).toEqual([]);
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
  });
});

test('the feature flags change nothing', () => {
  const resources = (app: App) => resourcesOf(serviceStack({}, app).stack);
  expect(resources(withRecommendedFlags())).toEqual(resources(new App()));
});

test('CloudFormation validation finds nothing', () => {
  expect(scan((app) => build(app), 'cdk').findings).toEqual([]);
});

describe('the rule packs', () => {
  const { findings, acknowledged } = scan((app) => {
    const { stack, service } = serviceStack((inside) => {
      const { cluster } = new FargateCluster(inside, 'Shared', {
        vpc: importedVpc(new Construct(inside, 'Network')),
        namespace: 'payments.internal',
        defaultCapacity: Capacity.fargate(),
      });
      return {
        cluster,
        scaling: Scaling.between(3, 10)
          .onCpu(70)
          .onQueueDepth(Queue.fromQueueArn(inside, 'Jobs', JOBS), 100),
        capacity: Capacity.spot({ share: 0.5 }),
        discovery: Discovery.dns('payments'),
        container: {
          secrets: {
            HOST: ContainerSecret.fromParameter(StringParameter.fromStringParameterName(inside, 'Host', '/host')),
          },
        },
        egress: [Egress.to(Peer.ipv4('10.0.0.0/16'), Port.tcp(443), 'Interface endpoints')],
      };
    }, app);
    new ImageRepository(stack, 'Repository');
    const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:alerts');
    for (const alarm of service.addAlarms()) alarm.addAlarmAction(new SnsAction(topic));
  });

  test('find nothing that is not explained', () => {
    expect(findings).toEqual([]);
  });

  test('find what ECR leaves no choice in, a log group without a customer key, and alarms that ECS reads', () => {
    expect(acknowledged.map(({ rule, construct }) => `${rule} ${construct}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/payments/ExecutionRole/Policy/Resource',
      'HIPAA.Security-CloudWatchAlarmAction Stack/payments/RollbackAlarms/Cpu/Resource',
      'HIPAA.Security-CloudWatchAlarmAction Stack/payments/RollbackAlarms/Memory/Resource',
      'HIPAA.Security-CloudWatchLogGroupEncrypted Stack/payments/LogGroup/Resource',
      'NIST.800.53.R5-CloudWatchAlarmAction Stack/payments/RollbackAlarms/Cpu/Resource',
      'NIST.800.53.R5-CloudWatchAlarmAction Stack/payments/RollbackAlarms/Memory/Resource',
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted Stack/payments/LogGroup/Resource',
      'PCI.DSS.321-CloudWatchLogGroupEncrypted Stack/payments/LogGroup/Resource',
    ]);
  });

  test('each explanation names what protects instead', () => {
    const reasons = new Set(acknowledged.map(({ reason }) => reason));
    expect([...reasons].map((reason) => reason.split(' ').length > 20)).toEqual([true, true, true]);
  });
});
