import { NetworkView, type StackResource, securityGroupRules } from '@org/testing';
import { underTest } from './synthesized';

const app = underTest.view();
const network = new NetworkView(app);
const { subnets, publicSubnets, privateSubnets, isolatedSubnets } = network;

const targets = (list: unknown[], from: StackResource) => new Set(list.map((value) => app.target(value, from)));

test('S0-NET-01: three tiers of three subnets, each user in its own tier', () => {
  expect([publicSubnets.length, privateSubnets.length, isolatedSubnets.length]).toEqual([3, 3, 3]);
  const group = app.only('RDS::DBSubnetGroup');
  expect(targets(group.Properties.SubnetIds, group)).toEqual(new Set(isolatedSubnets));
  const service = app.only('ECS::Service');
  expect(targets(service.Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets, service)).toEqual(
    new Set(privateSubnets),
  );
  const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
  expect(targets(alb.Properties.Subnets, alb)).toEqual(new Set(publicSubnets));
});

test('S0-NET-02: one VPC across three zones of us-east-1', () => {
  expect(app.all('EC2::VPC')).toHaveLength(1);
  expect(network.zones()).toBe(3);
  expect(app.stacks.map(({ environment }) => environment.endsWith('/us-east-1'))).toEqual([true, true]);
});

test('S0-NET-03: one NAT gateway per zone, each private subnet behind that of its own', () => {
  expect(app.all('EC2::NatGateway')).toHaveLength(3);
  expect(network.crossingZones).toEqual([]);
});

test('S0-NET-04: an internet gateway, and a route table for every subnet', () => {
  const attachment = app.only('EC2::VPCGatewayAttachment');
  expect(app.target(attachment.Properties.InternetGatewayId, attachment)).toBe(app.only('EC2::InternetGateway'));
  expect(app.target(attachment.Properties.VpcId, attachment)).toBe(app.only('EC2::VPC'));
  const associated = app.all('EC2::SubnetRouteTableAssociation').map((one) => app.target(one.Properties.SubnetId, one));
  expect(associated).toHaveLength(subnets.length);
  expect(new Set(associated)).toEqual(new Set(subnets));
});

test('S0-NET-05: flow log of all traffic to a bucket that its delivery may write to', () => {
  const log = app.only('EC2::FlowLog');
  expect(log.Properties).toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 's3' });
  const bucket = app.target(log.Properties.LogDestination, log);
  expect(bucket?.Type).toBe('AWS::S3::Bucket');
  const policy = app.all('S3::BucketPolicy').find((one) => app.target(one.Properties.Bucket, one) === bucket);
  expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Condition: expect.objectContaining({
        StringEquals: expect.objectContaining({ 'aws:SourceAccount': expect.anything() }),
      }),
    }),
  );
});

test('S0-NET-06: AWS services are reached through private endpoints, open to the VPC on 443 alone', () => {
  const endpoints = app.all('EC2::VPCEndpoint');
  const interfaces = endpoints.filter(({ Properties }) => Properties.VpcEndpointType === 'Interface');
  const names = interfaces.map((endpoint) =>
    app.flat(endpoint.Properties.ServiceName, endpoint).replace(/^com\.amazonaws\.[^.]+\./, ''),
  );
  expect(names).toEqual(expect.arrayContaining(['ecr.api', 'ecr.dkr', 'logs', 'ssm', 'secretsmanager', 'kms']));
  const groups = new Set<StackResource | undefined>();
  for (const endpoint of interfaces) {
    expect(endpoint.Properties.PrivateDnsEnabled).toBe(true);
    expect(targets(endpoint.Properties.SubnetIds, endpoint)).toEqual(new Set(privateSubnets));
    for (const group of targets(endpoint.Properties.SecurityGroupIds, endpoint)) groups.add(group);
  }
  const vpcCidr = app.only('EC2::VPC').Properties.CidrBlock;
  const rules = securityGroupRules(app).filter(({ group }) => groups.has(group));
  expect(rules.length).toBeGreaterThanOrEqual(groups.size);
  for (const rule of rules) {
    expect(rule).toMatchObject({ direction: 'ingress', protocol: 'tcp', fromPort: 443, toPort: 443 });
    if (!rule.peerGroup) expect(rule.cidr).toBe(vpcCidr);
  }
  const gateways = endpoints.filter(({ Properties }) => Properties.VpcEndpointType === 'Gateway');
  expect(gateways.map((endpoint) => app.flat(endpoint.Properties.ServiceName, endpoint))).toContainEqual(
    expect.stringMatching(/\.s3$/),
  );
});

test('S0-SEC-05: a security group per tier, each open to the tier before it alone', () => {
  const rules = securityGroupRules(app);
  const groupOf = (type: string, read: (resource: StackResource) => unknown) => {
    const resource = app.all(type)[0] as StackResource;
    return app.target(read(resource), resource);
  };
  const alb = groupOf('ElasticLoadBalancingV2::LoadBalancer', ({ Properties }) => Properties.SecurityGroups[0]);
  const task = groupOf(
    'ECS::Service',
    ({ Properties }) => Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0],
  );
  const database = groupOf('RDS::DBCluster', ({ Properties }) => Properties.VpcSecurityGroupIds[0]);
  const ingress = (group: StackResource | undefined) =>
    rules.filter((rule) => rule.group === group && rule.direction === 'ingress');

  expect(new Set([alb, task, database]).size).toBe(3);
  expect(ingress(task).map(({ peerGroup, fromPort, toPort }) => [peerGroup, fromPort, toPort])).toEqual([
    [alb, 8080, 8080],
  ]);
  for (const rule of ingress(database)) {
    expect(rule).toMatchObject({ fromPort: 5432, toPort: 5432, cidr: undefined });
    expect(rule.peerGroup).toBeDefined();
  }
  expect(ingress(database).map(({ peerGroup }) => peerGroup)).toContain(task);
  const open = rules.filter(
    ({ direction, cidr }) => direction === 'ingress' && (cidr === '0.0.0.0/0' || cidr === '::/0'),
  );
  expect(new Set(open.map(({ group }) => group))).toEqual(new Set([alb]));
  expect(
    rules.filter(({ group, direction, cidr }) => group === database && direction === 'egress' && cidr === '0.0.0.0/0'),
  ).toEqual([]);
});

test('S0-TOOL-04: zones come from the region, images of machines from nowhere', () => {
  for (const subnet of subnets)
    expect(subnet.Properties.AvailabilityZone).toEqual({ 'Fn::Select': [expect.any(Number), { 'Fn::GetAZs': '' }] });
  expect(app.text).not.toMatch(/ami-[0-9a-f]{8,17}/);
  expect(app.text).not.toMatch(/us-east-1[a-f]\b/);
});
