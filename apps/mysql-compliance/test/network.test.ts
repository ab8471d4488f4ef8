import { NetworkView, type StackResource, securityGroupRules } from '@org/testing';
import { underTest } from './synthesized';

const app = underTest.view();
const network = new NetworkView(app);
const { subnets, publicSubnets, privateSubnets } = network;
const vpc = app.only('EC2::VPC');
const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
const service = app.only('ECS::Service');
const cluster = app.only('RDS::DBCluster');

const targets = (list: unknown[], from: StackResource) => new Set(list.map((value) => app.target(value, from)));
const groupOf = (groups: unknown[], from: StackResource) => {
  expect(groups).toHaveLength(1);
  return app.target(groups[0], from) as StackResource;
};

describe('VPC', () => {
  test('S1-NET-01: one VPC, three public and three private subnets, each kind in three zones', () => {
    expect(subnets).toHaveLength(6);
    expect(
      targets(
        subnets.map(({ Properties }) => Properties.VpcId),
        subnets[0] as StackResource,
      ),
    ).toEqual(new Set([vpc]));
    for (const tier of [publicSubnets, privateSubnets]) {
      expect(tier).toHaveLength(3);
      expect(network.zones(tier)).toBe(3);
    }
  });

  test('S1-NET-02: an internet gateway, and a way to it from the three public subnets', () => {
    const attachment = app.only('EC2::VPCGatewayAttachment');
    expect(app.target(attachment.Properties.InternetGatewayId, attachment)).toBe(app.only('EC2::InternetGateway'));
    expect(app.target(attachment.Properties.VpcId, attachment)).toBe(vpc);
    expect(publicSubnets.map((subnet) => network.defaultGateway(subnet))).toEqual(
      Array(3).fill(app.only('EC2::InternetGateway')),
    );
    expect(routesTo('GatewayId').size).toBe(3);
  });

  test('S1-NET-03: a NAT gateway in each zone, each private subnet behind that of its own', () => {
    expect(app.all('EC2::NatGateway')).toHaveLength(3);
    expect(network.crossingZones).toEqual([]);
  });

  test('S1-NET-04: one route table for each subnet, and none of the private ones leads to the internet gateway', () => {
    const associations = app.all('EC2::SubnetRouteTableAssociation');
    expect(associations).toHaveLength(6);
    expect(new Set(associations.map((one) => app.target(one.Properties.SubnetId, one)))).toEqual(new Set(subnets));
    const privateTables = associations
      .filter((one) => privateSubnets.includes(app.target(one.Properties.SubnetId, one) as StackResource))
      .map((one) => app.target(one.Properties.RouteTableId, one));
    expect(new Set(privateTables).size).toBe(3);
    expect(privateTables.filter((table) => routesTo('GatewayId').has(table))).toEqual([]);
  });

  /** Route tables with a default route of this kind. */
  function routesTo(property: 'GatewayId' | 'NatGatewayId'): Set<StackResource | undefined> {
    const routes = app
      .all('EC2::Route')
      .filter(({ Properties }) => Properties.DestinationCidrBlock === '0.0.0.0/0' && Properties[property]);
    return new Set(routes.map((route) => app.target(route.Properties.RouteTableId, route)));
  }

  test('S1-NET-05, S1-CTX-01: one flow log, of all traffic of the VPC, to its bucket', () => {
    const log = app.only('EC2::FlowLog');
    expect(log.Properties).toMatchObject({ ResourceType: 'VPC', TrafficType: 'ALL', LogDestinationType: 's3' });
    expect(app.target(log.Properties.ResourceId, log)).toBe(vpc);
    const bucket = app.target(log.Properties.LogDestination, log) as StackResource;
    expect(bucket.Type).toBe('AWS::S3::Bucket');
    expect(app.flat(bucket.Properties.BucketName, bucket)).toContain('flow-logs');
  });
});

