import { NetworkView } from '../src';
import { one } from './hand-written';

const subnet = (zone: number) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] } },
});
const table = { Type: 'AWS::EC2::RouteTable' };
const association = (name: string) => ({
  Type: 'AWS::EC2::SubnetRouteTableAssociation',
  Properties: { SubnetId: { Ref: name }, RouteTableId: { Ref: `${name}Table` } },
});
const route = (name: string, to: object, cidr = '0.0.0.0/0') => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: { Ref: `${name}Table` }, DestinationCidrBlock: cidr, ...to },
});

const app = one({
  Igw: { Type: 'AWS::EC2::InternetGateway' },
  Nat: { Type: 'AWS::EC2::NatGateway' },
  ...Object.fromEntries(['Open', 'Closed', 'Alone', 'Loose'].map((name, index) => [name, subnet(index === 1 ? 1 : 0)])),
  ...Object.fromEntries(['Open', 'Closed', 'Alone'].map((name) => [`${name}Table`, table])),
  ...Object.fromEntries(['Open', 'Closed', 'Alone'].map((name) => [`${name}Association`, association(name)])),
  OpenRoute: route('Open', { GatewayId: { Ref: 'Igw' } }),
  ClosedRoute: route('Closed', { NatGatewayId: { Ref: 'Nat' } }),
  AloneRoute: route('Alone', { NatGatewayId: { Ref: 'Nat' } }, '10.0.0.0/8'),
});
const network = new NetworkView(app);
const ids = (subnets: readonly { logicalId: string }[]) => subnets.map(({ logicalId }) => logicalId);

test('subnets are told apart by their default route', () => {
  expect(ids(network.publicSubnets)).toEqual(['Open']);
  expect(ids(network.privateSubnets)).toEqual(['Closed']);
});

test('a subnet without a default route, or without a route table, is isolated', () => {
  expect(ids(network.isolatedSubnets)).toEqual(['Alone', 'Loose']);
});

test('zones are counted by their expressions', () => {
  expect(network.zones()).toBe(2);
  expect(network.zones(network.publicSubnets)).toBe(1);
});

test.each([
  ['its own zone', 'Open', []],
  ['another zone', 'Far', ['Closed']],
  ['no public subnet', 'Alone', ['Closed']],
])('a private subnet whose NAT gateway is in %s', (_where, place, crossing) => {
  const placed = one({
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: place } } },
    ...{ Open: subnet(0), Closed: subnet(0), Far: subnet(1), Alone: subnet(0) },
    ...Object.fromEntries(['Open', 'Far', 'Closed'].map((name) => [`${name}Table`, table])),
    ...Object.fromEntries(['Open', 'Far', 'Closed'].map((name) => [`${name}Association`, association(name)])),
    OpenRoute: route('Open', { GatewayId: { Ref: 'Igw' } }),
    FarRoute: route('Far', { GatewayId: { Ref: 'Igw' } }),
    ClosedRoute: route('Closed', { NatGatewayId: { Ref: 'Nat' } }),
  });
  const view = new NetworkView(placed);
  expect(ids(view.crossingZones)).toEqual(crossing);
});
