import { type Alarm, type IAlarm, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, type IConnectable, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AlarmBehavior,
  AvailabilityZoneRebalancing,
  Cluster,
  CpuArchitecture,
  DeploymentControllerType,
  FargateService as EcsService,
  type FargateServiceProps as EcsServiceProps,
  FargatePlatformVersion,
  FargateTaskDefinition,
  OperatingSystemFamily,
  PropagatedTagSource,
  type ScalableTaskCount,
} from 'aws-cdk-lib/aws-ecs';
import type {
  IApplicationLoadBalancerTarget,
  IApplicationTargetGroup,
  LoadBalancerTargetProps,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type IGrantable, type IPrincipal, type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Capacity } from './capacity';
import { Deployment } from './deployment';
import type { FargateServiceProps } from './fargate-service-props';
import type { PolicyConditions } from './policy-conditions';
import { addAppContainer, containerNameOf } from './private/app-container';
import { writeEmptyLists } from './private/empty-lists';
import { warnOfGivenCluster } from './private/given-cluster';
import { warnOfGivenLogGroup } from './private/given-log-group';
import { warnOfLatest } from './private/image-version';
import { nameProblems } from './private/name-limits';
import { ownLogGroup } from './private/own-log-group';
import { removalPolicyOf } from './private/removal-policy';
import { RollbackAlarms } from './private/rollback-alarms';
import { openPort } from './private/rule-stacks';
import { requireDescription, requireSinglePort } from './private/rules';
import { SecretRedeployment } from './private/secret-redeployment';
import { serviceAlarms } from './private/service-alarms';
import { checkService } from './private/service-checks';
import { targetGroupProblems } from './private/target-group-problems';
import { taskCount } from './private/task-count';
import { executionRole, taskRole } from './private/task-roles';
import { TaskSecurityGroup } from './private/task-security-group';
import { fail } from './private/validation';
import type { Scaling } from './scaling';
import type { ServiceAlarmThresholds } from './service-alarm-thresholds';

/**
 * One container on Fargate: in private subnets, with a security group that opens nothing by itself, two roles that allow
 * exactly what the task needs, a read-only root file system, a user that is not root, and deployments that roll back.
 */
export class FargateService extends Construct implements IConnectable, IGrantable, IApplicationLoadBalancerTarget {
  /** CDK's service: to hand on as an `IFargateService`, and for properties that have no prop here. */
  public readonly service: EcsService;

  /** What a task consists of. */
  public readonly taskDefinition: FargateTaskDefinition;

  /** The security group of the tasks, with no rule but those that its owner asked for. */
  public readonly securityGroup: SecurityGroup;

  /** Where the container's output goes. */
  public readonly logGroup: ILogGroup;

  /** The role of the application. */
  public readonly taskRole: IRole;

  /** The role with which ECS starts the tasks. */
  public readonly executionRole: IRole;

  /** The rules of the security group; the default port is the container's. */
  public readonly connections: Connections;

  /** The principal that grants go to: the task role. */
  public readonly grantPrincipal: IPrincipal;

  /** The name under which `discovery` makes the service known, if it does. */
  public readonly hostName?: string;

