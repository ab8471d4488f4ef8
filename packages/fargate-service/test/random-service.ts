import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Peer, Port, type SubnetSelection, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, ContainerInsights, CpuArchitecture, type ICluster, type Secret } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerCertificate,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret as AwsSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Duration, RemovalPolicy, type Stack, TimeZone } from 'aws-cdk-lib/core';
import {
  Capacity,
  ContainerHealthCheck,
  ContainerSecret,
  Deployment,
  Discovery,
  Egress,
  ExecuteCommand,
  FargateCluster,
  FargateService,
  type HttpHealthCheckOptions,
  ImageRepository,
  PolicyConditions,
  Rollback,
  Scaling,
  type ServiceContainer,
  TaskSize,
} from '../src';
import { importedGroup, importedVpc } from './fixture';

/** A service in words, with the cluster and the repository that it stands on; times are seconds. */
export interface Plan {
  readonly id: string;
  readonly cluster: {
    readonly insights?: 'ENHANCED' | 'ENABLED' | 'DISABLED';
    readonly namespace?: string;
    readonly sessions?: boolean;
    readonly storageKey?: boolean;
    readonly capacity?: 'fargate' | 'spot';
  };
  readonly repository: { readonly key?: boolean; readonly maxImages?: number };
  readonly container: ContainerPlan;
  /** By variable. Beside the container, because they are resources of their own. */
  readonly secrets: Readonly<Record<string, SecretKind>>;
  readonly size: { readonly cpu: number; readonly memoryMiB: number };
  readonly load: LoadPlan;
  readonly deployment?: DeploymentPlan;
  readonly egress: readonly { readonly peer: string; readonly port: number; readonly description?: string }[];
  readonly discovery?: DiscoveryPlan;
  /** Behind a load balancer, with what only makes sense there. */
  readonly balanced?: {
    readonly grace?: number;
    readonly requests?: number;
    /** What goes wrong: there is no load balancer after all, or it speaks plainly to a service with TLS. */
    readonly but?: 'nowhere' | 'plain';
  };
  readonly subnets?: 'private' | 'public';
  readonly logs?: 'given';
  readonly regions?: readonly string[];
  /** Further values of condition keys. */
  readonly conditions?: readonly string[];
  readonly removal?: keyof typeof RemovalPolicy;
  readonly alarms?: {
    readonly cpuPercent?: number;
    readonly memoryPercent?: number;
    readonly errorPercent?: number;
    readonly missingMinutes?: number;
  };
  readonly calls?: number;
}

export interface ContainerPlan {
  readonly image: string;
  readonly port: number;
  readonly check?: 'none' | 'command' | 'shell' | 'no command' | ({ readonly tls?: boolean } & CheckPlan);
  readonly user?: string;
  readonly writablePaths?: readonly string[];
  readonly arm?: boolean;
}

interface CheckPlan {
  readonly path: string;
  readonly port?: number;
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
}

/** How many tasks, and on what: these go together. */
export interface LoadPlan {
  readonly desiredCount?: number;
  readonly scaling?: {
    readonly between: readonly [number, number];
    readonly cpu?: number;
    readonly memory?: number;
    readonly messages?: number;
    readonly schedules: readonly { readonly minTasks?: number; readonly maxTasks?: number }[];
    readonly zone?: boolean;
    readonly cooldown?: number;
    readonly scaleOut?: number;
  };
  readonly spot?: { readonly share: number; readonly onDemandBase?: number };
}

interface DeploymentPlan {
  readonly minHealthyPercent?: number;
  readonly maxHealthyPercent?: number;
  readonly alarms: boolean;
  readonly cpuPercent?: number;
  readonly memoryPercent?: number;
}

interface DiscoveryPlan {
  readonly way: 'dns' | 'connect' | 'connectClient';
  readonly name: string;
  readonly ttl?: number;
  readonly authority?: string;
}

export type SecretKind =
  | 'parameter'
  | 'encrypted parameter'
  | 'secret'
  | 'field'
  | 'imported'
  | 'rotated'
  | 'rotated elsewhere';

const seconds = (count?: number) => (count === undefined ? undefined : Duration.seconds(count));

