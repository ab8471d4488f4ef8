import { writeOutputs } from '@org/app-kit';
import type { AuditedAlb } from '@org/audited-alb';
import type { AuroraCluster } from '@org/aurora-pci';
import type { AuditBucket } from '@org/compliance-logging';
import type { FargateService } from '@org/fargate-service';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Stack } from 'aws-cdk-lib/core';
import type { OperationsAlerts } from './operations-alerts';
import type { PaymentQueues } from './payment-queues';
import type { ServiceSettings } from './service-settings';

/** What the stack built, as far as the next person needs its identifiers. */
export interface Built {
  readonly vpc: IVpc;
  readonly alb: AuditedAlb;
  readonly cluster: ICluster;
  readonly api: FargateService;
  readonly processor: FargateService;
  readonly database: AuroraCluster;
  readonly queues: PaymentQueues;
  readonly settings: ServiceSettings;
  readonly alerts: OperationsAlerts;
  readonly flowLogs: AuditBucket;
  readonly albLogs: AuditBucket;
}

/** One output per identifier that operating the services takes. */
export function describeOutputs(stack: Stack, built: Built): void {
  const { alb, database, queues } = built;
  writeOutputs(stack, [
    ['AlbDnsName', alb.loadBalancer.loadBalancerDnsName, 'Where requests go: point your domain here'],
    ['DbClusterEndpoint', database.cluster.clusterEndpoint.hostname, 'Writer of the database'],
    ['DbReaderEndpoint', database.cluster.clusterReadEndpoint.hostname, 'Readers of the database'],
    ['JobsQueueUrl', queues.jobs.queueUrl, 'Jobs on their way to the job-processor'],
    ['DeadLetterQueueUrl', queues.deadLetters.queueUrl, 'Jobs that failed too often'],
    ['VpcId', built.vpc.vpcId, 'The VPC'],
    ['ClusterName', built.cluster.clusterName, 'ECS cluster'],
    ['PaymentApiServiceName', built.api.service.serviceName, 'ECS service of the API'],
    ['JobProcessorServiceName', built.processor.service.serviceName, 'ECS service of the job processor'],
    ['DbSecretArn', database.secret.secretArn, 'Credentials and address of the database'],
    ['ApiKeysSecretArn', built.settings.apiKeys.secretArn, 'Where the API keys of payment partners belong'],
    ['AlertTopicArn', built.alerts.topic.topicArn, 'Where alerts go'],
    ['FlowLogsBucket', built.flowLogs.bucket.bucketName, 'VPC flow logs'],
    ['AlbLogsBucket', built.albLogs.bucket.bucketName, 'Access logs of the load balancer'],
  ]);
}
