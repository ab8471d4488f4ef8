import { Peer, Port, SecurityGroup, SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  AvailabilityZoneRebalancing,
  AwsLogDriverMode,
  Capability,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  Secret as EcsSecret,
  FargatePlatformVersion,
  FargateService,
  FargateTaskDefinition,
  LinuxParameters,
  LogDriver,
  OperatingSystemFamily,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Size, type Stack } from 'aws-cdk-lib/core';
import type { Database } from './database';
import { fromService, maskedLogGroup } from './logs';

const PORT = 8080;
const HEALTH = `http://127.0.0.1:${PORT}/health`;
const CHECK = `if command -v curl > /dev/null; then curl -fsS -o /dev/null '${HEALTH}'; else wget -q -O /dev/null '${HEALTH}'; fi || exit 1`;

export interface Workload {
  readonly cluster: Cluster;
  readonly service: FargateService;
}

interface ServiceProps {
  readonly vpc: Vpc;
  readonly repository: IRepository;
  readonly database: Database;
  readonly key: Key;
}

/** The payment service: hardened container, closed security group, exact rights, scaling. */
export function createService(stack: Stack, props: ServiceProps): Workload {
  const { vpc, database } = props;
  const cluster = new Cluster(stack, 'Cluster', {
    vpc,
    clusterName: 'ecs-cluster-prod-dev1',
    containerInsightsV2: ContainerInsights.ENHANCED,
  });
  const logGroup = maskedLogGroup(stack, 'ServiceLogs', 'log-group-service-prod-dev1', props.key);
  const group = new SecurityGroup(stack, 'ServiceSecurityGroup', {
    vpc,
    securityGroupName: 'security-group-service-prod-dev1',
    description: 'Tasks of a Fargate service',
    allowAllOutbound: false,
  });
  group.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'HTTPS to any address');
  group.connections.allowTo(database.cluster, Port.tcp(5432), 'Payment service to its database');
  const executionRole = createExecutionRole(stack, logGroup, props);
  const service = new FargateService(stack, 'Service', {
    cluster,
    serviceName: 'service-prod-dev1',
    taskDefinition: defineTask(stack, { ...props, logGroup, executionRole }),
    desiredCount: 3,
    platformVersion: FargatePlatformVersion.VERSION1_4,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    securityGroups: [group],
    assignPublicIp: false,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
    enableECSManagedTags: true,
    propagateTags: PropagatedTagSource.SERVICE,
    healthCheckGracePeriod: Duration.seconds(60),
  });
  service.node.addDependency(executionRole, group);
  const scaling = service.autoScaleTaskCount({ minCapacity: 3, maxCapacity: 12 });
  const cooldowns = { scaleInCooldown: Duration.minutes(5), scaleOutCooldown: Duration.minutes(1) };
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70, ...cooldowns });
  scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 75, ...cooldowns });
  return { cluster, service };
}

/** By hand, because the grants of aws-cdk-lib allow more actions than starting a task takes. */
function createExecutionRole(stack: Stack, logGroup: LogGroup, { repository, database }: ServiceProps): Role {
  const role = new Role(stack, 'ExecutionRole', {
    roleName: 'role-service-execution-prod-dev1',
    description: 'What ECS may do to start the tasks',
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
  });
  const parameters = Object.values(database.parameters).map(({ parameterArn }) => parameterArn);
  new ManagedPolicy(stack, 'ExecutionPolicy', {
    managedPolicyName: 'policy-service-execution-role-prod-dev1',
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [repository.repositoryArn],
      }),
      new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      new PolicyStatement({ actions: ['ssm:GetParameters'], resources: parameters }),
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [database.secret.secretArn] }),
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [database.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${stack.region}.amazonaws.com` } },
      }),
    ],
  });
  return role.withoutPolicyUpdates() as Role;
}

interface TaskProps extends ServiceProps {
  readonly logGroup: LogGroup;
  readonly executionRole: Role;
}

function defineTask(stack: Stack, { repository, database, logGroup, executionRole }: TaskProps): FargateTaskDefinition {
  const task = new FargateTaskDefinition(stack, 'TaskDefinition', {
    family: 'task-service-prod-dev1',
    cpu: 512,
    memoryLimitMiB: 1024,
    executionRole,
    taskRole: new Role(stack, 'TaskRole', {
      roleName: 'role-service-task-prod-dev1',
      description: 'What the application in the tasks may do',
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', { conditions: fromService(stack, 'ecs', '*') }),
    }),
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.X86_64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
  });
  const linuxParameters = new LinuxParameters(stack, 'LinuxParameters', { initProcessEnabled: true });
  linuxParameters.dropCapabilities(Capability.ALL);
  const secrets = Object.entries(database.parameters).map(([name, parameter]) => [
    name,
    EcsSecret.fromSsmParameter(parameter),
  ]);
  task.addContainer('Service', {
    image: ContainerImage.fromEcrRepository(repository, '1.0.0'),
    portMappings: [{ containerPort: PORT }],
    readonlyRootFilesystem: true,
    user: '1000:1000',
    stopTimeout: Duration.minutes(2),
    linuxParameters,
    secrets: { ...Object.fromEntries(secrets), DB_CREDENTIALS: EcsSecret.fromSecretsManager(database.secret) },
    logging: LogDriver.awsLogs({
      logGroup,
      streamPrefix: 'Service',
      mode: AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(25),
    }),
    healthCheck: {
      command: ['CMD-SHELL', CHECK],
      interval: Duration.seconds(30),
      retries: 3,
      startPeriod: Duration.seconds(60),
      timeout: Duration.seconds(5),
    },
  });
  return task;
}
