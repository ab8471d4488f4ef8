import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { App, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Capacity, FargateService, Scaling, type SpotOptions } from '../src';
import { importedVpc, required, serviceStack } from './fixture';

const ASSOCIATION = 'AWS::ECS::ClusterCapacityProviderAssociations';
const threeToTen = Scaling.between(3, 10).onCpu(70);
const spot = (options: SpotOptions, scaling = threeToTen) =>
  serviceStack({ scaling, capacity: Capacity.spot(options) });

test.each([undefined, Capacity.fargate()])('is Fargate alone by default (%#)', (capacity) => {
  const { stack } = serviceStack({ capacity });
  const { Properties } = onlyResource(stack, 'AWS::ECS::Service');
  expect(Properties.LaunchType).toBe('FARGATE');
  expect(Properties).not.toHaveProperty('CapacityProviderStrategy');
  expect(resourcesOf(stack, ASSOCIATION)).toEqual([]);
});

describe('half on Spot', () => {
  const { stack } = spot({ share: 0.5 });
  const service = onlyResource(stack, 'AWS::ECS::Service');

  test('weighs the providers for the worst case', () => {
    expect(service.Properties.CapacityProviderStrategy).toEqual([
      { CapacityProvider: 'FARGATE', Weight: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 2 },
    ]);
    expect(service.Properties).not.toHaveProperty('LaunchType');
  });

  test('associates both providers with the cluster, and the service waits for it', () => {
    const association = onlyResource(stack, ASSOCIATION);
    expect(association.Properties.CapacityProviders).toEqual(['FARGATE', 'FARGATE_SPOT']);
    expect(service.DependsOn).toContain(association.logicalId);
  });

  test('warns of nothing', () => {
    expect(annotationsOf(stack)).toEqual([]);
  });
});

test('a base stays on demand', () => {
  const { stack } = spot({ share: 0.5, onDemandBase: 1 });
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.CapacityProviderStrategy).toEqual([
    { CapacityProvider: 'FARGATE', Base: 1, Weight: 0 },
    { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
  ]);
  expect(annotationsOf(stack)).toEqual([]);
});

test('without scaling the fixed number of tasks is what counts', () => {
  const { stack } = serviceStack({ desiredCount: 4, capacity: Capacity.spot({ share: 0.5 }) });
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.CapacityProviderStrategy).toMatchObject([
    { Weight: 1 },
    { Weight: 1 },
  ]);
});

test('Spot alone warns', () => {
  expect(annotationsOf(spot({ share: 1 }).stack)).toEqual([
    'All tasks run on Spot: when AWS has no spare capacity the service stops. ' +
      'Lower the share, or give an `onDemandBase`, so that some tasks run on demand. ' +
      '[ack: @org/fargate-service:spot-only]',
  ]);
});

test.each([
  [
    { share: 0.5 },
    Scaling.between(1, 4).onCpu(70),
    'be possible at every number of tasks, got: 50 % on Spot of 1. Raise the smallest number of tasks to 2, or lower the share.',
  ],
  [
    { share: 0.5, onDemandBase: 2 },
    threeToTen,
    'be possible at every number of tasks, got: 50 % on Spot beside 2 on demand of 3. ' +
      'Raise the smallest number of tasks to 4, or lower the share.',
  ],
  [
    { share: 1, onDemandBase: 1 },
    threeToTen,
    'be possible at every number of tasks, got: 100 % on Spot beside 1 on demand of 3. ' +
      'Leave out `onDemandBase`, or lower the share.',
  ],
  [
    { share: 0.5 },
    Scaling.between(2, Token.asNumber(Lazy.number({ produce: () => 4 }))).onCpu(70),
    'be known at synthesis, like the numbers of tasks that it is checked against, got: a token.',
  ],
])('refuses what cannot be (%#)', (options, scaling, message) => {
  expect(() => spot(options, scaling)).toThrow(new Error(`Stack/payments: \`capacity\` must ${message}`));
});