  private readonly containerName: string;
  private readonly port: number;
  private readonly clusterName: string;
  private readonly scaling?: Scaling;
  private readonly scalableTasks?: ScalableTaskCount;
  private readonly rollbackAlarms?: RollbackAlarms;
  private readonly policyConditions?: PolicyConditions;
  private secretRedeployment?: SecretRedeployment;
  private readonly targetGroups: IApplicationTargetGroup[] = [];

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    checkService(this, props);
    const deployment = props.deployment ?? Deployment.rolling();
    deployment._validate(this);
    this.port = props.container.port;
    this.clusterName = props.cluster.clusterName;
    this.scaling = props.scaling;
    this.policyConditions = props.policyConditions;
    this.containerName = containerNameOf(id);
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    this.logGroup = props.logGroup ?? ownLogGroup(this, 'LogGroup', { removalPolicy });
    warnOfGivenCluster(this, props.cluster);
    if (props.logGroup) warnOfGivenLogGroup(this, props.logGroup);
    this.taskRole = taskRole(this, props.policyConditions);
    this.executionRole = executionRole(this, props.policyConditions);
    this.grantPrincipal = this.taskRole;
    this.securityGroup = this.closedSecurityGroup(props);
    this.connections = new Connections({ securityGroups: [this.securityGroup], defaultPort: Port.tcp(this.port) });
    this.taskDefinition = this.defineTask(props);
    const thresholds = deployment._rollback._thresholds;
    if (thresholds) this.rollbackAlarms = new RollbackAlarms();
    this.service = new EcsService(this, 'Service', this.serviceProps(props, deployment));
    writeEmptyLists(this.service);
    this.scalableTasks = this.scale(props);
    const { service, logGroup, port } = this;
    const { cluster, policyConditions } = props;
    this.hostName = props.discovery?._bind(this, { service, cluster, logGroup, port, policyConditions, removalPolicy });
    if (thresholds) this.rollbackAlarms?.watch(this, this.watched(), thresholds);
    // Neither the rights to start a task nor the way to its peers may arrive after the first task.
    this.service.node.addDependency(this.executionRole, this.securityGroup);
    this.node.addValidation({
      validate: () => [
        ...nameProblems(service, ...this.node.findAll().filter(Role.isRole)),
        ...targetGroupProblems(service, this.targetGroups, props),
      ],
    });
  }

  /**
   * Opens one port from this service to a peer: egress here, ingress there. The tasks wait for the rules, except for those
   * between services of two stacks that call each other: these stand in the stack that waits for the other one.
   * @param other the peer, for example a database or another service
   * @param port a single TCP or UDP port
   * @param description why the rule is there, 1 to 255 of the characters that EC2 allows
   */
  public allowTo(other: IConnectable, port: Port, description: string): void {
    requireSinglePort(this, 'port', port);
    requireDescription(this, 'allowTo', description);
    openPort(this, other, port, description);
  }

  /**
   * Opens the port that a peer names itself, as `allowTo` does: that of a database, or of another service.
   * @param other the peer, whose connections have a default port
   * @param description why the rule is there, 1 to 255 of the characters that EC2 allows
   * @throws if the peer has no default port.
   */
  public allowToDefaultPort(other: IConnectable, description: string): void {
    const { defaultPort } = other.connections;
    if (!defaultPort) {
      fail(this, '`other` must have a default port, got: one without. Use allowTo(other, port, description) instead.');
    }
    this.allowTo(other, defaultPort, description);
  }

  /**
   * Adds alarms for people, on CPU, memory, missing tasks and, with a target group, errors. They have no action yet: pass
   * the list to a topic, for example with an `AlarmSet` of `@org/compliance-logging`.
   * @param thresholds when they go off, and the target group whose errors are watched
   * @throws if called twice, or a threshold is out of range.
   * @see PCI DSS 4.0.1 requirement 10.7.2
   */
  public addAlarms(thresholds: ServiceAlarmThresholds = {}): Alarm[] {
    const { all, errors } = serviceAlarms(this, this.watched(), thresholds);
    if (errors) this.rollbackAlarms?.add(errors);
    return all;
  }

  /**
   * Takes deployments back when this alarm goes off as well. It must not watch a metric of this service, because service
   * and alarm would wait for each other at deployment: alarms of a load balancer or a queue are what is meant.
   * @param alarm of this account and region
   * @throws if the service rolls back on failed tasks alone.
   */
  public addRollbackAlarm(alarm: IAlarm): void {
    if (!this.rollbackAlarms) {
      fail(
        this,
        '`addRollbackAlarm` must be used with Rollback.onAlarms(), got: Rollback.onFailedTasks(). Change `deployment`.',
      );
    }
    this.rollbackAlarms.add(alarm);
  }

  /**
   * Replaces the tasks when a secret gets a new value, in a rolling deployment like any other: ECS reads secrets only when a
   * task starts. Until a task is replaced it goes on with the old value. Call it for each secret that is rotated.
   * @param secret a secret of the service's account and region, known by its whole ARN
   * @throws if it is known to be of others: its events stay there.
   * @see PCI DSS 4.0.1 requirement 8.6.3
   */
  public redeployOnChange(secret: ISecret): void {
    this.secretRedeployment ??= new SecretRedeployment(this, 'SecretRedeployment', {
      service: this.service,
      clusterName: this.clusterName,
      conditions: this.policyConditions,
    });
    this.secretRedeployment.add(secret);
  }

  /**
   * A metric of the service in the namespace `AWS/ECS`, the average of a minute unless `options` say otherwise.
   * @param metricName as Amazon ECS calls it
   * @param options another statistic, period, label ...
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return this.metricIn('AWS/ECS', metricName, options);
  }

  /**
   * Average CPU of the tasks, in percent of what they have.
   * @param options another statistic, period, label ...
   */
  public metricCpuUtilization(options?: MetricOptions): Metric {
    return this.metric('CPUUtilization', options);
  }

  /**
   * Average memory of the tasks, in percent of what they have.
   * @param options another statistic, period, label ...
   */
  public metricMemoryUtilization(options?: MetricOptions): Metric {
    return this.metric('MemoryUtilization', options);
  }

  /**
   * How many tasks should run. Needs Container Insights.
   * @param options another statistic, period, label ...
   */
  public metricDesiredTasks(options?: MetricOptions): Metric {
    return this.metricIn('ECS/ContainerInsights', 'DesiredTaskCount', options);
  }

  /**
   * How many tasks run. Needs Container Insights.
   * @param options another statistic, period, label ...
   */
  public metricRunningTasks(options?: MetricOptions): Metric {
    return this.metricIn('ECS/ContainerInsights', 'RunningTaskCount', options);
  }

  /** Registers the container and its port with a target group. Called by the target group: use its `targets`. */
  public attachToApplicationTargetGroup(targetGroup: IApplicationTargetGroup): LoadBalancerTargetProps {
    if (this.scalableTasks)
      this.scaling?._applyToTargetGroup(this, this.scalableTasks, targetGroup, this.targetGroups.length);
    this.targetGroups.push(targetGroup);
    return this.service
      .loadBalancerTarget({ containerName: this.containerName, containerPort: this.port })
      .attachToApplicationTargetGroup(targetGroup);
  }

  private metricIn(namespace: string, metricName: string, options?: MetricOptions): Metric {
    return new Metric({
      namespace,
      metricName,
      dimensionsMap: { ClusterName: this.clusterName, ServiceName: this.service.serviceName },
      statistic: Stats.AVERAGE,
      period: Duration.minutes(1),
    })
      .with(options ?? {})
      .attachTo(this);
  }

  private watched() {
    return {
      cpu: this.metricCpuUtilization(),
      memory: this.metricMemoryUtilization(),
      desiredTasks: this.metricDesiredTasks(),
      runningTasks: this.metricRunningTasks(),
    };
  }

  private closedSecurityGroup({ cluster, egress = [] }: FargateServiceProps): SecurityGroup {
    const securityGroup = new TaskSecurityGroup(this, cluster.vpc);
    for (const rule of egress) rule._addTo(securityGroup);
    return securityGroup;
  }

  private defineTask({ container, size, discovery }: FargateServiceProps): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'TaskDefinition', {
      cpu: size.cpu,
      memoryLimitMiB: size.memoryMiB,
      taskRole: this.taskRole,
      executionRole: this.executionRole,
      runtimePlatform: {
        cpuArchitecture: container.architecture ?? CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    const { imageName } = addAppContainer(task, container, {
      owner: this,
      name: this.containerName,
      portName: discovery?._portName,
      logGroup: this.logGroup,
    });
    warnOfLatest(this, imageName);
    return task;
  }

  private serviceProps(props: FargateServiceProps, deployment: Deployment): EcsServiceProps {
    const { desiredCount, fewest, most } = taskCount(this, props);
    const capacity = props.capacity ?? Capacity.fargate();
    const rollbackAlarms = this.rollbackAlarms;
    return {
      cluster: props.cluster,
      taskDefinition: this.taskDefinition,
      desiredCount,
      capacityProviderStrategies: capacity._strategy(this, fewest, most),
      // The one that AWS patches: PCI DSS 4.0.1 requirement 6.3.3.
      platformVersion: FargatePlatformVersion.VERSION1_4,
      vpcSubnets: props.vpcSubnets,
      securityGroups: [this.securityGroup],
      assignPublicIp: false,
      minHealthyPercent: deployment._minHealthyPercent,
      maxHealthyPercent: deployment._maxHealthyPercent,
      circuitBreaker: { enable: true, rollback: true },
      deploymentAlarms: rollbackAlarms && {
        alarmNames: Lazy.list({ produce: () => rollbackAlarms.alarmNames }),
        behavior: AlarmBehavior.ROLLBACK_ON_ALARM,
      },
      // Spelled out, because CDK writes it or not by a feature flag.
      deploymentController: { type: DeploymentControllerType.ECS },
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
      enableECSManagedTags: true,
      propagateTags: PropagatedTagSource.SERVICE,
      healthCheckGracePeriod: props.healthCheckGracePeriod,
    };
  }

  private scale({ scaling, capacity, cluster }: FargateServiceProps): ScalableTaskCount | undefined {
    if (capacity?._usesSpot && Cluster.isCluster(cluster)) {
      cluster.enableFargateCapacityProviders();
      // CDK orders them not at all: without it a stack cannot be deleted, because the capacity provider is in use.
      this.service.node.addDependency(cluster);
    }
    if (!scaling) return undefined;
    const { minTasks: minCapacity, maxTasks: maxCapacity } = scaling;
    const tasks = this.service.autoScaleTaskCount({ minCapacity, maxCapacity });
    scaling._applyTo(tasks, this.clusterName, this.service.serviceName);
    return tasks;
  }
}
