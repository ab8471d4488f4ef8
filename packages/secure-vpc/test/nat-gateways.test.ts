import { annotationsOf, onlyResource, type Resource, resourcesOf } from '@org/testing';
import { App, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import { NatGateways, SecureVpc } from '../src';
import { KNOWN_LENGTH } from './lists';

function stackWith(natGateways?: NatGateways): Stack {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network', { natGateways });
  return stack;
}

const byId = (stack: Stack, id: string) => resourcesOf(stack).find(({ logicalId }) => logicalId === id) as Resource;
const natRoutes = (stack: Stack) =>
  resourcesOf(stack, 'AWS::EC2::Route').filter(({ Properties }) => Properties.NatGatewayId);

test.each([
  ['onePerZone, the default', undefined],
  ['onePerZone', NatGateways.onePerZone()],
])('%s: three gateways with an address each, and each private subnet uses that of its zone', (_what, natGateways) => {
  const stack = stackWith(natGateways);
  expect(resourcesOf(stack, 'AWS::EC2::NatGateway')).toHaveLength(3);
  expect(resourcesOf(stack, 'AWS::EC2::EIP')).toHaveLength(3);

  const zonesByTable = new Map(
    resourcesOf(stack, 'AWS::EC2::SubnetRouteTableAssociation').map(({ Properties }) => [
      Properties.RouteTableId.Ref,
      byId(stack, Properties.SubnetId.Ref).Properties.AvailabilityZone,
    ]),
  );
  const routes = natRoutes(stack);
  expect(routes).toHaveLength(3);
  for (const { Properties } of routes) {
    const gateway = byId(stack, Properties.NatGatewayId.Ref);
    const home = byId(stack, gateway.Properties.SubnetId.Ref);
    expect(home.Properties.AvailabilityZone).toEqual(zonesByTable.get(Properties.RouteTableId.Ref));
  }
  expect(new Set(routes.map(({ Properties }) => Properties.NatGatewayId.Ref)).size).toBe(3);
});

test('single: all private subnets share the gateway in the first zone', () => {
  const stack = stackWith(NatGateways.single());
  const gateways = resourcesOf(stack, 'AWS::EC2::NatGateway');
  expect(gateways).toHaveLength(1);
  const [gateway] = gateways as [Resource];
  expect(byId(stack, gateway.Properties.SubnetId.Ref).Properties.CidrBlock).toBe('10.0.0.0/21');
  expect(natRoutes(stack).map(({ Properties }) => Properties.NatGatewayId.Ref)).toEqual(
    Array(3).fill(gateway.logicalId),
  );
});

test('regional: one gateway of the whole VPC serves all private subnets, once there is an internet gateway', () => {
  const stack = stackWith(NatGateways.regional());
  const gateways = resourcesOf(stack, 'AWS::EC2::NatGateway');
  expect(gateways).toHaveLength(1);
  const [gateway] = gateways as [Resource];
  const { logicalId: vpc } = onlyResource(stack, 'AWS::EC2::VPC');
  expect(gateway.Properties).toMatchObject({
    AvailabilityMode: 'regional',
    ConnectivityType: 'public',
    VpcId: { Ref: vpc },
  });
  expect(Object.keys(gateway.Properties)).not.toContain('SubnetId');
  expect(gateway.DependsOn).toContain(onlyResource(stack, 'AWS::EC2::InternetGateway').logicalId);
  expect(resourcesOf(stack, 'AWS::EC2::EIP')).toEqual([]);
  expect(natRoutes(stack).map(({ Properties }) => Properties.NatGatewayId)).toEqual(
    Array(3).fill({ 'Fn::GetAtt': [gateway.logicalId, 'NatGatewayId'] }),
  );
  expect(annotationsOf(stack)).toEqual([]);
});

test('regional: the same value serves two networks', () => {
  const natGateways = NatGateways.regional();
  const [one, two] = [stackWith(natGateways), stackWith(natGateways)];
  expect(resourcesOf(one)).toEqual(resourcesOf(two));
});

test('from onePerZone to regional, routes change their target and stay', () => {
  const ids = (stack: Stack) => natRoutes(stack).map(({ logicalId }) => logicalId);
  expect(ids(stackWith(NatGateways.regional()))).toEqual(ids(stackWith(NatGateways.onePerZone())));
});

test('none: private subnets stay private subnets, without a route out', () => {
  const stack = stackWith(NatGateways.none());
  expect(resourcesOf(stack, 'AWS::EC2::NatGateway')).toEqual([]);
  expect(resourcesOf(stack, 'AWS::EC2::EIP')).toEqual([]);
  expect(natRoutes(stack)).toEqual([]);
  const ids = (one: Stack) => resourcesOf(one, 'AWS::EC2::Subnet').map(({ logicalId }) => logicalId);
  expect(ids(stack)).toEqual(ids(stackWith()));
});

describe('addresses of yours', () => {
  const IDS = ['eipalloc-0a1b2c3d4e5f67890', 'eipalloc-1', 'eipalloc-2'];
  const addresses = (stack: Stack) =>
    resourcesOf(stack, 'AWS::EC2::NatGateway').map(({ Properties }) => Properties.AllocationId);
  const refusal = (message: string) => new Error(`Stack/Network: \`natGateways\` must ${message}`);

  test('are used in the order of the zones, and no other is made', () => {
    const stack = stackWith(NatGateways.onePerZone(IDS));
    expect(addresses(stack)).toEqual(IDS);
    expect(resourcesOf(stack, 'AWS::EC2::EIP')).toEqual([]);
    const homes = resourcesOf(stack, 'AWS::EC2::NatGateway').map(({ Properties }) => Properties.SubnetId);
    expect(homes).toEqual(
      resourcesOf(stackWith(), 'AWS::EC2::NatGateway').map(({ Properties }) => Properties.SubnetId),
    );
  });

  test('one is enough for a single gateway', () => {
    const stack = stackWith(NatGateways.single('eipalloc-1'));
    expect(addresses(stack)).toEqual(['eipalloc-1']);
    expect(resourcesOf(stack, 'AWS::EC2::EIP')).toEqual([]);
  });

  test('are those of the call: later changes of the list change nothing', () => {
    const ids = [...IDS];
    const natGateways = NatGateways.onePerZone(ids);
    ids.pop();
    expect(addresses(stackWith(natGateways))).toEqual(IDS);
  });

  test('may be known only at deployment', () => {
    const tokens = [...'abc'].map((end) => Lazy.string({ produce: () => `address-${end}` }));
    expect(addresses(stackWith(NatGateways.onePerZone(tokens)))).toEqual(['address-a', 'address-b', 'address-c']);
  });

  test.each([1, 3])('a list whose length is known only at deployment is refused, also %i of it', (count) => {
    const list = Array(count)
      .fill(Fn.split(',', Fn.importValue('addresses')))
      .flat();
    expect(() => stackWith(NatGateways.onePerZone(list))).toThrow(refusal(KNOWN_LENGTH));
  });

  test.each([0, 1, 2, 4])('%i for three zones are refused', (count) => {
    const ids = [...IDS, 'eipalloc-3'].slice(0, count);
    expect(() => stackWith(NatGateways.onePerZone(ids))).toThrow(
      refusal(
        `have an allocation id for each of its 3 gateways, got: ${count}. Give one for each zone, or leave them out.`,
      ),
    );
  });

  test.each(['', '198.51.100.7', 'eipalloc-', 'eipalloc-XYZ', 'x-eipalloc-1'])('%j is refused', (id) => {
    expect(() => stackWith(NatGateways.single(id))).toThrow(
      refusal(`be allocation ids such as 'eipalloc-0a1b', of which none stands twice, got: '${id}'.`),
    );
  });

  test('the same one twice is refused', () => {
    expect(() => stackWith(NatGateways.onePerZone(['eipalloc-1', 'eipalloc-2', 'eipalloc-1']))).toThrow(
      refusal(
        "be allocation ids such as 'eipalloc-0a1b', of which none stands twice, got: 'eipalloc-1' a second time.",
      ),
    );
  });
});
