import { alarmTargets, attribute, type Json, NetworkView, type StackResource, securityGroupRules } from '@org/testing';
import { configOf, ENVIRONMENTS, environmentOf, underTest } from './synthesized';

const synth = underTest.synth({ environmentSuffix: 'aa1' });

describe.each(ENVIRONMENTS)('%s', (name) => {
  const app = environmentOf(synth, name);
  const config = configOf(name);
  const network = new NetworkView(app);
  const vpc = app.only('EC2::VPC');
  const service = app.only('ECS::Service');
  const task = app.only('ECS::TaskDefinition');
  const cluster = app.only('RDS::DBCluster');
  const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
  const listener = app.only('ElasticLoadBalancingV2::Listener');
  const secret = app.only('SecretsManager::Secret');
  const topic = app.only('SNS::Topic');

  test('S2-NET-01: one VPC with the configured range, joined to no other', () => {
    expect(vpc.Properties.CidrBlock).toBe(config.network.cidr);
    for (const type of [
      'EC2::VPCPeeringConnection',
      'EC2::TransitGatewayAttachment',
      'EC2::TransitGatewayVpcAttachment',
    ])
      expect(app.all(type)).toEqual([]);
    expect(network.subnets.map((subnet) => app.target(subnet.Properties.VpcId, subnet))).toEqual(
      network.subnets.map(() => vpc),
    );
  });

  test('S2-NET-02: public, private and isolated subnets in the configured zones, inside the range', () => {
    const { availabilityZones } = config.network;
    for (const tier of [network.publicSubnets, network.privateSubnets, network.isolatedSubnets]) {
      expect(tier).toHaveLength(availabilityZones);
      expect(network.zones(tier)).toBe(availabilityZones);
    }
    const [start] = config.network.cidr.split('.0.0/16');
    for (const { Properties } of network.subnets)
      expect(Properties.CidrBlock).toMatch(new RegExp(`^${start}\\.\\d+\\.0/21$`));
  });

  test('S2-ECS-01: a Fargate service whose tasks have the configured size', () => {
    expect(app.target(service.Properties.TaskDefinition, service)).toBe(task);
    expect(service.Properties.LaunchType).toBe('FARGATE');
    expect(task.Properties).toMatchObject({
      RequiresCompatibilities: ['FARGATE'],
      Cpu: String(config.service.cpu),
      Memory: String(config.service.memoryMiB),
    });
  });

  test('S2-ECS-02: scales between the configured bounds, on processor and memory', () => {
    const scalable = app.only('ApplicationAutoScaling::ScalableTarget');
    const { minTasks, maxTasks } = config.service;
    expect(scalable.Properties).toMatchObject({ MinCapacity: minTasks, MaxCapacity: maxTasks });
    expect(app.flat(scalable.Properties.ResourceId, scalable)).toContain(`${service.logicalId}.Name`);
    const policies = app.all('ApplicationAutoScaling::ScalingPolicy');
    expect(
      policies.map(({ Properties }) => [
        Properties.PolicyType,
        Properties.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType,
        Properties.TargetTrackingScalingPolicyConfiguration.TargetValue,
      ]),
    ).toEqual([
      ['TargetTrackingScaling', 'ECSServiceAverageCPUUtilization', config.service.cpuTargetPercent],
      ['TargetTrackingScaling', 'ECSServiceAverageMemoryUtilization', config.service.memoryTargetPercent],
    ]);
    for (const policy of policies) expect(app.target(policy.Properties.ScalingTargetId, policy)).toBe(scalable);
  });

  test('S2-DB-01, S2-DB-02: one encrypted Aurora PostgreSQL cluster with instances of the configured class', () => {
    expect(cluster.Properties).toMatchObject({
      Engine: 'aurora-postgresql',
      EngineVersion: config.database.engineVersion,
      StorageEncrypted: true,
    });
    expect(app.target(cluster.Properties.KmsKeyId, cluster)?.Type).toBe('AWS::KMS::Key');
    const instances = app.all('RDS::DBInstance');
    expect(instances.map(({ Properties }) => Properties.DBInstanceClass)).toEqual(
      Array(1 + config.database.readers).fill(`db.${config.database.instanceType}`),
    );
    for (const instance of instances)
      expect(app.target(instance.Properties.DBClusterIdentifier, instance)).toBe(cluster);
  });

  test('S2-ALB-01: one load balancer, open to the internet over HTTPS alone, with the configured certificate', () => {
    expect(alb.Properties).toMatchObject({ Type: 'application', Scheme: 'internet-facing' });
    expect(app.target(listener.Properties.LoadBalancerArn, listener)).toBe(alb);
    expect(listener.Properties).toMatchObject({
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: config.certificateArn }],
    });
    expect(attribute(alb.Properties.LoadBalancerAttributes, 'access_logs.s3.enabled')).toBe('true');
    const firewall = app.only('WAFv2::WebACLAssociation');
    expect(app.target(firewall.Properties.ResourceArn, firewall)).toBe(alb);
  });

  test('S2-ALB-02, S2-ALB-03: the listener forwards to the service, which is checked and given time to start', () => {
    const group = app.only('ElasticLoadBalancingV2::TargetGroup');
    const rule = app.only('ElasticLoadBalancingV2::ListenerRule');
    expect(app.target(rule.Properties.ListenerArn, rule)).toBe(listener);
    expect(rule.Properties.Actions).toEqual([expect.objectContaining({ Type: 'forward' })]);
    expect(app.target(rule.Properties.Actions[0].TargetGroupArn, rule)).toBe(group);
    expect(
      (service.Properties.LoadBalancers as Json[]).map(({ TargetGroupArn }) => app.target(TargetGroupArn, service)),
    ).toEqual([group]);
    expect(group.Properties).toMatchObject({
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 30,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200' },
    });
    expect(service.Properties.HealthCheckGracePeriodSeconds).toBeGreaterThan(0);
  });

  test('S2-SEC-01: the password is generated into a secret, and stands nowhere', () => {
    expect(secret.Properties.GenerateSecretString).toMatchObject({ GenerateStringKey: 'password' });
    expect(secret.Properties.SecretString).toBeUndefined();
    expect(app.flat(cluster.Properties.MasterUserPassword, cluster)).toMatch(/^\{\{resolve:secretsmanager:/);
    expect(app.target(cluster.Properties.MasterUserPassword, cluster)).toBe(secret);
    const [container] = task.Properties.ContainerDefinitions as Json[];
    expect(container?.Environment ?? []).toEqual([]);
    expect(container?.Secrets.length).toBeGreaterThan(0);
  });

  test('S2-SEC-04: groups of this VPC, each open to the one before it alone', () => {
    const groups = app.all('EC2::SecurityGroup');
    expect(groups.map((group) => app.target(group.Properties.VpcId, group))).toEqual(groups.map(() => vpc));
    const groupOf = (resource: StackResource, value: unknown) => app.target(value, resource);
    const balancer = groupOf(alb, alb.Properties.SecurityGroups[0]);
    const tasks = groupOf(service, service.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0]);
    const database = groupOf(cluster, cluster.Properties.VpcSecurityGroupIds[0]);
    // In production the function that rotates the password comes to the database too.
    const [rotation] = app.all('SecretsManager::RotationSchedule');
    const rotating = rotation && groupOf(rotation, rotation.Properties.HostedRotationLambda.VpcSecurityGroupIds);
    expect(new Set([undefined, balancer, tasks, database]).size).toBe(4);

    const rules = securityGroupRules(app);
    const into = (group: StackResource | undefined) =>
      rules
        .filter((rule) => rule.group === group && rule.direction === 'ingress')
        .map(({ peerGroup, cidr, protocol, fromPort, toPort }) => [peerGroup ?? cidr, protocol, fromPort, toPort]);
    expect(into(balancer)).toEqual([['0.0.0.0/0', 'tcp', 443, 443]]);
    expect(into(tasks)).toEqual([[balancer, 'tcp', 8080, 8080]]);
    expect(new Set(into(database))).toEqual(
      new Set([tasks, ...(rotating ? [rotating] : [])].map((peer) => [peer, 'tcp', 5432, 5432])),
    );
    const open = rules.filter(({ cidr, direction }) => cidr === '0.0.0.0/0' && direction === 'egress');
    expect(open.map(({ group, fromPort, toPort }) => [group, fromPort, toPort])).toEqual([[tasks, 443, 443]]);
    const ranges = rules.map(({ cidr }) => cidr ?? '').filter((cidr) => cidr.startsWith('10.'));
    expect(new Set(ranges)).toEqual(new Set([config.network.cidr]));
  });

  test('S2-LOG-01: every log group keeps its events as long as the environment says, the database’s own included', () => {
    const groups = app.all('Logs::LogGroup');
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(
      groups.map(() => config.logRetentionDays),
    );
    const [container] = task.Properties.ContainerDefinitions as Json[];
    expect(groups).toContain(app.target(container?.LogConfiguration.Options['awslogs-group'], task));
    expect(cluster.Properties.EnableCloudwatchLogsExports).toEqual(['postgresql']);
    expect(groups.map((group) => app.flat(group.Properties.LogGroupName, group))).toContain(
      `/aws/rds/cluster/${cluster.Properties.DBClusterIdentifier}/postgresql`,
    );
  });

  test('S2-ALERT-01, S2-ALERT-02: an encrypted topic of its own, which mails to the configured address', () => {
    expect(topic.Properties.TopicName).toMatch(new RegExp(`^${name}-us-east-1-pay-.*-aa1$`));
    expect(app.target(topic.Properties.KmsMasterKeyId, topic)?.Type).toBe('AWS::KMS::Key');
    const subscription = app.only('SNS::Subscription');
    expect(subscription.Properties).toMatchObject({ Protocol: 'email', Endpoint: config.alertEmail });
    expect(app.target(subscription.Properties.TopicArn, subscription)).toBe(topic);
    const policy = app.only('SNS::TopicPolicy').Properties.PolicyDocument.Statement as Json[];
    expect(policy).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: expect.objectContaining({ Service: expect.stringContaining('cloudwatch.amazonaws.com') }),
      }),
    );
  });

  test('S2-ALERT-03: every alarm goes to the topic, but for those that take a deployment back', () => {
    const { Alarms } = service.Properties.DeploymentConfiguration;
    const silent = app.all('CloudWatch::Alarm').filter(({ Properties }) => !Properties.AlarmActions);
    for (const { Properties } of silent) expect(Alarms.AlarmNames).toContain(Properties.AlarmName);
    const targets = alarmTargets(app);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets).toEqual(targets.map(() => [topic]));
  });

  test('S2-OUT-01: load balancer, database and cluster are outputs', () => {
    const outputs = app.outputs.map(({ target, attribute: name }) => [target?.Type.replace('AWS::', ''), name]);
    expect(outputs).toEqual(
      expect.arrayContaining([
        ['ElasticLoadBalancingV2::LoadBalancer', 'DNSName'],
        ['RDS::DBCluster', 'Endpoint.Address'],
        ['RDS::DBCluster', 'ReadEndpoint.Address'],
        ['ECS::Cluster', 'Arn'],
      ]),
    );
  });
});
