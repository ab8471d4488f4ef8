import { onlyResource, resourcesOf } from '@org/testing';
import { App, Stack } from 'aws-cdk-lib/core';
import { PublicAccessBlock, SecureVpc } from '../src';

const EXCLUSION = 'AWS::EC2::VPCBlockPublicAccessExclusion';
const OPTIONS = 'AWS::EC2::VPCBlockPublicAccessOptions';

function stackWith(publicAccessBlock?: PublicAccessBlock): Stack {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network', { publicAccessBlock });
  return stack;
}

const excluded = (stack: Stack) => resourcesOf(stack, EXCLUSION).map(({ Properties }) => Properties);
const publicSubnets = (stack: Stack) =>
  resourcesOf(stack, 'AWS::EC2::Subnet')
    .filter(({ logicalId }) => logicalId.includes('PublicSubnet'))
    .map(({ logicalId }) => ({
      InternetGatewayExclusionMode: 'allow-bidirectional',
      SubnetId: { Ref: logicalId },
    }));

test('the account stays as it is by default', () => {
  const stack = stackWith();
  expect([...resourcesOf(stack, EXCLUSION), ...resourcesOf(stack, OPTIONS)]).toEqual([]);
});

test('ofRegion blocks what comes in, but for the public subnets, which are excluded first', () => {
  const stack = stackWith(PublicAccessBlock.ofRegion());
  const options = onlyResource(stack, OPTIONS);
  expect(options.Properties).toEqual({ InternetGatewayBlockMode: 'block-ingress' });
  expect(options.DependsOn).toEqual(
    resourcesOf(stack, EXCLUSION)
      .map(({ logicalId }) => logicalId)
      .sort(),
  );
  expect(excluded(stack)).toHaveLength(3);
  expect(excluded(stack)).toEqual(publicSubnets(stack));
});

test('exclusionsOnly leaves the switch to others', () => {
  const stack = stackWith(PublicAccessBlock.exclusionsOnly());
  expect(resourcesOf(stack, OPTIONS)).toEqual([]);
  expect(excluded(stack)).toEqual(publicSubnets(stack));
});