/** What the docs let one build, in the order in which an app does. */
export function build(stack: Stack, plan: Plan): void {
  const cluster = clusterOf(stack, plan);
  const service = new FargateService(stack, plan.id, {
    cluster,
    container: containerOf(stack, plan),
    size: TaskSize.of(plan.size),
    ...loadOf(stack, plan),
    deployment: plan.deployment && deploymentOf(plan.deployment),
    egress: plan.egress.map(({ peer, port, description = 'Named by the plan' }) =>
      peer === 'anywhere'
        ? Egress.httpsAnywhere()
        : Egress.to(peer.startsWith('pl-') ? Peer.prefixList(peer) : Peer.ipv4(peer), Port.tcp(port), description),
    ),
    discovery: plan.discovery && discoveryOf(plan.discovery),
    vpcSubnets: plan.subnets && SUBNETS[plan.subnets],
    logGroup:
      plan.logs && new FargateCluster(stack, 'Logs', { vpc: cluster.vpc, executeCommand: SESSIONS }).sessionLogGroup,
    healthCheckGracePeriod: seconds(plan.balanced?.grace),
    policyConditions: conditionsOf(plan),
    removalPolicy: plan.removal && RemovalPolicy[plan.removal],
  });
  const targetGroup = plan.balanced && plan.balanced.but !== 'nowhere' ? balance(stack, plan, service) : undefined;
  if (plan.alarms) {
    const { missingMinutes, ...percentages } = plan.alarms;
    service.addAlarms({ ...percentages, missingTaskMinutes: missingMinutes, targetGroup });
  }
  for (let index = 0; index < (plan.calls ?? 0); index++) {
    service.allowTo(importedGroup(stack, `Peer${index}`), Port.tcp(5432 + index), 'Called by the plan');
  }
  for (const [name, kind] of Object.entries(plan.secrets)) {
    if (kind.startsWith('rotated')) service.redeployOnChange(stack.node.findChild(`Secret-${name}`) as AwsSecret);
  }
}

function conditionsOf({ regions, conditions }: Plan): PolicyConditions | undefined {
  const regional = regions && PolicyConditions.requestedRegion(...regions);
  if (!conditions) return regional;
  const others = PolicyConditions.stringEquals('aws:PrincipalOrgID', ...conditions);
  return regional ? regional.and(others) : others;
}

const SESSIONS = ExecuteCommand.audited();

const SUBNETS: Readonly<Record<string, SubnetSelection>> = {
  private: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  public: { subnetType: SubnetType.PUBLIC },
};

const DEFAULT_CAPACITY = {
  fargate: () => Capacity.fargate(),
  spot: () => Capacity.spot({ share: 0.5, minTasks: 4, maxTasks: 10 }),
};

function clusterOf(stack: Stack, { cluster: { insights, namespace, sessions, storageKey, capacity } }: Plan): ICluster {
  return new FargateCluster(stack, 'Cluster', {
    vpc: importedVpc(stack),
    containerInsights: insights && ContainerInsights[insights],
    namespace,
    defaultCapacity: capacity && DEFAULT_CAPACITY[capacity](),
    executeCommand: sessions ? SESSIONS : undefined,
    storageEncryptionKey: storageKey ? new Key(stack, 'StorageKey', { enableKeyRotation: true }) : undefined,
  }).cluster;
}

function containerOf(stack: Stack, { repository, secrets, container: { arm, ...container } }: Plan): ServiceContainer {
  const images = new ImageRepository(stack, 'Images', {
    encryptionKey: repository.key ? new Key(stack, 'ImagesKey', { enableKeyRotation: true }) : undefined,
    maxImages: repository.maxImages,
  }).repository;
  const [, named] = container.image.split('registry:');
  const theirs = Repository.fromRepositoryName(stack, 'Theirs', 'theirs');
  return {
    image:
      named === undefined
        ? ContainerImage.fromEcrRepository(container.image === 'theirs' ? theirs : images, container.image)
        : ContainerImage.fromRegistry(named),
    port: container.port,
    healthCheck: checkOf(container),
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, kind]) => [name, secretOf(stack, name, kind)])),
    user: container.user,
    writablePaths: container.writablePaths && [...container.writablePaths],
    architecture: arm ? CpuArchitecture.ARM64 : undefined,
  };
}

