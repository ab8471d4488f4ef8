import { type Resource, resourcesOf } from '@org/testing';
import { App, Stack } from 'aws-cdk-lib/core';
import { Addressing, Endpoints, NetworkTiers, SecureVpc, type SecureVpcProps, Zones } from '../src';

function stackWith(props: SecureVpcProps): Stack {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network', props);
  return stack;
}

const named = (stack: Stack, name: string) =>
  resourcesOf(stack, 'AWS::EC2::Subnet').filter(({ Properties }) =>
    (Properties.Tags as { Key: string; Value: string }[]).some(
      ({ Key, Value }) => Key === 'aws-cdk:subnet-name' && Value === name,
    ),
  );

/** Properties of the default route of a subnet, through its route table. */
function defaultRoute(stack: Stack, subnet: Resource): Record<string, unknown> | undefined {
  const association = resourcesOf(stack, 'AWS::EC2::SubnetRouteTableAssociation').filter(
    ({ Properties }) => Properties.SubnetId.Ref === subnet.logicalId,
  );
  expect(association).toHaveLength(1);
  const table = association[0]?.Properties.RouteTableId.Ref;
  return resourcesOf(stack, 'AWS::EC2::Route').find(({ Properties }) => Properties.RouteTableId.Ref === table)
    ?.Properties;
}

describe('publicPrivateIsolated, the default', () => {
  const stack = stackWith({});

  test('three subnets in each of three tiers', () => {
    expect(['Public', 'Private', 'Isolated'].map((tier) => named(stack, tier).length)).toEqual([3, 3, 3]);
    expect(resourcesOf(stack, 'AWS::EC2::Subnet')).toHaveLength(9);
  });

  test('public subnets lead to the internet gateway', () => {
    for (const subnet of named(stack, 'Public'))
      expect(defaultRoute(stack, subnet)).toMatchObject({
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: { Ref: expect.stringContaining('IGW') },
      });
  });

  test('private subnets lead to a NAT gateway', () => {
    for (const subnet of named(stack, 'Private'))
      expect(defaultRoute(stack, subnet)).toMatchObject({
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: { Ref: expect.stringContaining('NATGateway') },
      });
  });

  test('isolated subnets lead nowhere', () => {
    for (const subnet of named(stack, 'Isolated')) expect(defaultRoute(stack, subnet)).toBeUndefined();
  });

  test('no subnet assigns public addresses', () => {
    for (const { Properties } of resourcesOf(stack, 'AWS::EC2::Subnet'))
      expect(Properties.MapPublicIpOnLaunch).toBe(false);
  });
});

test('publicPrivate leaves the isolated tier out', () => {
  const stack = stackWith({ tiers: NetworkTiers.publicPrivate() });
  expect(['Public', 'Private', 'Isolated'].map((tier) => named(stack, tier).length)).toEqual([3, 3, 0]);
});

describe('growth', () => {
  const DUAL = Addressing.cidr('10.0.0.0/16').withIpv6();
  const POOLED = Addressing.ipam('ipam-pool-0123456789abcdef0', 16);
  const shape = (stack: Stack) =>
    Object.fromEntries(
      resourcesOf(stack, 'AWS::EC2::Subnet').map(({ logicalId, Properties }) => [
        logicalId,
        {
          CidrBlock: Properties.CidrBlock,
          Ipv6CidrBlock: Properties.Ipv6CidrBlock,
          AvailabilityZone: Properties.AvailabilityZone,
          VpcId: Properties.VpcId,
        },
      ]),
    );
  // All that an update would replace when it changed, taken together: the rest of the network must not move either.
  const everything = (stack: Stack) =>
    Object.fromEntries(
      resourcesOf(stack)
        .filter(({ Type }) => Type !== 'AWS::EC2::VPCEndpoint')
        .map(({ logicalId, ...resource }) => [logicalId, resource]),
    );

  test.each<[string, SecureVpcProps, SecureVpcProps, number]>([
    ['a zone', { zones: Zones.first(2) }, { zones: Zones.first(3) }, 3],
    ['four zones', { zones: Zones.first(2) }, { zones: Zones.first(6) }, 12],
    ['a tier', { tiers: NetworkTiers.publicPrivate() }, { tiers: NetworkTiers.publicPrivateIsolated() }, 3],
    [
      'a zone and a tier',
      { zones: Zones.first(2), tiers: NetworkTiers.publicPrivate() },
      { zones: Zones.first(3), tiers: NetworkTiers.publicPrivateIsolated() },
      5,
    ],
    [
      'a zone and a tier in a pooled block',
      { zones: Zones.first(2), tiers: NetworkTiers.publicPrivate(), addressing: POOLED },
      { zones: Zones.first(3), tiers: NetworkTiers.publicPrivateIsolated(), addressing: POOLED },
      5,
    ],
    [
      'a zone and a tier with IPv6',
      { zones: Zones.first(2), tiers: NetworkTiers.publicPrivate(), addressing: DUAL },
      { zones: Zones.first(3), tiers: NetworkTiers.publicPrivateIsolated(), addressing: DUAL },
      5,
    ],
  ])('%s can be added: no subnet moves, and nothing else changes', (_what, before, after, added) => {
    const endpoints = Endpoints.of([]);
    const [small, large] = [stackWith({ ...before, endpoints }), stackWith({ ...after, endpoints })];
    expect(shape(large)).toMatchObject(shape(small));
    expect(Object.keys(shape(large))).toHaveLength(Object.keys(shape(small)).length + added);
    expect(everything(large)).toMatchObject(everything(small));
  });
});
