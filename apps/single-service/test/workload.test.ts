import {
  alarmTargets,
  attribute,
  containerInsights,
  type Json,
  type StackResource,
  wildcards,
  workloadStatements,
} from '@org/testing';
import { underTest } from './synthesized';

const app = underTest.view();
const service = app.only('ECS::Service');
const task = app.only('ECS::TaskDefinition');
const containers = task.Properties.ContainerDefinitions as Json[];
const cluster = app.only('RDS::DBCluster');
const instances = app.all('RDS::DBInstance');
const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
const targetGroup = app.only('ElasticLoadBalancingV2::TargetGroup');

describe('containers', () => {
  test('S0-ECS-01, S0-ECS-06: a Fargate cluster with a service and its task definition', () => {
    expect(app.target(service.Properties.Cluster, service)).toBe(app.only('ECS::Cluster'));
    expect(task.Properties).toMatchObject({ Cpu: '512', Memory: '1024' });
    const roles = [task.Properties.ExecutionRoleArn, task.Properties.TaskRoleArn].map((role) => app.target(role, task));
    expect(roles.map((role) => role?.Type)).toEqual(['AWS::IAM::Role', 'AWS::IAM::Role']);
    expect(new Set(roles).size).toBe(2);
  });

  test('S0-ECS-02: scales on processor and memory', () => {
    const scalable = app.only('ApplicationAutoScaling::ScalableTarget');
    expect(scalable.Properties).toMatchObject({
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 3,
      MaxCapacity: 12,
    });
    const policies = app
      .all('ApplicationAutoScaling::ScalingPolicy')
      .map(({ Properties }) => [
        Properties.PolicyType,
        Properties.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType,
        Properties.TargetTrackingScalingPolicyConfiguration.TargetValue,
      ]);
    expect(policies.sort()).toEqual([
      ['TargetTrackingScaling', 'ECSServiceAverageCPUUtilization', 70],
      ['TargetTrackingScaling', 'ECSServiceAverageMemoryUtilization', 75],
    ]);
  });

  test('S0-ECS-03: Fargate only', () => {
    expect(service.Properties.LaunchType).toBe('FARGATE');
    expect(task.Properties).toMatchObject({ RequiresCompatibilities: ['FARGATE'], NetworkMode: 'awsvpc' });
    expect(service.Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
    for (const type of [
      'EC2::Instance',
      'AutoScaling::AutoScalingGroup',
      'EC2::LaunchTemplate',
      'ECS::CapacityProvider',
    ]) {
      expect(app.all(type)).toEqual([]);
    }
  });

  test('S0-ECS-04: an unhealthy container is replaced, a failing deployment rolled back', () => {
    expect(containers.length).toBeGreaterThanOrEqual(1);
    for (const container of containers.filter(({ PortMappings }) => PortMappings)) {
      expect(container).toMatchObject({
        Essential: true,
        HealthCheck: { Command: expect.arrayContaining([expect.any(String)]) },
      });
    }
    expect(service.Properties.DesiredCount).toBeGreaterThanOrEqual(1);
    expect(service.Properties.DeploymentConfiguration.DeploymentCircuitBreaker).toEqual({
      Enable: true,
      Rollback: true,
    });
  });

  test('S0-ECS-05: Container Insights', () => {
    expect(['enabled', 'enhanced']).toContain(containerInsights(app));
  });

  test('S0-LOG-01: every log goes to a group of ours with a retention', () => {
    for (const { LogConfiguration } of containers) {
      expect(LogConfiguration.LogDriver).toBe('awslogs');
      const group = app.target(LogConfiguration.Options['awslogs-group'], task);
      expect(group?.Type).toBe('AWS::Logs::LogGroup');
      expect(group?.Properties.RetentionInDays).toBe(365);
    }
    expect(cluster.Properties.EnableCloudwatchLogsExports).toContain('postgresql');
    const databaseGroups = app
      .all('Logs::LogGroup')
      .filter((group) => app.flat(group.Properties.LogGroupName, group).endsWith('/postgresql'));
    expect(
      databaseGroups.map((group) => [app.flat(group.Properties.LogGroupName, group), group.Properties.RetentionInDays]),
    ).toEqual([[`/aws/rds/cluster/${cluster.Properties.DBClusterIdentifier}/postgresql`, 365]]);
  });

  test('S0-ECR-01, S0-ECR-02: the image comes from a scanned repository of the app', () => {
    const repository = app.only('ECR::Repository');
    expect(repository.Properties.ImageScanningConfiguration).toEqual({ ScanOnPush: true });
    for (const { Image } of containers) expect(app.target(Image, task)).toBe(repository);
  });
});

describe('database', () => {
  test('S0-DB-01, S0-DB-02: one encrypted Aurora PostgreSQL 14.6', () => {
    expect(cluster.Properties).toMatchObject({
      Engine: 'aurora-postgresql',
      EngineVersion: '14.6',
      StorageEncrypted: true,
    });
    const parameters = app.target(cluster.Properties.DBClusterParameterGroupName, cluster);
    expect(parameters?.Properties.Family).toBe('aurora-postgresql14');
    expect(instances.map(({ Properties }) => Properties.Engine)).toEqual(instances.map(() => 'aurora-postgresql'));
  });

  test('S0-DB-03, S0-DB-04: backups for a week, instances of the named class', () => {
    expect(cluster.Properties.BackupRetentionPeriod).toBe(7);
    expect(instances.map(({ Properties }) => Properties.DBInstanceClass)).toEqual(instances.map(() => 'db.r6g.large'));
  });

  test('S0-DB-05: a reader takes over, over three zones', () => {
    expect(instances.length).toBeGreaterThanOrEqual(2);
    expect(instances.map((instance) => app.target(instance.Properties.DBClusterIdentifier, instance))).toEqual(
      instances.map(() => cluster),
    );
    const group = app.only('RDS::DBSubnetGroup');
    const subnets = (group.Properties.SubnetIds as unknown[]).map(
      (subnet) => app.target(subnet, group) as StackResource,
    );
    expect(new Set(subnets.map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone))).size).toBe(3);
  });
});

