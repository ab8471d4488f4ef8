import { NetworkView, type StackResource, securityGroupRules } from '@org/testing';
import { app, jobProcessor, lead, leads, paymentApi, services } from './platform';

const network = new NetworkView(app);
const { subnets, publicSubnets, privateSubnets } = network;
const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
const cluster = app.only('RDS::DBCluster');
const subnetGroup = app.only('RDS::DBSubnetGroup');
const albGroup = lead(alb.Properties.SecurityGroups[0], alb);
const databaseGroup = lead(cluster.Properties.VpcSecurityGroupIds[0], cluster);
const serviceGroups = services.map(({ securityGroup }) => securityGroup);
const rules = securityGroupRules(app);

const opened = (group: StackResource, direction: 'ingress' | 'egress') =>
  rules.filter((rule) => rule.group === group && rule.direction === direction);

test('S3-NET-01: one VPC across three zones of us-east-1', () => {
  expect(app.all('EC2::VPC')).toHaveLength(1);
  expect(network.zones()).toBe(3);
  expect(app.stacks.map(({ environment }) => environment.endsWith('/us-east-1'))).toEqual([true]);
});

test('S3-NET-02: three public subnets, used by the load balancer and the NAT gateways alone', () => {
  expect(publicSubnets).toHaveLength(3);
  expect(leads(alb.Properties.Subnets, alb)).toEqual(new Set(publicSubnets));
  const refs = publicSubnets.map(({ logicalId }) => `"${logicalId}"`);
  const users = app.resources.filter(({ Properties }) => refs.some((ref) => JSON.stringify(Properties).includes(ref)));
  expect(new Set(users.map(({ Type }) => Type))).toEqual(
    new Set([
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::EC2::NatGateway',
      'AWS::EC2::SubnetRouteTableAssociation',
    ]),
  );
});

test('S3-NET-03: three private subnets, shared by the tasks and the database, and no others', () => {
  expect(subnets).toHaveLength(6);
  expect(privateSubnets).toHaveLength(3);
  expect(leads(subnetGroup.Properties.SubnetIds, subnetGroup)).toEqual(new Set(privateSubnets));
  for (const { service } of services) {
    const { Subnets } = service.Properties.NetworkConfiguration.AwsvpcConfiguration;
    expect(leads(Subnets, service)).toEqual(new Set(privateSubnets));
  }
});

test('S3-NET-04: a NAT gateway in each zone, each private subnet behind that of its own', () => {
  expect(app.all('EC2::NatGateway')).toHaveLength(3);
  expect(network.crossingZones).toEqual([]);
});

describe('S3-NET-05: route tables and security groups', () => {
  test('S3-NET-05: an internet gateway on the VPC, and a route table for every subnet', () => {
    const attachment = app.only('EC2::VPCGatewayAttachment');
    expect(lead(attachment.Properties.InternetGatewayId, attachment)).toBe(app.only('EC2::InternetGateway'));
    expect(lead(attachment.Properties.VpcId, attachment)).toBe(app.only('EC2::VPC'));
    const associations = app.all('EC2::SubnetRouteTableAssociation');
    expect(associations).toHaveLength(subnets.length);
    expect(new Set(associations.map((one) => lead(one.Properties.SubnetId, one)))).toEqual(new Set(subnets));
    expect(new Set(associations.map((one) => lead(one.Properties.RouteTableId, one))).size).toBe(subnets.length);
  });

  test('S3-NET-05, S3-CTX-03: load balancer to services to database, one port each', () => {
    expect(new Set([albGroup, databaseGroup, ...serviceGroups]).size).toBe(4);
    for (const { securityGroup, container } of services) {
      const port = container.PortMappings[0].ContainerPort;
      expect(opened(securityGroup, 'ingress')).toEqual([
        expect.objectContaining({
          peerGroup: albGroup,
          cidr: undefined,
          protocol: 'tcp',
          fromPort: port,
          toPort: port,
        }),
      ]);
    }
    const toDatabase = opened(databaseGroup, 'ingress');
    expect(toDatabase.map(({ peerGroup }) => peerGroup)).toEqual(expect.arrayContaining(serviceGroups));
    expect(toDatabase).toHaveLength(2);
    for (const rule of toDatabase) expect(rule).toMatchObject({ protocol: 'tcp', fromPort: 5432, toPort: 5432 });
  });

  test('S3-NET-05: the internet reaches the load balancer on 443 and nothing else', () => {
    const open = rules.filter(
      ({ direction, cidr = '' }) => direction === 'ingress' && /^(0\.0\.0\.0|::)\/0$/.test(cidr),
    );
    expect(open.map(({ group, fromPort, toPort }) => [group, fromPort, toPort])).toEqual([[albGroup, 443, 443]]);
  });
});

test('nothing may leave but for the endpoints, image layers and the database', () => {
  const vpcCidr = app.only('EC2::VPC').Properties.CidrBlock;
  expect(opened(databaseGroup, 'egress')).toEqual([]);
  for (const { securityGroup } of services) {
    const ways = opened(securityGroup, 'egress').map(({ cidr, peerGroup, fromPort }) => [cidr ?? peerGroup, fromPort]);
    expect(ways).toHaveLength(3);
    // The prefix list of Amazon S3 is neither a range nor a group.
    expect(ways).toEqual(
      expect.arrayContaining([
        [vpcCidr, 443],
        [undefined, 443],
        [databaseGroup, 5432],
      ]),
    );
    const lists = app
      .all('EC2::SecurityGroupEgress')
      .filter((one) => app.target(one.Properties.GroupId, one) === securityGroup)
      .flatMap(({ Properties }) => Properties.DestinationPrefixListId ?? []);
    expect(lists).toEqual(['pl-63a5400a']);
  }
  expect(rules.filter(({ direction, cidr }) => direction === 'egress' && cidr === '0.0.0.0/0')).toEqual([]);
});

test('all AWS services that a task needs have an endpoint in the VPC', () => {
  const endpoints = app
    .all('EC2::VPCEndpoint')
    .map((one) => app.flat(one.Properties.ServiceName, one).split('.').slice(3));
  const named = endpoints.map((parts) => parts.join('.'));
  expect(named).toEqual(expect.arrayContaining(['ecr.api', 'ecr.dkr', 'logs', 'ssm', 'secretsmanager', 'sqs']));
  expect(JSON.stringify(app.all('EC2::VPCEndpoint'))).toContain('.s3');
});

test('S3-CTX-03: both services stand behind the load balancer, in the one cluster', () => {
  for (const { service } of services) {
    expect(lead(service.Properties.Cluster, service)).toBe(app.only('ECS::Cluster'));
    expect(service.Properties.LoadBalancers).toHaveLength(1);
  }
  expect(paymentApi.targetGroup).not.toBe(jobProcessor.targetGroup);
});
