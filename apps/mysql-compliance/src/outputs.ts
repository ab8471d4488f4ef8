import type { AuditedAlb } from '@org/audited-alb';
import type { AuroraCluster } from '@org/aurora-pci';
import type { AuditBucket } from '@org/compliance-logging';
import type { FargateService } from '@org/fargate-service';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';

/** What the stack built, as far as the next person needs its identifiers. */
export interface Built {
  readonly vpc: IVpc;
  readonly alb: AuditedAlb;
  readonly cluster: ICluster;
  readonly service: FargateService;
  readonly database: AuroraCluster;
  readonly repository: IRepository;
  readonly flowLogs: AuditBucket;
  readonly albLogs: AuditBucket;
  readonly data: AuditBucket;
  readonly dataKey: IKey;
}

/** One output per identifier that operating the service takes. */
export function describeOutputs(stack: Stack, built: Built): void {
  const { alb, database } = built;
  const outputs: [name: string, value: string, description: string][] = [
    ['VpcId', built.vpc.vpcId, 'The VPC'],
    ['AlbDnsName', alb.loadBalancer.loadBalancerDnsName, 'Where requests go: point your domain here'],
    ['ClusterName', built.cluster.clusterName, 'ECS cluster'],
    ['ServiceName', built.service.service.serviceName, 'ECS service'],
    ['DbClusterEndpoint', database.cluster.clusterEndpoint.hostname, 'Writer of the database'],
    ['DbReaderEndpoint', database.cluster.clusterReadEndpoint.hostname, 'Readers of the database'],
    ['SecretArn', database.secret.secretArn, 'Credentials of the database'],
    ['EcrRepositoryUri', built.repository.repositoryUri, 'Where to push the image'],
    ['FlowLogsBucket', built.flowLogs.bucket.bucketName, 'VPC flow logs'],
    ['AlbLogsBucket', built.albLogs.bucket.bucketName, 'Access logs of the load balancer'],
    ['DataBucket', built.data.bucket.bucketName, 'Files of the service'],
    ['DataKeyArn', built.dataKey.keyArn, 'Key of the database, its credentials and the files of the service'],
  ];
  for (const [name, value, description] of outputs) new CfnOutput(stack, name, { value, description });
}
