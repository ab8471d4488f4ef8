import { type ISecurityGroup, type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FargateCluster, FargateService, type FargateServiceProps, type ServiceContainer, TaskSize } from '../src';

/** Somebody else's network: three private subnets and three public ones. */
export function importedVpc(scope: Construct): IVpc {
  return Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d',
    availabilityZones: ['a', 'b', 'c'],
    privateSubnetIds: ['subnet-aaaaaaa1', 'subnet-aaaaaaa2', 'subnet-aaaaaaa3'],
    privateSubnetRouteTableIds: ['rtb-1', 'rtb-2', 'rtb-3'],
    publicSubnetIds: ['subnet-bbbbbbb1', 'subnet-bbbbbbb2', 'subnet-bbbbbbb3'],
    publicSubnetRouteTableIds: ['rtb-4', 'rtb-5', 'rtb-6'],
  });
}

export function importedGroup(scope: Construct, id = 'Peer'): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(scope, id, 'sg-peer');
}

/** Props that a service cannot do without, in a new cluster. */
export function required(scope: Construct): FargateServiceProps {
  const repository = Repository.fromRepositoryName(scope, 'Images', 'payments');
  return {
    cluster: new FargateCluster(scope, 'Cluster', { vpc: importedVpc(scope) }).cluster,
    container: { image: ContainerImage.fromEcrRepository(repository, 'v1'), port: 8080 },
    size: TaskSize.of({ cpu: 512, memoryMiB: 1024 }),
  };
}

/** What a test says of a service; `required` has the rest, of its container as well. */
export type Given = Partial<Omit<FargateServiceProps, 'container'>> & {
  readonly container?: Partial<ServiceContainer>;
};

export interface Built {
  readonly stack: Stack;
  readonly service: FargateService;
}

/** A stack with one service; `given` may need the stack to build something in. */
export function serviceStack(
  given: Given | ((stack: Stack) => Given) = {},
  scope?: Construct,
  stackProps?: StackProps,
): Built {
  const stack = new Stack(scope, 'Stack', stackProps);
  const props = typeof given === 'function' ? given(stack) : given;
  const base = required(stack);
  const container = { ...base.container, ...props.container };
  return { stack, service: new FargateService(stack, 'payments', { ...base, ...props, container }) };
}
