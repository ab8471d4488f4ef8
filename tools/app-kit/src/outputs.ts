import type { AuditedAlb } from '@org/audited-alb';
import type { AuroraCluster } from '@org/aurora-pci';
import type { FargateService } from '@org/fargate-service';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import type { AuditLogs } from './audit-logs';

/** Name, value and description. */
export type Output = readonly [name: string, value: string, description: string];

/** What a stack of one service and its database built, as far as the next person needs its identifiers. */
export interface ServicePlatform extends Pick<AuditLogs, 'flowLogs' | 'albLogs'> {
  readonly vpc: IVpc;
  readonly alb: AuditedAlb;
  readonly cluster: ICluster;
  readonly service: FargateService;
  readonly database: AuroraCluster;
  readonly repository: IRepository;
}

/** One output per identifier that operating such a service takes. */
export function servicePlatformOutputs(built: ServicePlatform): Output[] {
  const { alb, database } = built;
  return [
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
  ];
}

/** Writes outputs into a stack. */
export function writeOutputs(stack: Stack, outputs: readonly Output[]): void {
  for (const [name, value, description] of outputs) new CfnOutput(stack, name, { value, description });
}
