import { ComplianceLogGroup } from '@org/compliance-logging';
import {
  type Capacity,
  ContainerHealthCheck,
  Discovery,
  Egress,
  FargateService,
  Scaling,
  TaskSize,
} from '@org/fargate-service';
import type { SecureVpc } from '@org/secure-vpc';
import { Peer, Port } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, type ICluster } from 'aws-cdk-lib/aws-ecs';
import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib/core';
import type { ServiceSettings } from './services';

/** The prefix list of Amazon S3 in us-east-1, where ECR keeps image layers. */
const S3_PREFIX_LIST = 'pl-63a5400a';

/** What all services stand on. */
export interface Platform {
  readonly network: SecureVpc;
  readonly cluster: ICluster;
  readonly capacity: Capacity;
  readonly repositories: Readonly<Record<string, IRepository>>;
  readonly imageTag: string;
}

/** One service with its own log group, roles, scaling and name. Who may call it, the stack says. */
export function microservice(stack: Stack, settings: ServiceSettings, platform: Platform): FargateService {
  const { name, port, internetAccess } = settings;
  const { network, repositories, imageTag } = platform;
  const logs = new ComplianceLogGroup(stack, `${name}-logs`, {
    retention: Duration.days(30),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(logs).acknowledge({
    id: 'Annotation::@org/compliance-logging:retention-below-twelve-months',
    reason: 'The platform exports its logs before they expire',
  });

  const service = new FargateService(stack, name, {
    cluster: platform.cluster,
    vpcSubnets: network.privateTier,
    container: {
      image: ContainerImage.fromEcrRepository(repositories[name] as IRepository, imageTag),
      port,
      healthCheck: ContainerHealthCheck.http({ path: '/health', interval: Duration.seconds(30), retries: 3 }),
    },
    size: TaskSize.of({ cpu: 1024, memoryMiB: 2048 }),
    scaling: Scaling.between(3, 10).onCpu(70).onMemory(80),
    desiredCount: 3,
    capacity: platform.capacity,
    discovery: Discovery.dns(name),
    egress: [
      internetAccess
        ? Egress.httpsAnywhere()
        : Egress.to(Peer.prefixList(S3_PREFIX_LIST), Port.tcp(443), 'Image layers in Amazon S3'),
    ],
    logGroup: logs.logGroup,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(service).acknowledge({
    id: 'Annotation::@org/fargate-service:scaling-reset',
    reason: 'Three tasks each after a deployment, whatever scaling had made of them',
  });
  if (internetAccess) {
    Validations.of(service).acknowledge({
      id: 'Annotation::@org/fargate-service:egress-anywhere',
      reason: internetAccess,
    });
  } else {
    service.connections.allowToDefaultPort(network.endpointConnections, `${name} to Amazon ECR and CloudWatch Logs`);
  }
  return service;
}
