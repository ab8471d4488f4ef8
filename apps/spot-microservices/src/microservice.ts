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
import { Annotations, Duration, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib/core';
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
  const service = new FargateService(stack, name, {
    cluster: platform.cluster,
    vpcSubnets: network.privateSubnets,
    image: ContainerImage.fromEcrRepository(repositories[name], settings.imageTag ?? config.imageTag),
    size: TaskSize.of({ cpu: settings.cpu, memoryMiB: settings.memoryMiB }),
    port: settings.port,
    healthCheck: ContainerHealthCheck.http({
      path: settings.healthPath,
      interval: Duration.seconds(30),
      retries: 3,
    }),
    scaling: Scaling.between(settings.minTasks, settings.maxTasks)
      .onCpu(settings.cpuTargetPercent)
      .onMemory(settings.memoryTargetPercent),
    capacity: platform.capacity,
    discovery: Discovery.dns(name),
    egress: [
      settings.internetAccess
        ? Egress.httpsAnywhere()
        : Egress.to(Peer.prefixList(config.network.s3PrefixList), Port.tcp(443), 'Image layers in Amazon S3'),
    ],
    logGroup: logGroup(stack, name, platform),
    removalPolicy: RemovalPolicy.DESTROY,
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

function logGroup(stack: Stack, name: ServiceName, { config, logKey }: Platform) {
  const logs = new ComplianceLogGroup(stack, `${name}-logs`, {
    retention: Duration.days(config.logRetentionDays),
    encryptionKey: logKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  if (config.logRetentionDays < 365) {
    Validations.of(logs).acknowledge({
      id: 'Annotation::@org/compliance-logging:retention-below-twelve-months',
      reason: 'The source document asks for 30 days',
    });
    Annotations.of(stack).addInfoV2(
      'spot-microservices:logs-below-twelve-months',
      `The services' logs are kept for ${config.logRetentionDays} days, and PCI DSS 4.0.1 requirement 10.5.1 asks for ` +
        'twelve months: raise `logRetentionDays`, or export them before they expire.',
    );
  }
  return logs.logGroup;
}
