import { FargateCluster, FargateService, TaskSize } from '@org/fargate-service';
import { EvidenceMode, PciEvidence } from '@org/pci-evidence';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { databaseIn } from './database';

const app = new App();
PciEvidence.attachTo(app, { mode: EvidenceMode.reportOnly() });
const stack = new Stack(app, 'Payments', { env: { account: '123456789012', region: 'us-east-1' } });
const { vpc, database } = databaseIn(stack);
const receipts = new Bucket(stack, 'Receipts');
const service = new FargateService(stack, 'payments', {
  cluster: new FargateCluster(stack, 'Cluster', { vpc }).cluster,
  container: {
    image: ContainerImage.fromRegistry('public.ecr.aws/docker/library/httpd:2.4'),
    port: 8080,
    secrets: database.containerSecrets,
  },
  size: TaskSize.of({ cpu: 512, memoryMiB: 1024 }),
});
service.connections.allowToDefaultPort(database);
Grant.addToPrincipal({
  grantee: service,
  actions: ['s3:PutObject'],
  resourceArns: [receipts.arnForObjects('receipts/today')],
});
service.taskDefinition.defaultContainer?.addEnvironment('LOG_LEVEL', 'info');
