import { onlyResource } from '@org/testing';
import { Subnet, SubnetType, Vpc, type VpcAttributes } from 'aws-cdk-lib/aws-ec2';
import { Fn, Stack } from 'aws-cdk-lib/core';
import { database, newStack, stackWith } from './fixtures';

const subnetsOf = (stack: Stack) => onlyResource(stack, 'AWS::RDS::DBSubnetGroup').Properties.SubnetIds;
const build = (attributes: Partial<VpcAttributes>) => {
  const stack = newStack();
  const base = { vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['a', 'b'] };
  database(stack, { vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { ...base, ...attributes }) });
  return stack;
};

test('isolated subnets come first', () => {
  expect(subnetsOf(stackWith())).toEqual(['db-a', 'db-b', 'db-c']);
});

test('private subnets where there are no isolated ones', () => {
  const stack = build({ publicSubnetIds: ['public-a', 'public-b'], privateSubnetIds: ['app-a', 'app-b'] });
  expect(subnetsOf(stack)).toEqual(['app-a', 'app-b']);
});

test('a selection is taken', () => {
  const vpcSubnets = { subnetType: SubnetType.PRIVATE_WITH_EGRESS };
  expect(subnetsOf(stackWith({ vpcSubnets }))).toEqual(['app-a', 'app-b', 'app-c']);
});

test('public subnets are refused', () => {
  expect(() => stackWith({ vpcSubnets: { subnetType: SubnetType.PUBLIC } })).toThrow(
    new Error(
      'Stack/Database: `vpcSubnets` must select isolated or private subnets, got: a selection with public ones. ' +
        'Use { subnetType: SubnetType.PRIVATE_ISOLATED }.',
    ),
  );
});

test('public subnets that are imported by their ids are refused too', () => {
  const stack = newStack();
  const subnets = ['public-a', 'db-b'].map((id) => Subnet.fromSubnetId(stack, id, id));
  expect(() => database(stack, { vpcSubnets: { subnets } })).toThrow(
    '`vpcSubnets` must select isolated or private subnets, got: a selection with public ones.',
  );
});

test('a VPC of public subnets is refused', () => {
  expect(() => build({ publicSubnetIds: ['public-a', 'public-b'] })).toThrow(
    new Error(
      'Stack/Database: `vpc` must have isolated or private subnets, got: public subnets only. Add a tier of type ' +
        'SubnetType.PRIVATE_ISOLATED, or name the subnets in `vpcSubnets`.',
    ),
  );
});

test('a single subnet is refused', () => {
  expect(() => build({ availabilityZones: ['a'], isolatedSubnetIds: ['db-a'] })).toThrow(
    new Error(
      'Stack/Database: `vpcSubnets` must select at least two subnets in different zones, got: 1 subnet in 1 zone.',
    ),
  );
});

test('two subnets of one zone are refused, and pass where their zones are not known', () => {
  const given = (zone?: string) => {
    const stack = newStack();
    const subnets = ['db-a', 'db-b'].map((subnetId) =>
      Subnet.fromSubnetAttributes(stack, subnetId, { subnetId, availabilityZone: zone }),
    );
    return () => database(stack, { vpcSubnets: { subnets } });
  };
  expect(given('eu-west-1a')).toThrow(
    new Error(
      'Stack/Database: `vpcSubnets` must select at least two subnets in different zones, got: 2 subnets in 1 zone.',
    ),
  );
  expect(given()).not.toThrow();
});

test('a VPC imported with a list whose length is known only at deployment is refused, one with its length is not', () => {
  const isolatedSubnetIds = Fn.split(',', Fn.importValue('subnets'));
  expect(() => build({ availabilityZones: Fn.getAzs(), isolatedSubnetIds })).toThrow(
    new Error(
      'Stack/Database: `vpcSubnets` must have a length that is known at synthesis, got: a list known only at deployment. ' +
        'Name its elements, as Fn.select(0, list), or import it with its length, as Fn.importListValue(name, 3).',
    ),
  );
  expect(subnetsOf(build({ isolatedSubnetIds: Fn.importListValue('subnets', 2) }))).toHaveLength(2);
});

test('a VPC that is still to be looked up is not judged', () => {
  const stack = new Stack(undefined, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  const vpc = Vpc.fromLookup(stack, 'Vpc', { isDefault: false, tags: { tier: 'payments' } });
  expect(() => database(stack, { vpc, vpcSubnets: { subnetGroupName: 'database' } })).not.toThrow();
});