describe('load balancer', () => {
  const listener = app.only('ElasticLoadBalancingV2::Listener');

  test('S0-ALB-01: paths lead to the service, anything else is not found', () => {
    expect(alb.Properties.Type).toBe('application');
    const rules = app.all('ElasticLoadBalancingV2::ListenerRule');
    const paths = rules.flatMap(({ Properties }) =>
      Properties.Conditions.flatMap((one: Json) => one.PathPatternConfig?.Values ?? []),
    );
    expect(paths.sort()).toEqual(['/api/*', '/health']);
    for (const rule of rules) expect(app.target(rule.Properties.Actions[0].TargetGroupArn, rule)).toBe(targetGroup);
    expect(targetGroup.Properties.TargetType).toBe('ip');
    expect(listener.Properties.DefaultActions).toEqual([expect.objectContaining({ Type: 'fixed-response' })]);
  });

  test('S0-ALB-02: TLS ends at the load balancer, and nothing listens without it', () => {
    expect(listener.Properties).toMatchObject({ Protocol: 'HTTPS', Port: 443 });
    expect(listener.Properties.Certificates).toHaveLength(1);
    expect(listener.Properties.SslPolicy).toMatch(/TLS13/);
  });

  test('S0-ALB-03: access logs to a bucket of their own', () => {
    expect(attribute(alb.Properties.LoadBalancerAttributes, 'access_logs.s3.enabled')).toBe('true');
    const bucket = app.target(attribute(alb.Properties.LoadBalancerAttributes, 'access_logs.s3.bucket'), alb);
    const flowLog = app.only('EC2::FlowLog');
    expect(bucket?.Type).toBe('AWS::S3::Bucket');
    expect(bucket).not.toBe(app.target(flowLog.Properties.LogDestination, flowLog));
    const policy = app.all('S3::BucketPolicy').find((one) => app.target(one.Properties.Bucket, one) === bucket);
    expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Action: 's3:PutObject',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      }),
    );
  });

  test('S0-ALB-04: over three zones', () => {
    const zones = (alb.Properties.Subnets as unknown[]).map((subnet) =>
      JSON.stringify(app.target(subnet, alb)?.Properties.AvailabilityZone),
    );
    expect(new Set(zones).size).toBe(3);
  });

  test('S0-CTX-02: the service stands behind the load balancer and knows its database', () => {
    expect(app.target(service.Properties.LoadBalancers[0].TargetGroupArn, service)).toBe(targetGroup);
    const parameters = containers.flatMap(({ Secrets }) => Secrets).map(({ ValueFrom }) => app.target(ValueFrom, task));
    const values = parameters
      .filter((found) => found?.Type === 'AWS::SSM::Parameter')
      .map((found) => app.flat(found?.Properties.Value, found as StackResource));
    expect(values).toContain(`\${SingleService/${cluster.logicalId}.Endpoint.Address}`);
  });
});

