/** Workers on Fargate Spot: scaled on a queue and a schedule, with encrypted Service Connect between them. */
import { CfnCertificate, CfnCertificateAuthority, CfnCertificateAuthorityActivation } from 'aws-cdk-lib/aws-acmpca';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, CpuArchitecture } from 'aws-cdk-lib/aws-ecs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Annotations, App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
import {
  Capacity,
  ContainerHealthCheck,
  Deployment,
  Discovery,
  Egress,
  FargateCluster,
  FargateService,
  PolicyConditions,
  Rollback,
  Scaling,
  TaskSize,
} from '../src';
import { askAbout } from './questions';

const app = new App();
const stack = new Stack(app, 'fargate-service-spot');

const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
const { cluster } = new FargateCluster(stack, 'Cluster', {
  vpc,
  namespace: 'jobs.internal',
  defaultCapacity: Capacity.spot({ share: 0.5, minTasks: 3, maxTasks: 10 }),
});
const queue = new Queue(stack, 'Jobs', { enforceSSL: true });

// A root in short-lived mode, which is what Service Connect needs.
const authority = new CfnCertificateAuthority(stack, 'Authority', {
  type: 'ROOT',
  keyAlgorithm: 'EC_prime256v1',
  signingAlgorithm: 'SHA256WITHECDSA',
  subject: { commonName: 'jobs.internal' },
  usageMode: 'SHORT_LIVED_CERTIFICATE',
  tags: [{ key: 'AmazonECSManaged', value: 'true' }],
});
const root = new CfnCertificate(stack, 'Root', {
  certificateAuthorityArn: authority.attrArn,
  certificateSigningRequest: authority.attrCertificateSigningRequest,
  signingAlgorithm: 'SHA256WITHECDSA',
  templateArn: `arn:${stack.partition}:acm-pca:::template/RootCACertificate/V1`,
  validity: { type: 'YEARS', value: 1 },
});
const activation = new CfnCertificateAuthorityActivation(stack, 'Activation', {
  certificateAuthorityArn: authority.attrArn,
  certificate: root.attrCertificate,
});

const common = {
  cluster,
  container: {
    image: ContainerImage.fromRegistry('hashicorp/http-echo:1.0'),
    port: 5678,
    healthCheck: ContainerHealthCheck.command(['/http-echo', '-version']),
    architecture: CpuArchitecture.ARM64,
  },
  size: TaskSize.of({ cpu: 512, memoryMiB: 1024 }),
  capacity: Capacity.spot({ share: 0.5 }),
  egress: [Egress.httpsAnywhere()],
  policyConditions: PolicyConditions.requestedRegion(stack.region),
  removalPolicy: RemovalPolicy.DESTROY,
};
const worker = new FargateService(stack, 'worker', {
  ...common,
  scaling: Scaling.between(3, 10)
    .onQueueDepth(queue, 100)
    .onSchedule(Schedule.cron({ hour: '6', minute: '0' }), { minTasks: 5 })
    .onSchedule(Schedule.cron({ hour: '20', minute: '0' }), { minTasks: 3 })
    .withCooldowns({ scaleIn: Duration.minutes(10) }),
  deployment: Deployment.rolling({ rollback: Rollback.onAlarms({ cpuPercent: 98 }) }),
  discovery: Discovery.connectClient(),
});
const ledger = new FargateService(stack, 'ledger', {
  ...common,
  scaling: Scaling.between(3, 10).onCpu(70),
  discovery: Discovery.connect('ledger', { tls: { certificateAuthorityArn: authority.attrArn } }),
});
ledger.service.node.addDependency(activation);
worker.allowTo(ledger, Port.tcp(5678), 'Bookings');

for (const service of [worker, ledger]) {
  Annotations.of(service).acknowledgeWarning(
    '@org/fargate-service:egress-anywhere',
    'The image is pulled from Docker Hub',
  );
}

const deployed = new DeployedStacks(app, 'Spot', [stack]);
for (const service of [worker, ledger]) askAbout(deployed, service);
