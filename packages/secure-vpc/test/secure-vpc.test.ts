import { onlyResource } from '@org/testing';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { NetworkTiers, SecureVpc } from '../src';

describe('the VPC', () => {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network');

  test('resolves names and gives them', () => {
    expect(onlyResource(stack, 'AWS::EC2::VPC').Properties).toMatchObject({
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
    });
  });

  test('has an empty default security group', () => {
    expect(onlyResource(stack, 'Custom::VpcRestrictDefaultSG').Properties.DefaultSecurityGroupId).toEqual({
      'Fn::GetAtt': [onlyResource(stack, 'AWS::EC2::VPC').logicalId, 'DefaultSecurityGroup'],
    });
  });

  test('has one internet gateway', () => {
    const { logicalId } = onlyResource(stack, 'AWS::EC2::InternetGateway');
    expect(onlyResource(stack, 'AWS::EC2::VPCGatewayAttachment').Properties.InternetGatewayId).toEqual({
      Ref: logicalId,
    });
  });
});

describe('selections', () => {
  const stack = new Stack(new App(), 'Stack');
  const network = new SecureVpc(stack, 'Network');

  test('name the subnets of each tier', () => {
    const { vpc, publicTier, privateTier, isolatedTier } = network;
    expect(vpc.selectSubnets(publicTier).subnets).toEqual(vpc.publicSubnets);
    expect(vpc.selectSubnets(privateTier).subnets).toEqual(vpc.privateSubnets);
    expect(vpc.selectSubnets(isolatedTier).subnets).toEqual(vpc.isolatedSubnets);
    expect([vpc.publicSubnets, vpc.privateSubnets, vpc.isolatedSubnets].map(({ length }) => length)).toEqual([3, 3, 3]);
  });

  test('isolatedTier is refused where there is no such tier', () => {
    const two = new SecureVpc(new Stack(new App(), 'Stack'), 'Network', { tiers: NetworkTiers.publicPrivate() });
    expect(() => two.isolatedTier).toThrow(
      new Error(
        'Stack/Network: `isolatedTier` must be read only where there is one, got: a VPC with a public and a private tier. ' +
          'Use NetworkTiers.publicPrivateIsolated(), or `privateTier` instead.',
      ),
    );
  });
});

test('the VPC serves another stack', () => {
  const app = new App();
  const { vpc, isolatedTier } = new SecureVpc(new Stack(app, 'Networks'), 'Network');
  const users = new Stack(app, 'Users');
  new SecurityGroup(users, 'Group', { vpc });
  expect(vpc.selectSubnets(isolatedTier).subnetIds).toHaveLength(3);
  expect(JSON.stringify(onlyResource(users, 'AWS::EC2::SecurityGroup').Properties.VpcId)).toMatch(/Networks/);
});

test('the flow log can be reached from the construct', () => {
  const stack = new Stack(new App(), 'Stack');
  const { flowLog } = new SecureVpc(stack, 'Network');
  expect(stack.resolve(flowLog.flowLogId)).toEqual({ Ref: onlyResource(stack, 'AWS::EC2::FlowLog').logicalId });
});