test('a paused service is checked as if it had one task', () => {
  expect(() => serviceStack({ desiredCount: 0, capacity: Capacity.spot({ share: 0.5 }) })).toThrow(
    '50 % on Spot of 1.',
  );
});

test.each([0, 1.1, -1, Number.NaN])('refuses a share of %d', (share) => {
  expect(() => spot({ share })).toThrow(
    new Error(
      `Stack/payments: \`capacity.share\` must be more than 0 and at most 1, got: ${share}. Half is Capacity.spot({ share: 0.5 }).`,
    ),
  );
});

test('refuses half a task of base', () => {
  expect(() => spot({ share: 0.5, onDemandBase: 0.5 })).toThrow(
    new Error('Stack/payments: `capacity.onDemandBase` must be a whole number from 0 to 5000 tasks, got: 0.5.'),
  );
});

test('leaves a cluster of others alone', () => {
  const { stack } = serviceStack((scope) => ({
    cluster: Cluster.fromClusterAttributes(scope, 'Theirs', {
      clusterName: 'theirs',
      vpc: Vpc.fromVpcAttributes(scope, 'TheirVpc', {
        vpcId: 'vpc-2',
        availabilityZones: ['a'],
        privateSubnetIds: ['s-1'],
      }),
    }),
    capacity: Capacity.spot({ share: 0.5 }),
  }));
  expect(resourcesOf(stack, ASSOCIATION)).toEqual([]);
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.Cluster).toBe('theirs');
});

test('reaches a cluster of another stack', () => {
  const app = new App();
  const platform = new Stack(app, 'Platform');
  const cluster = new Cluster(platform, 'Cluster', { vpc: importedVpc(platform) });
  const stack = new Stack(app, 'Services');
  const { container, size } = required(stack);
  new FargateService(stack, 'payments', { cluster, container, size, capacity: Capacity.spot({ share: 0.5 }) });
  expect(resourcesOf(platform, ASSOCIATION)).toHaveLength(1);
  expect(stack.dependencies).toEqual([platform]);
});

describe('a range of its own', () => {
  const weights = (options: SpotOptions, min: number, max: number) => {
    const { stack } = serviceStack({ scaling: Scaling.between(min, max).onCpu(70), capacity: Capacity.spot(options) });
    return onlyResource(stack, 'AWS::ECS::Service').Properties.CapacityProviderStrategy.map(
      ({ Weight }: { Weight: number }) => Weight,
    );
  };

  test('widens that of the service, and never narrows it', () => {
    expect(weights({ share: 0.5 }, 4, 4)).toEqual([1, 1]);
    expect(weights({ share: 0.5, minTasks: 3 }, 4, 4)).toEqual([1, 2]);
    expect(weights({ share: 0.5, maxTasks: 5 }, 4, 4)).toEqual([2, 3]);
    expect(weights({ share: 0.5, minTasks: 4, maxTasks: 4 }, 3, 10)).toEqual([1, 2]);
  });

  test.each<[SpotOptions, string]>([
    [{ share: 0.5, minTasks: 0 }, '`capacity.minTasks` must be a whole number from 1 to 5000 tasks, got: 0.'],
    [
      { share: 0.5, minTasks: 4, maxTasks: 3 },
      '`capacity.maxTasks` must be a whole number from 4 to 5000 tasks, got: 3.',
    ],
    [{ share: 0.5, maxTasks: 5001 }, '`capacity.maxTasks` must be a whole number from 1 to 5000 tasks, got: 5001.'],
  ])('refuses what cannot be (%#)', (options, message) => {
    expect(() => weights(options, 3, 10)).toThrow(new Error(`Stack/payments: ${message}`));
  });

  test.each(['share', 'onDemandBase', 'minTasks', 'maxTasks'])('%s must be known at synthesis', (name) => {
    const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
    expect(() => weights({ share: 0.5, [name]: token }, 3, 10)).toThrow(
      new Error(
        'Stack/payments: `capacity` must be known at synthesis, like the numbers of tasks that it is checked against, ' +
          'got: a token.',
      ),
    );
  });
});
