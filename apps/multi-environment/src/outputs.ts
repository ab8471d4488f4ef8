import { writeOutputs } from '@org/app-kit';
import type { AuditedAlb } from '@org/audited-alb';
import type { AuroraCluster } from '@org/aurora-pci';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Stack } from 'aws-cdk-lib/core';

/** What an environment built, as far as the next person needs its identifiers. */
export interface Built {
  readonly domainName: string;
  readonly alb: AuditedAlb;
  readonly cluster: ICluster;
  readonly database: AuroraCluster;
  readonly topic: ITopic;
}

/** One output per identifier that operating an environment takes. */
export function describeOutputs(stack: Stack, built: Built): void {
  const { alb, database } = built;
  writeOutputs(stack, [
    ['Url', `https://${built.domainName}`, 'Where clients find the environment'],
    ['AlbDnsName', alb.loadBalancer.loadBalancerDnsName, 'Load balancer: weightedDns.green.dnsName of a blue one'],
    ['AlbZoneId', alb.loadBalancer.loadBalancerCanonicalHostedZoneId, 'weightedDns.green.zoneId of a blue one'],
    ['AlbArn', alb.loadBalancer.loadBalancerArn, 'weightedDns.green.loadBalancerArn of a blue one'],
    ['AlbSecurityGroupId', alb.securityGroup.securityGroupId, 'weightedDns.green.securityGroupId of a blue one'],
    ['ClusterArn', built.cluster.clusterArn, 'ECS cluster'],
    ['DbClusterEndpoint', database.cluster.clusterEndpoint.hostname, 'Writer of the database'],
    ['DbReaderEndpoint', database.cluster.clusterReadEndpoint.hostname, 'Readers of the database'],
    ['SecretArn', database.secret.secretArn, 'Credentials of the database'],
    ['AlertTopicArn', built.topic.topicArn, 'Where alarms go'],
  ]);
}
