import { annotationsOf, onlyResource, type Resource, resourcesOf } from '@org/testing';
import { App, Stack } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Addressing, Endpoints, NatGateways, SecureVpc, type SecureVpcProps } from '../src';

function stackWith(props: SecureVpcProps = {}, context = {}): Stack {
  const stack = new Stack(new App({ context }), 'Stack');
  new SecureVpc(stack, 'Network', { addressing: Addressing.cidr('10.0.0.0/16').withIpv6(), ...props });
  return stack;
}

const routes = (stack: Stack, tier: string) =>
  resourcesOf(stack, 'AWS::EC2::Route')
    .filter(({ logicalId, Properties }) => logicalId.includes(`${tier}Subnet`) && Properties.DestinationIpv6CidrBlock)
    .map(({ Properties }: Resource) => Properties);

test('there is no IPv6 by default', () => {
  const stack = stackWith({ addressing: Addressing.cidr('10.0.0.0/16') });
  expect(resourcesOf(stack, 'AWS::EC2::VPCCidrBlock')).toEqual([]);
  expect(resourcesOf(stack, 'AWS::EC2::EgressOnlyInternetGateway')).toEqual([]);
  for (const { Properties } of resourcesOf(stack, 'AWS::EC2::Subnet')) expect(Properties.Ipv6CidrBlock).toBeUndefined();
});

test('withIpv6 leaves what it was called on as it was', () => {
  const addressing = Addressing.cidr('10.0.0.0/16');
  addressing.withIpv6();
  expect(resourcesOf(stackWith({ addressing }), 'AWS::EC2::VPCCidrBlock')).toEqual([]);
});

describe.each([
  ['without a feature flag', {}],
  ['with all recommended flags', { ...recommendedFlags }],
])('%s', (_flags, context) => {
  const stack = stackWith({}, context);

  test('Amazon provides the block, and each subnet has its place in it beside its IPv4 block', () => {
    expect(onlyResource(stack, 'AWS::EC2::VPCCidrBlock').Properties.AmazonProvidedIpv6CidrBlock).toBe(true);
    const block = {
      'Fn::Select': [0, { 'Fn::GetAtt': [onlyResource(stack, 'AWS::EC2::VPC').logicalId, 'Ipv6CidrBlocks'] }],
    };
    const places = [0, 1, 2, 8, 9, 10, 16, 17, 18];
    const all = resourcesOf(stack, 'AWS::EC2::Subnet').map(({ Properties }) => Properties);
    expect(all.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)).toEqual(
      places.map((place) => ({ 'Fn::Select': [place, { 'Fn::Cidr': [block, 32, '64'] }] })),
    );
    expect(all.map(({ CidrBlock }) => CidrBlock)).toEqual(places.map((place) => `10.0.${place * 8}.0/21`));
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('no subnet gives addresses out', () => {
    for (const { Properties } of resourcesOf(stack, 'AWS::EC2::Subnet'))
      expect(Properties).toMatchObject({ AssignIpv6AddressOnCreation: false, MapPublicIpOnLaunch: false });
  });

  test('the private tier leads to an egress-only gateway, the isolated one nowhere', () => {
    const { logicalId } = onlyResource(stack, 'AWS::EC2::EgressOnlyInternetGateway');
    const { logicalId: internet } = onlyResource(stack, 'AWS::EC2::InternetGateway');
    expect(routes(stack, 'Private')).toHaveLength(3);
    for (const route of routes(stack, 'Private'))
      expect(route).toMatchObject({
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: { Ref: logicalId },
      });
    for (const route of routes(stack, 'Public')) expect(route.GatewayId).toEqual({ Ref: internet });
    expect(routes(stack, 'Isolated')).toEqual([]);
  });
});

test('it can be added to a network that is there: everything keeps its properties and gets more', () => {
  const endpoints = Endpoints.forFargate();
  const properties = (stack: Stack) =>
    Object.fromEntries(resourcesOf(stack).map(({ logicalId, Type, Properties }) => [logicalId, { Type, Properties }]));
  const before = properties(stackWith({ addressing: Addressing.cidr('10.0.0.0/16'), endpoints }));
  expect(properties(stackWith({ endpoints }))).toMatchObject(before);
});

test('a block of a pool can have IPv6 beside it', () => {
  const addressing = Addressing.ipam('ipam-pool-0123456789abcdef0', 16).withIpv6();
  expect(resourcesOf(stackWith({ addressing }), 'AWS::EC2::VPCCidrBlock')).toHaveLength(1);
});

test.each([NatGateways.single(), NatGateways.regional()])('other ways out are taken', (natGateways) => {
  expect(resourcesOf(stackWith({ natGateways }), 'AWS::EC2::NatGateway')).toHaveLength(1);
});

test('without NAT gateways it is refused', () => {
  expect(() => stackWith({ natGateways: NatGateways.none() })).toThrow(
    new Error(
      'Stack/Network: `natGateways` must be there for an `addressing` with IPv6, got: NatGateways.none(), beside which ' +
        'the private tier would still reach the internet over IPv6. Leave out withIpv6() or use another value.',
    ),
  );
});
