import {
  attribute,
  containerInsights,
  type Json,
  type StackResource,
  wildcards,
  workloadStatements,
} from '@org/testing';
import { app, jobProcessor, lead, leads, paymentApi, type ServiceParts, services } from './platform';

const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');

const scalableOf = ({ service }: ServiceParts) =>
  app
    .all('ApplicationAutoScaling::ScalableTarget')
    .filter((one) => app.flat(one.Properties.ResourceId, one).includes(`\${TapStack/${service.logicalId}.Name}`));

const rulesFor = (path: string) =>
  app
    .all('ElasticLoadBalancingV2::ListenerRule')
    .filter(({ Properties }) =>
      Properties.Conditions.some((one: Json) => one.PathPatternConfig?.Values.includes(path)),
    );

describe('services', () => {
  test('S3-ECS-01: payment-api with three tasks', () => {
    expect(paymentApi.service.Properties).toMatchObject({ ServiceName: 'service-payment-api-aa1', DesiredCount: 3 });
  });

  test('S3-ECS-02: job-processor with two tasks, and no third service', () => {
    expect(jobProcessor.service.Properties).toMatchObject({
      ServiceName: 'service-job-processor-aa1',
      DesiredCount: 2,
    });
    expect(app.all('ECS::Service')).toHaveLength(2);
    expect(app.all('ECS::Cluster')).toHaveLength(1);
  });

  test('S3-ECS-03: task definitions with processor and memory, for Fargate', () => {
    expect(app.all('ECS::TaskDefinition')).toHaveLength(2);
    const sizes = services.map(({ task: { Properties } }) => [Properties.Cpu, Properties.Memory]);
    expect(sizes).toEqual([
      ['1024', '2048'],
      ['512', '1024'],
    ]);
    for (const { task } of services) expect(task.Properties.RequiresCompatibilities).toEqual(['FARGATE']);
  });

  test.each([
    [paymentApi, 3, 12],
    [jobProcessor, 2, 8],
  ])('S3-ECS-04, S3-CTX-01: scales on processor', (parts, min, max) => {
    const targets = scalableOf(parts);
    expect(targets.map(({ Properties }) => [Properties.MinCapacity, Properties.MaxCapacity])).toEqual([[min, max]]);
    const policies = app
      .all('ApplicationAutoScaling::ScalingPolicy')
      .filter((one) => app.target(one.Properties.ScalingTargetId, one) === targets[0]);
    const tracked = policies.map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration);
    expect(tracked).toContainEqual(
      expect.objectContaining({
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        TargetValue: 70,
      }),
    );
  });

  test('S3-CTX-01: two services, a queue between them and a database, with room for peaks', () => {
    expect(scalableOf(paymentApi)[0]?.Properties.MaxCapacity).toBeGreaterThanOrEqual(6);
    expect(app.all('SQS::Queue')).toHaveLength(2);
    expect(app.only('RDS::DBCluster').Properties.Engine).toBe('aurora-postgresql');
  });

  test('S3-ECS-05: over three zones, without public addresses', () => {
    for (const { service } of services) {
      const { Subnets, AssignPublicIp } = service.Properties.NetworkConfiguration.AwsvpcConfiguration;
      const zones = [...leads(Subnets, service)].map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone));
      expect(Subnets).toHaveLength(3);
      expect(new Set(zones).size).toBe(3);
      expect(AssignPublicIp).toBe('DISABLED');
    }
  });

  test('S3-LOG-01: a log group for each service', () => {
    expect(app.all('Logs::LogGroup').length).toBeGreaterThanOrEqual(2);
    const groups = services.map(({ container, task }) => {
      expect(container.LogConfiguration.LogDriver).toBe('awslogs');
      return lead(container.LogConfiguration.Options['awslogs-group'], task);
    });
    expect(groups.map(({ Type }) => Type)).toEqual(['AWS::Logs::LogGroup', 'AWS::Logs::LogGroup']);
    expect(new Set(groups).size).toBe(2);
  });

  test('S3-LOG-02: every log group keeps thirty days', () => {
    const groups = app.all('Logs::LogGroup');
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(groups.map(() => 30));
  });

  test('S3-LOG-03: Container Insights', () => {
    expect(['enabled', 'enhanced']).toContain(containerInsights(app));
  });

  test('images come from repositories that the config names, in this account and region', () => {
    expect(services.map(({ container, task }) => app.flat(container.Image, task))).toEqual([
      '${AWS::AccountId}.dkr.ecr.us-east-1.${AWS::URLSuffix}/payment-api:1.0.0',
      '${AWS::AccountId}.dkr.ecr.us-east-1.${AWS::URLSuffix}/job-processor:1.0.0',
    ]);
    expect(app.all('ECR::Repository')).toEqual([]);
  });
});

