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
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib/core';
import type { Config, ServiceName } from './config';

/** What all services stand on. */
export interface Platform {
  readonly config: Config;
  readonly network: SecureVpc;
  readonly cluster: ICluster;
  readonly capacity: Capacity;
  readonly repositories: Readonly<Record<ServiceName, IRepository>>;
  readonly logKey?: IKey;
}

/** One service with its own log group, roles, scaling and name. Who may call it, the stack says. */
export function microservice(stack: Stack, name: ServiceName, platform: Platform): FargateService {
  const { config, network, repositories } = platform;
  const settings = config.services[name];
  const { logGroup } = new ComplianceLogGroup(stack, `${name}-logs`, {
    retention: Duration.days(config.logRetentionDays),
    encryptionKey: platform.logKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const service = new FargateService(stack, name, {
    cluster: platform.cluster,
    vpcSubnets: network.privateTier,
    container: {
      image: ContainerImage.fromEcrRepository(repositories[name], settings.imageTag ?? config.imageTag),
      port: settings.port,
      healthCheck: ContainerHealthCheck.http({
        path: settings.healthPath,
        interval: Duration.seconds(30),
        retries: 3,
      }),
    },
    size: TaskSize.of({ cpu: settings.cpu, memoryMiB: settings.memoryMiB }),
    scaling: Scaling.between(settings.minTasks, settings.maxTasks)
      .onCpu(settings.cpuTargetPercent)
      .onMemory(settings.memoryTargetPercent),
    desiredCount: settings.minTasks,
    capacity: platform.capacity,
    discovery: Discovery.dns(name),
    egress: [
      settings.internetAccess
        ? Egress.httpsAnywhere()
        : Egress.to(Peer.prefixList(config.network.s3PrefixList), Port.tcp(443), 'Image layers in Amazon S3'),
    ],
    logGroup,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(service).acknowledge({
    id: 'Annotation::@org/fargate-service:scaling-reset',
    reason: 'The source document asks for three tasks each; scaling adds tasks again after a deployment',
  });
  if (settings.internetAccess) {
    Validations.of(service).acknowledge({
      id: 'Annotation::@org/fargate-service:egress-anywhere',
      reason: settings.internetAccess,
    });
  } else {
    service.connections.allowToDefaultPort(network.endpointConnections, `${name} to Amazon ECR and CloudWatch Logs`);
  }
  return service;
}
