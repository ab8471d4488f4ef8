import { annotationsOf, onlyResource } from '@org/testing';
import { Subnet, type SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { FargateCluster, Scaling } from '../src';
import { type Given, serviceStack } from './fixture';

const refused = (props: Given, message: string) =>
  expect(() => serviceStack(props)).toThrow(new Error(`Stack/payments: ${message}`));

test.each([
  [-1, undefined, 'from 0 to 5000 tasks'],
  [1.5, undefined, 'from 0 to 5000 tasks'],
  [5001, undefined, 'from 0 to 5000 tasks'],
  [2, Scaling.between(3, 10).onCpu(70), 'from 3 to 10 tasks, the range of `scaling`'],
  [11, Scaling.between(3, 10).onCpu(70), 'from 3 to 10 tasks, the range of `scaling`'],
])('refuses %d desired tasks', (desiredCount, scaling, range) => {
  refused({ desiredCount, scaling }, `\`desiredCount\` must be a whole number ${range}, got: ${desiredCount}.`);
});

test.each([3, 10])('takes %i desired tasks inside the range, and warns that deployments set them', (desiredCount) => {
  const { stack } = serviceStack({ desiredCount, scaling: Scaling.between(3, 10).onCpu(70) });
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.DesiredCount).toBe(desiredCount);
  expect(annotationsOf(stack)).toEqual([
    'Each deployment sets the number of tasks to `desiredCount`, whatever `scaling` has made of it: at a peak it stops tasks ' +
      'that are needed. Leave out `desiredCount`, so that a deployment keeps the tasks that there are. ' +
      '[ack: @org/fargate-service:scaling-reset]',
  ]);
});

test.each<[string, SubnetSelection]>([
  ['by their type', { subnetType: SubnetType.PUBLIC }],
  ['by their id', { subnets: [Subnet.fromSubnetId(new Stack(), 'Public', 'subnet-bbbbbbb2')] }],
])('refuses public subnets %s', (_, vpcSubnets) => {
  refused(
    { vpcSubnets },
    '`vpcSubnets` must select private or isolated subnets, got: public ones. ' +
      'PCI DSS 4.0.1 requirement 1.4.4 keeps systems with card data off the internet.',
  );
});

test.each([
  ['public', { publicSubnetIds: ['s-1'] }, false],
  ['isolated', { isolatedSubnetIds: ['s-1'] }, true],
])('a VPC with %s subnets alone', (_, subnets, taken) => {
  const build = () =>
    serviceStack((stack) => ({
      cluster: new FargateCluster(stack, 'Other', {
        vpc: Vpc.fromVpcAttributes(stack, 'OtherVpc', { vpcId: 'vpc-2', availabilityZones: ['a'], ...subnets }),
      }).cluster,
    }));
  if (taken) return expect(build).not.toThrow();
  return expect(build).toThrow(
    new Error(
      'Stack/payments: `vpcSubnets` must select private or isolated subnets, got: public ones, because the VPC has no others. ' +
        'PCI DSS 4.0.1 requirement 1.4.4 keeps systems with card data off the internet.',
    ),
  );
});

test('refuses half a second of grace', () => {
  refused(
    { healthCheckGracePeriod: Duration.millis(500) },
    '`healthCheckGracePeriod` must be a whole number from 0 to 2147483647 seconds, got: 0.5.',
  );
});

test('the error names the construct', () => {
  const app = new Stack(undefined, 'Platform');
  expect(() => serviceStack({ desiredCount: -1 }, app)).toThrow(/^Platform\/Stack\/payments: /);
});