describe('who stands where', () => {
  test('S1-ALB-01: one load balancer, internet-facing, over the three public subnets', () => {
    expect(alb.Properties).toMatchObject({ Scheme: 'internet-facing', Type: 'application' });
    expect(alb.Properties.Subnets).toHaveLength(3);
    expect(targets(alb.Properties.Subnets, alb)).toEqual(new Set(publicSubnets));
  });

  test('S1-ECS-03: tasks in the three private subnets, without a public address', () => {
    const { AssignPublicIp, Subnets } = service.Properties.NetworkConfiguration.AwsvpcConfiguration;
    expect(AssignPublicIp).toBe('DISABLED');
    expect(Subnets).toHaveLength(3);
    expect(targets(Subnets, service)).toEqual(new Set(privateSubnets));
  });

  test('S1-DB-03: the database in the three private subnets', () => {
    const group = app.only('RDS::DBSubnetGroup');
    expect(group.Properties.SubnetIds).toHaveLength(3);
    expect(targets(group.Properties.SubnetIds, group)).toEqual(new Set(privateSubnets));
    expect(app.target(cluster.Properties.DBSubnetGroupName, cluster)).toBe(group);
  });
});

describe('security groups', () => {
  const rules = securityGroupRules(app);
  const albGroup = groupOf(alb.Properties.SecurityGroups, alb);
  const taskGroup = groupOf(service.Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups, service);
  const databaseGroup = groupOf(cluster.Properties.VpcSecurityGroupIds, cluster);
  const ingress = (group: StackResource) =>
    rules.filter((rule) => rule.group === group && rule.direction === 'ingress');
  const anywhere = ['0.0.0.0/0', '::/0'];
  const onlyFrom = (peer: StackResource, port: number) => [
    { protocol: 'tcp', fromPort: port, toPort: port, cidr: undefined, peerGroup: peer },
  ];

  test('S1-CTX-02: everything comes in through the load balancer', () => {
    const open = rules.filter(({ direction, cidr = '' }) => direction === 'ingress' && anywhere.includes(cidr));
    expect(open.map(({ group }) => group)).toEqual([albGroup]);
    expect(new Set([albGroup, taskGroup, databaseGroup]).size).toBe(3);
  });

  test('S1-ALB-05: the load balancer takes HTTPS, and nothing listens on port 80', () => {
    expect(ingress(albGroup).map(({ protocol, fromPort, toPort }) => [protocol, fromPort, toPort])).toEqual([
      ['tcp', 443, 443],
    ]);
    expect(app.all('ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties.Port)).toEqual([443]);
  });

  test('S1-ECS-04: tasks take requests of the load balancer alone', () => {
    expect(ingress(taskGroup)).toMatchObject(onlyFrom(albGroup, 8080));
    expect(ingress(taskGroup)).toHaveLength(1);
  });

  test('S1-DB-05: the database takes connections of the tasks alone', () => {
    expect(ingress(databaseGroup)).toMatchObject(onlyFrom(taskGroup, 3306));
    expect(ingress(databaseGroup)).toHaveLength(1);
  });

  test('S1-SEC-01: what is not needed is closed, both ways', () => {
    for (const rule of rules) {
      const { protocol, fromPort, toPort } = rule;
      expect([protocol, fromPort, toPort]).toEqual(['tcp', expect.any(Number), expect.any(Number)]);
      expect(fromPort).toBe(toPort);
    }
    const open = rules.filter(({ cidr = '' }) => anywhere.includes(cidr));
    expect(open.map(({ group, direction, toPort }) => [group, direction, toPort])).toEqual(
      expect.arrayContaining([
        [albGroup, 'ingress', 443],
        [taskGroup, 'egress', 443],
      ]),
    );
    expect(open).toHaveLength(2);
    // Without an inline rule EC2 adds one of its own that opens everything.
    for (const { Properties } of app.all('EC2::SecurityGroup')) {
      expect(Properties.SecurityGroupEgress?.length).toBeGreaterThan(0);
    }
    expect(app.all('Custom::VpcRestrictDefaultSG')).toHaveLength(1);
  });
});
