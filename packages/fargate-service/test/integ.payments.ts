/** The service of the README: behind a load balancer, scaled, found by name, with alarms that reach somebody. */
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Annotations, App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
import {
  ContainerHealthCheck,
  ContainerSecret,
  Discovery,
  Egress,
  ExecuteCommand,
  FargateCluster,
  FargateService,
  ImageRepository,
  Scaling,
  TaskSize,
} from '../src';
import { askAbout } from './questions';

const app = new App();
const stack = new Stack(app, 'fargate-service-payments');
const removalPolicy = RemovalPolicy.DESTROY;

const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
const { cluster } = new FargateCluster(stack, 'Cluster', {
  vpc,
  namespace: 'payments.internal',
  executeCommand: ExecuteCommand.audited({ removalPolicy }),
  storageEncryptionKey: new Key(stack, 'StorageKey', { enableKeyRotation: true, removalPolicy }),
});
new ImageRepository(stack, 'Images', { removalPolicy });

// A public image stands in for one that was pushed, because the repository is empty when the service starts. It is a
// single program without a shell, answers on port 5678 and writes nothing.
const image = ContainerImage.fromRegistry('hashicorp/http-echo:1.0');
const container = { image, port: 5678, healthCheck: ContainerHealthCheck.command(['/http-echo', '-version']) };
const size = TaskSize.of({ cpu: 256, memoryMiB: 512 });
const apiKey = new Secret(stack, 'ApiKey', { removalPolicy });
const region = new StringParameter(stack, 'Region', { stringValue: stack.region });

const payments = new FargateService(stack, 'payments', {
  cluster,
  container: {
    ...container,
    secrets: { REGION: ContainerSecret.fromParameter(region), API_KEY: ContainerSecret.fromSecret(apiKey) },
  },
  size,
  scaling: Scaling.between(2, 4).onCpu(70).onMemory(80).onRequests(1000),
  egress: [Egress.httpsAnywhere()],
  removalPolicy,
});
const fraud = new FargateService(stack, 'fraud', {
  cluster,
  container,
  size,
  discovery: Discovery.dns('fraud'),
  egress: [Egress.httpsAnywhere()],
  removalPolicy,
});
payments.redeployOnChange(apiKey);
payments.allowTo(fraud, Port.tcp(5678), 'Fraud check');

const targetGroup = new ApplicationTargetGroup(stack, 'Targets', {
  vpc,
  port: 5678,
  protocol: ApplicationProtocol.HTTP,
  targets: [payments],
});
const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
balancer.addListener('Http', { port: 80, open: false, defaultTargetGroups: [targetGroup] });

const topic = new Topic(stack, 'Alerts');
for (const alarm of [...payments.addAlarms({ targetGroup }), ...fraud.addAlarms()]) {
  alarm.addAlarmAction(new SnsAction(topic));
}

for (const service of [payments, fraud]) {
  Annotations.of(service).acknowledgeWarning(
    '@org/fargate-service:egress-anywhere',
    'The image is pulled from Docker Hub',
  );
}

const deployed = new DeployedStacks(app, 'Payments', [stack]);
for (const service of [payments, fraud]) askAbout(deployed, service);