describe('load balancer', () => {
  const groupsOf = (rule: StackResource): [StackResource, number | undefined][] => {
    const [action, ...others] = rule.Properties.Actions;
    expect([action.Type, others]).toEqual(['forward', []]);
    const weighted = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn }];
    return weighted.map(({ TargetGroupArn, Weight }: Json) => [lead(TargetGroupArn, rule), Weight]);
  };

  test('S3-ALB-01: internet-facing, over three public subnets', () => {
    expect(alb.Properties).toMatchObject({ Scheme: 'internet-facing', Type: 'application' });
    const zones = [...leads(alb.Properties.Subnets, alb)].map(({ Properties }) =>
      JSON.stringify(Properties.AvailabilityZone),
    );
    expect(new Set(zones).size).toBe(3);
  });

  test('S3-ALB-02: a target group for each service', () => {
    expect(app.all('ElasticLoadBalancingV2::TargetGroup')).toHaveLength(2);
    expect(new Set(services.map(({ targetGroup }) => targetGroup)).size).toBe(2);
    for (const { targetGroup, container } of services)
      expect(targetGroup.Properties).toMatchObject({
        TargetType: 'ip',
        Port: container.PortMappings[0].ContainerPort,
      });
  });

  test('S3-ALB-03: /api/* goes to payment-api alone', () => {
    const [rule, ...others] = rulesFor('/api/*');
    expect(others).toEqual([]);
    expect(groupsOf(rule as StackResource).map(([group]) => group)).toEqual([paymentApi.targetGroup]);
  });

  test('S3-ALB-04: /health goes to both in equal shares, by a rule of its own', () => {
    const [rule, ...others] = rulesFor('/health');
    expect(others).toEqual([]);
    expect(groupsOf(rule as StackResource)).toEqual([
      [paymentApi.targetGroup, 1],
      [jobProcessor.targetGroup, 1],
    ]);
    const priorities = [...rulesFor('/health'), ...rulesFor('/api/*')].map(({ Properties }) => Properties.Priority);
    expect(new Set(priorities).size).toBe(2);
  });

  test('S3-ALB-04, S3-ALB-05: each target group checks /health and drains its connections', () => {
    for (const { targetGroup } of services) {
      const { HealthCheckPath, HealthCheckEnabled, TargetGroupAttributes } = targetGroup.Properties;
      expect([HealthCheckEnabled, HealthCheckPath]).toEqual([true, '/health']);
      const delay = Number(attribute(TargetGroupAttributes, 'deregistration_delay.timeout_seconds'));
      expect(delay).toBeGreaterThanOrEqual(30);
      expect(delay).toBeLessThanOrEqual(60);
    }
  });

  test('S3-ALB-06: TLS from clients, and to the database, queues, topic and buckets', () => {
    const listeners = app.all('ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);
    expect(listeners.map(({ Protocol, Port }) => [Protocol, Port])).toEqual([['HTTPS', 443]]);
    expect(listeners[0]?.Certificates).toHaveLength(1);
    expect(listeners[0]?.SslPolicy).toMatch(/TLS13/);
    const cluster = app.only('RDS::DBCluster');
    const parameters = lead(cluster.Properties.DBClusterParameterGroupName, cluster);
    expect(parameters.Properties.Parameters['rds.force_ssl']).toBe('1');
    const guarded = [
      ['SQS::Queue', 'SQS::QueuePolicy', 'Queues'],
      ['SNS::Topic', 'SNS::TopicPolicy', 'Topics'],
      ['S3::Bucket', 'S3::BucketPolicy', 'Bucket'],
    ] as const;
    for (const [type, policyType, property] of guarded) {
      expect(app.all(type).length).toBeGreaterThan(0);
      for (const resource of app.all(type)) {
        const policies = app
          .all(policyType)
          .filter((one) => [one.Properties[property]].flat().some((value) => app.target(value, one) === resource));
        expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toContainEqual(
          expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        );
      }
    }
  });
});

