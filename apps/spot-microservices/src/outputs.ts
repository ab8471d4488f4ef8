import { type Output, outputName, writeOutputs } from '@org/app-kit';
import type { AuditedAlb } from '@org/audited-alb';
import type { FargateService } from '@org/fargate-service';
import type { SecureVpc } from '@org/secure-vpc';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Stack } from 'aws-cdk-lib/core';

/** What the stack built, as far as the next person needs its identifiers. */
export interface Built {
  readonly network: SecureVpc;
  readonly alb: AuditedAlb;
  readonly cluster: ICluster;
  readonly services: FargateService[];
}

/** One output per identifier that operating the services takes. */
export function describeOutputs(stack: Stack, { network, alb, cluster, services }: Built): void {
  const outputs: Output[] = [
    ['VpcId', network.vpc.vpcId, 'The VPC'],
    ['AlbDnsName', alb.loadBalancer.loadBalancerDnsName, 'Where requests go: point your domain here'],
    ['ClusterName', cluster.clusterName, 'ECS cluster'],
    ['FlowLogsBucket', network.flowLogBucket.bucketName, 'VPC flow logs'],
    ['AlbLogsBucket', alb.accessLogBucket.bucketName, 'Access logs of the load balancer'],
  ];
  for (const { node, service } of services)
    outputs.push([outputName(node.id, 'EcsService'), service.serviceName, `ECS service of ${node.id}`]);
  writeOutputs(stack, outputs);
}