describe('secrets and roles', () => {
  test('S0-SEC-01: generated credentials, rotated, read through Parameter Store', () => {
    const parameters = app.all('SSM::Parameter');
    expect(parameters.length).toBeGreaterThanOrEqual(3);
    const rotation = app.only('SecretsManager::RotationSchedule');
    expect(rotation.Properties.RotationRules).toBeDefined();
    const secret = app.only('SecretsManager::Secret');
    const rotated = app.target(rotation.Properties.SecretId, rotation);
    const attached =
      rotated?.Type === 'AWS::SecretsManager::SecretTargetAttachment'
        ? app.target(rotated.Properties.SecretId, rotated)
        : rotated;
    expect(attached).toBe(secret);
    expect(app.flat(cluster.Properties.MasterUserPassword, cluster)).toMatch(/^\{\{resolve:secretsmanager:/);
    expect(app.target(cluster.Properties.MasterUserPassword, cluster)).toBe(secret);
  });

  test('S0-SEC-02: containers get every value from Parameter Store, and their role may read exactly these', () => {
    for (const { Secrets, Environment = [] } of containers) {
      expect(Secrets.length).toBeGreaterThanOrEqual(1);
      for (const { ValueFrom } of Secrets) expect(app.flat(ValueFrom, task)).toMatch(/:ssm:.*:parameter/);
      expect(Environment).toEqual([]);
    }
    const injected = containers.flatMap(({ Secrets }) =>
      Secrets.map(({ ValueFrom }: Json) => app.flat(ValueFrom, task)),
    );
    const role = app.target(task.Properties.ExecutionRoleArn, task) as StackResource;
    const statements = workloadStatements(app, role);
    const readable = statements
      .filter(({ actions }) => actions.includes('ssm:GetParameters'))
      .flatMap(({ resources }) => resources);
    expect(new Set(readable)).toEqual(new Set(injected));
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.startsWith('ssm:'))).toEqual(
      expect.not.arrayContaining(['ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:DescribeParameters']),
    );
  });

  test('S0-SEC-03: every store is encrypted', () => {
    for (const bucket of app.all('S3::Bucket'))
      expect(bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
    expect(cluster.Properties.StorageEncrypted).toBe(true);
    for (const queue of app.all('SQS::Queue'))
      expect(queue.Properties.SqsManagedSseEnabled ?? queue.Properties.KmsMasterKeyId).toBeTruthy();
    for (const topic of app.all('SNS::Topic')) expect(topic.Properties.KmsMasterKeyId).toBeTruthy();
  });

  test('alarms, and changes of the database and its parameters, are mailed', () => {
    const topic = app.only('SNS::Topic');
    expect(app.only('SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'alerts@example.com',
    });
    const subscriptions = app.all('RDS::EventSubscription');
    expect(subscriptions.map(({ Properties }) => Properties.SourceType)).toContain('db-parameter-group');
    for (const subscription of subscriptions)
      expect(app.target(subscription.Properties.SnsTopicArn, subscription)).toBe(topic);
    const targets = alarmTargets(app);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets).toEqual(targets.map(() => [topic]));
  });

  test('S0-SEC-04: no wildcard, and enhanced monitoring under a role of its own', () => {
    expect(wildcards(app)).toEqual([]);
    for (const instance of instances) {
      expect([1, 5, 10, 15, 30, 60]).toContain(instance.Properties.MonitoringInterval);
      const role = app.target(instance.Properties.MonitoringRoleArn, instance);
      expect(JSON.stringify(role?.Properties.AssumeRolePolicyDocument)).toContain('monitoring.rds.amazonaws.com');
    }
  });

  test('S0-CTX-01: TLS on the way to every bucket and to the database', () => {
    for (const bucket of app.all('S3::Bucket')) {
      const policy = app.all('S3::BucketPolicy').find((one) => app.target(one.Properties.Bucket, one) === bucket);
      expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
    const parameters = app.target(cluster.Properties.DBClusterParameterGroupName, cluster);
    expect(parameters?.Properties.Parameters['rds.force_ssl']).toBe('1');
  });
});
