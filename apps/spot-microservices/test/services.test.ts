import {
  AppView,
  containerInsights,
  type Json,
  type StackResource,
  undestroyable,
  wildcards,
  workloadStatements,
} from '@org/testing';
import { CONFIG_FILE, SERVICE_NAMES, servicesOf, underTest } from './synthesized';

const app = underTest.view();
const services = servicesOf(app);
const cluster = app.only('ECS::Cluster');
const association = app.only('ECS::ClusterCapacityProviderAssociations');
const distinct = (resources: StackResource[]) => new Set(resources).size;

interface CapacityProvider {
  readonly CapacityProvider: string;
  readonly Weight: number;
  readonly Base?: number;
}

/** The least that runs on Spot: bases first, the rest by weight, what does not divide goes to the others. */
function spotShare(strategy: CapacityProvider[], tasks: number): number {
  const sum = (figure: 'Base' | 'Weight') => strategy.reduce((total, one) => total + (one[figure] ?? 0), 0);
  const spot = strategy.find(({ CapacityProvider }) => CapacityProvider === 'FARGATE_SPOT');
  const divided = Math.floor(((tasks - sum('Base')) * (spot?.Weight ?? 0)) / sum('Weight'));
  return ((spot?.Base ?? 0) + divided) / tasks;
}

describe('platform', () => {
  test('S4-CTX-01: three services that find each other by private names', () => {
    expect(app.all('ECS::Service')).toHaveLength(3);
    const namespace = app.only('ServiceDiscovery::PrivateDnsNamespace');
    expect(namespace.Properties.Name).toBe('payments.internal');
    for (const { name, service } of services) {
      const [registry] = service.Properties.ServiceRegistries as Json[];
      const entry = app.target(registry?.RegistryArn, service);
      expect(entry?.Properties.Name).toBe(name);
      expect(app.target(entry?.Properties.NamespaceId, entry as StackResource)).toBe(namespace);
    }
  });

  test('S4-ECS-01: the cluster has Fargate and Fargate Spot', () => {
    expect(new Set(association.Properties.CapacityProviders)).toEqual(new Set(['FARGATE', 'FARGATE_SPOT']));
    expect(app.target(association.Properties.Cluster, association)).toBe(cluster);
    expect(services.map(({ service }) => app.target(service.Properties.Cluster, service))).toEqual(
      services.map(() => cluster),
    );
  });

  test('S4-ECS-02: half of the tasks or more on Spot, at every number of tasks', () => {
    for (const { service } of services) {
      const { CapacityProviderStrategy: strategy, LaunchType } = service.Properties;
      expect(LaunchType).toBeUndefined();
      for (let tasks = 3; tasks <= 10; tasks++) expect(spotShare(strategy, tasks)).toBeGreaterThanOrEqual(0.5);
      expect(strategy).toEqual(association.Properties.DefaultCapacityProviderStrategy);
      // Otherwise the stack could not be deleted, because a capacity provider is in use.
      expect(service.DependsOn).toContain(association.logicalId);
    }
  });

  test('S4-ECS-03: Container Insights', () => {
    expect(['enabled', 'enhanced']).toContain(containerInsights(app));
  });
});

describe('tasks', () => {
  test('S4-ECS-04, S4-ECS-09: a service, a task definition and a repository for each of the three names', () => {
    expect(app.all('ECS::TaskDefinition')).toHaveLength(3);
    expect(distinct(services.map(({ task }) => task))).toBe(3);
    expect(distinct(services.map(({ service }) => service))).toBe(3);
    expect(distinct(services.map(({ repository }) => repository))).toBe(3);
    for (const { name, task } of services) {
      expect(task.Properties.Family).toContain(name);
      expect((task.Properties.ContainerDefinitions as Json[]).map(({ Name }) => Name)).toEqual([name]);
    }
  });

  test('S4-ECS-05, S4-ECS-06: one processor and 2 GB, on platform 1.4.0', () => {
    for (const { task, service } of services) {
      expect(task.Properties).toMatchObject({ Cpu: '1024', Memory: '2048', RequiresCompatibilities: ['FARGATE'] });
      expect(service.Properties.PlatformVersion).toBe('1.4.0');
    }
  });

  test('S4-ECS-07, S4-ECR-01: images from three private repositories, scanned on push', () => {
    const repositories = app.all('ECR::Repository');
    expect(repositories).toHaveLength(3);
    for (const { Properties } of repositories) {
      expect(Properties.ImageScanningConfiguration).toEqual({ ScanOnPush: true });
      expect(Properties.EmptyOnDelete).toBe(true);
    }
    for (const { name, task, container, repository } of services) {
      expect(app.flat(container.Image, task)).toContain('.dkr.ecr.');
      expect(app.flat(container.Image, task)).toMatch(/:1\.0\.0$/);
      expect(repositories).toContain(repository);
      expect(repository.Properties.RepositoryName).toContain(name);
      expect(repository.stack).not.toBe(task.stack);
    }
  });

  test('S4-ECS-08: three failed checks, 30 seconds apart, replace a container', () => {
    for (const { name, container } of services) {
      expect(container.HealthCheck).toMatchObject({ Retries: 3, Interval: 30 });
      const port = { 'payment-api': 8080, 'fraud-detection': 8081, 'notification-service': 8082 }[name];
      expect(container.HealthCheck.Command.join(' ')).toContain(`http://127.0.0.1:${port}/health`);
    }
    expect(app.only('ElasticLoadBalancingV2::TargetGroup').Properties).toMatchObject({
      UnhealthyThresholdCount: 3,
      HealthCheckIntervalSeconds: 30,
    });
  });

  test('S4-ECS-10: three tasks each', () => {
    expect(services.map(({ service }) => service.Properties.DesiredCount)).toEqual([3, 3, 3]);
  });
});