describe('database', () => {
  const cluster = app.only('RDS::DBCluster');
  const instances = app.all('RDS::DBInstance');

  test('S3-DB-01: one Aurora PostgreSQL with three instances of a named class', () => {
    expect(cluster.Properties).toMatchObject({ Engine: 'aurora-postgresql', EngineVersion: '16.8' });
    expect(instances.map((one) => lead(one.Properties.DBClusterIdentifier, one))).toEqual([cluster, cluster, cluster]);
    expect(instances.map(({ Properties }) => Properties.DBInstanceClass)).toEqual(instances.map(() => 'db.r6g.large'));
  });

  test('S3-DB-02: over three zones, in private subnets', () => {
    const group = lead(cluster.Properties.DBSubnetGroupName, cluster);
    const subnets = [...leads(group.Properties.SubnetIds, group)];
    expect(new Set(subnets.map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone))).size).toBe(3);
    expect(instances.map(({ Properties }) => Properties.PubliclyAccessible ?? false)).toEqual([false, false, false]);
  });

  test('S3-DB-03: encrypted with the key of AWS', () => {
    expect(cluster.Properties.StorageEncrypted).toBe(true);
    expect(cluster.Properties.KmsKeyId).toBeUndefined();
  });

  test('S3-DB-04: backups that any second can be restored from', () => {
    expect(cluster.Properties.BackupRetentionPeriod).toBe(7);
  });

  test('S3-DB-05: the connection is a secret, and the services get it', () => {
    const attachment = app.only('SecretsManager::SecretTargetAttachment');
    expect(attachment.Properties.TargetType).toBe('AWS::RDS::DBCluster');
    expect(lead(attachment.Properties.TargetId, attachment)).toBe(cluster);
    expect(lead(attachment.Properties.SecretId, attachment).Properties.GenerateSecretString).toBeDefined();
    expect(app.flat(cluster.Properties.MasterUserPassword, cluster)).toMatch(/^\{\{resolve:secretsmanager:/);
    for (const { container, task } of services) {
      const values = container.Secrets.map(({ ValueFrom }: Json) => app.target(ValueFrom, task));
      expect(values).toContain(attachment);
    }
  });

  test('S3-DB-06: no rotation', () => {
    expect(app.all('SecretsManager::RotationSchedule')).toEqual([]);
    expect(app.text).not.toContain('"Transform"');
    expect(cluster.Properties.ManageMasterUserPassword).toBeUndefined();
  });

  test('the write-ahead log is ready for the cut-over', () => {
    const parameters = lead(cluster.Properties.DBClusterParameterGroupName, cluster);
    expect(parameters.Properties.Parameters['rds.logical_replication']).toBe('1');
  });
});

test('S3-IAM-01: the API sends jobs, the processor takes them, and neither does more', () => {
  const jobs = app.all('SQS::Queue').find(({ Properties }) => Properties.QueueName === 'payment-jobs-aa1');
  const allowed = ({ taskRole }: ServiceParts) => {
    const statements = workloadStatements(app, taskRole);
    for (const { resources } of statements) expect(resources).toEqual([`\${TapStack/${jobs?.logicalId}.Arn}`]);
    return statements.flatMap(({ actions }) => actions).sort();
  };
  expect(allowed(paymentApi)).toEqual(['sqs:SendMessage']);
  expect(allowed(jobProcessor)).toEqual(['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage']);
  expect(wildcards(app)).toEqual([]);
});