function checkOf({ check }: ContainerPlan): ContainerHealthCheck | undefined {
  if (check === undefined) return undefined;
  if (check === 'none') return ContainerHealthCheck.none();
  if (check === 'command') return ContainerHealthCheck.command(['/app/check'], { startPeriod: Duration.seconds(10) });
  if (check === 'shell') return ContainerHealthCheck.shell('test -f /tmp/ready');
  if (check === 'no command') return ContainerHealthCheck.command([]);
  const { interval, timeout, startPeriod, tls, ...rest } = check;
  const options: HttpHealthCheckOptions = {
    ...rest,
    interval: seconds(interval),
    timeout: seconds(timeout),
    startPeriod: seconds(startPeriod),
  };
  return tls ? ContainerHealthCheck.https(options) : ContainerHealthCheck.http(options);
}

function secretOf(stack: Stack, name: string, kind: SecretKind): Secret {
  const id = `Secret-${name}`;
  const key = () => new Key(stack, `Key-${name}`, { enableKeyRotation: true });
  switch (kind) {
    case 'parameter':
      return ContainerSecret.fromParameter(StringParameter.fromStringParameterName(stack, id, `/app/${name}`));
    case 'encrypted parameter':
      return ContainerSecret.fromParameter(
        StringParameter.fromSecureStringParameterAttributes(stack, id, { parameterName: `/app/${name}` }),
        key(),
      );
    case 'imported':
    case 'rotated elsewhere':
      return ContainerSecret.fromSecret(AwsSecret.fromSecretNameV2(stack, id, `app/${name}`));
    case 'field':
      return ContainerSecret.fromSecret(new AwsSecret(stack, id, { encryptionKey: key() }), 'password');
    case 'secret':
    case 'rotated':
      return ContainerSecret.fromSecret(new AwsSecret(stack, id));
  }
}

function loadOf(stack: Stack, { load: { desiredCount, scaling: wanted, spot }, balanced }: Plan) {
  const capacity = spot && Capacity.spot(spot);
  if (!wanted) return { desiredCount, capacity };
  let scaling = Scaling.between(...wanted.between);
  if (wanted.cpu !== undefined) scaling = scaling.onCpu(wanted.cpu);
  if (wanted.memory !== undefined) scaling = scaling.onMemory(wanted.memory);
  if (balanced?.requests !== undefined) scaling = scaling.onRequests(balanced.requests);
  if (wanted.messages !== undefined) {
    const queue = Queue.fromQueueArn(stack, 'Jobs', 'arn:aws:sqs:eu-west-1:111122223333:jobs');
    scaling = scaling.onQueueDepth(queue, wanted.messages);
  }
  wanted.schedules.forEach((bounds, index) => {
    scaling = scaling.onSchedule(Schedule.cron({ hour: `${index}`, minute: '0' }), {
      ...bounds,
      timeZone: wanted.zone ? TimeZone.EUROPE_BERLIN : undefined,
    });
  });
  if (wanted.cooldown !== undefined) {
    scaling = scaling.withCooldowns({ scaleIn: seconds(wanted.cooldown), scaleOut: seconds(wanted.scaleOut) });
  }
  return { desiredCount, capacity, scaling };
}

function deploymentOf({ alarms, cpuPercent, memoryPercent, ...healthy }: DeploymentPlan): Deployment {
  return Deployment.rolling({
    ...healthy,
    rollback: alarms ? Rollback.onAlarms({ cpuPercent, memoryPercent }) : Rollback.onFailedTasks(),
  });
}

function discoveryOf({ way, name, ttl, authority }: DiscoveryPlan): Discovery {
  if (way === 'dns') return Discovery.dns(name, { ttl: seconds(ttl) });
  if (way === 'connectClient') return Discovery.connectClient();
  return Discovery.connect(name, { tls: authority === undefined ? undefined : { certificateAuthorityArn: authority } });
}

function balance(
  stack: Stack,
  { discovery, balanced: { but } = {} }: Plan,
  service: FargateService,
): ApplicationTargetGroup {
  const { vpc } = service.service.cluster;
  const targetGroup = new ApplicationTargetGroup(stack, 'Targets', {
    vpc,
    port: 8080,
    protocol: discovery?.authority && but !== 'plain' ? ApplicationProtocol.HTTPS : ApplicationProtocol.HTTP,
    targets: [service],
  });
  new ApplicationLoadBalancer(stack, 'Balancer', { vpc }).addListener('Https', {
    port: 443,
    open: false,
    certificates: [ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111122223333:certificate/1')],
    defaultTargetGroups: [targetGroup],
  });
  return targetGroup;
}