describe('scaling', () => {
  const scalingOf = (service: StackResource) => {
    const target = app
      .all('ApplicationAutoScaling::ScalableTarget')
      .find((one) => app.flat(one.Properties.ResourceId, one).endsWith(`/${service.logicalId}.Name}`));
    const policies = app
      .all('ApplicationAutoScaling::ScalingPolicy')
      .filter((policy) => app.target(policy.Properties.ScalingTargetId, policy) === target);
    return { target, policies };
  };

  test('S4-SCALE-01, S4-SCALE-02, S4-SCALE-03: each follows its processor at 70 % and its memory at 80 %', () => {
    for (const { service } of services) {
      const followed = scalingOf(service).policies.map(({ Properties }) => {
        const { PredefinedMetricSpecification, TargetValue } = Properties.TargetTrackingScalingPolicyConfiguration;
        return [Properties.PolicyType, PredefinedMetricSpecification.PredefinedMetricType, TargetValue];
      });
      expect(followed.sort()).toEqual([
        ['TargetTrackingScaling', 'ECSServiceAverageCPUUtilization', 70],
        ['TargetTrackingScaling', 'ECSServiceAverageMemoryUtilization', 80],
      ]);
    }
  });

  test('S4-SCALE-04: from 3 to 10 tasks', () => {
    expect(app.all('ApplicationAutoScaling::ScalableTarget')).toHaveLength(3);
    for (const { service } of services) {
      expect(scalingOf(service).target?.Properties).toMatchObject({
        MinCapacity: 3,
        MaxCapacity: 10,
        ScalableDimension: 'ecs:service:DesiredCount',
      });
    }
  });
});

describe('logs', () => {
  test('S4-LOG-01: a log group for each service, kept for 30 days', () => {
    expect(distinct(services.map(({ logGroup }) => logGroup))).toBe(3);
    for (const { container, logGroup } of services) {
      expect(container.LogConfiguration.LogDriver).toBe('awslogs');
      expect(logGroup.Type).toBe('AWS::Logs::LogGroup');
      expect(logGroup.Properties.RetentionInDays).toBe(30);
    }
  });

  test('S4-LOG-02: encrypted by CloudWatch Logs, or by a customer key where the config asks for one', () => {
    const groups = app.all('Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(3);
    expect(groups.map(({ Properties }) => Properties.KmsKeyId)).toEqual(groups.map(() => undefined));

    const withKey = new AppView(
      underTest.synthWith(CONFIG_FILE, (config) => Object.assign(config, { logKey: 'customer' })),
    );
    const key = withKey.only('KMS::Key');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    const encrypted = withKey.all('Logs::LogGroup');
    expect(encrypted).toHaveLength(groups.length);
    expect(encrypted.map((group) => withKey.target(group.Properties.KmsKeyId, group))).toEqual(
      encrypted.map(() => key),
    );
    expect(undestroyable(withKey)).toEqual([]);
  });

  test('card numbers are masked in every log group', () => {
    for (const { Properties } of app.all('Logs::LogGroup'))
      expect(JSON.stringify(Properties.DataProtectionPolicy)).toContain('CreditCardNumber');
  });
});

describe('roles', () => {
  test('S4-IAM-01: each execution role pulls from the repository of its service, and from no other', () => {
    for (const { executionRole, repository } of services) {
      expect(executionRole.Type).toBe('AWS::IAM::Role');
      const pulls = workloadStatements(app, executionRole).filter(({ actions }) =>
        actions.includes('ecr:BatchGetImage'),
      );
      expect(pulls.map(({ actions, resources }) => [actions, resources])).toEqual([
        [
          ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          [`\${${repository.stack}/${repository.logicalId}.Arn}`],
        ],
      ]);
    }
  });

  test('S4-IAM-02: each execution role writes to the log group of its service, and to no other', () => {
    for (const { executionRole, logGroup } of services) {
      const writes = workloadStatements(app, executionRole).filter(({ actions }) =>
        actions.some((action) => action.startsWith('logs:')),
      );
      expect(writes.map(({ actions, resources }) => [actions, resources])).toEqual([
        [['logs:CreateLogStream', 'logs:PutLogEvents'], [`\${${logGroup.stack}/${logGroup.logicalId}.Arn}`]],
      ]);
    }
  });

  test('S4-IAM-03: a task role for each service, which may do nothing yet', () => {
    const roles = services.flatMap(({ taskRole, executionRole }) => [taskRole, executionRole]);
    expect(distinct(roles)).toBe(2 * SERVICE_NAMES.length);
    for (const { taskRole } of services) {
      expect(taskRole.Type).toBe('AWS::IAM::Role');
      const { Statement } = taskRole.Properties.AssumeRolePolicyDocument;
      expect(Statement.map(({ Principal }: Json) => Principal)).toEqual([{ Service: 'ecs-tasks.amazonaws.com' }]);
      expect(workloadStatements(app, taskRole)).toEqual([]);
    }
    expect(wildcards(app)).toEqual([]);
  });

  test('S4-IAM-04: every statement names its resources', () => {
    expect(wildcards(app)).toEqual([]);
    const named = workloadStatements(app).filter(({ actions }) => !actions.includes('ecr:GetAuthorizationToken'));
    expect(named.length).toBeGreaterThanOrEqual(6);
    for (const resource of named.flatMap(({ resources }) => resources)) expect(resource).toMatch(/^(arn:|\$\{)[^*]+$/);
  });
});
