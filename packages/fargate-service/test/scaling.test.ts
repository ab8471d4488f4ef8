import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Lazy, Token } from 'aws-cdk-lib/core';
import { Scaling } from '../src';
import { serviceStack } from './fixture';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

describe('on CPU and memory', () => {
  const { stack } = serviceStack({ scaling: Scaling.between(3, 10).onCpu(70).onMemory(80) });

  test('bounds the number of tasks', () => {
    expect(onlyResource(stack, TARGET).Properties).toMatchObject({
      MinCapacity: 3,
      MaxCapacity: 10,
      ScalableDimension: 'ecs:service:DesiredCount',
    });
  });

  test('leaves the number of tasks to scaling: deployments do not set it back', () => {
    expect(onlyResource(stack, 'AWS::ECS::Service').Properties).not.toHaveProperty('DesiredCount');
    expect(annotationsOf(stack)).toEqual([]);
  });

  test.each([
    ['ECSServiceAverageCPUUtilization', 70],
    ['ECSServiceAverageMemoryUtilization', 80],
  ])('tracks %s at %i percent, out after a minute and in after five', (metric, target) => {
    Template.fromStack(stack).hasResourceProperties(POLICY, {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: metric },
        TargetValue: target,
        ScaleOutCooldown: 60,
        ScaleInCooldown: 300,
      },
    });
  });

  test('has no other policy', () => {
    expect(resourcesOf(stack, POLICY)).toHaveLength(2);
  });
});

test.each([
  ['CPU', Scaling.between(1, 2).onCpu(50), 'ECSServiceAverageCPUUtilization'],
  ['memory', Scaling.between(1, 2).onMemory(50), 'ECSServiceAverageMemoryUtilization'],
])('on %s alone', (_, scaling, metric) => {
  expect(onlyResource(serviceStack({ scaling }).stack, POLICY).Properties).toMatchObject({
    TargetTrackingScalingPolicyConfiguration: { PredefinedMetricSpecification: { PredefinedMetricType: metric } },
  });
});

test('a service does not scale unless it is asked to', () => {
  const { stack } = serviceStack();
  expect(resourcesOf(stack, TARGET)).toEqual([]);
  expect(onlyResource(stack, 'AWS::ECS::Service').Properties.DesiredCount).toBe(2);
});

test('is immutable, and can be read back', () => {
  const base = Scaling.between(2, 4);
  expect(base.onCpu(70)).not.toBe(base);
  expect(() => serviceStack({ scaling: base })).toThrow('at least one metric');
  expect(base.onMemory(80)).toMatchObject({ minTasks: 2, maxTasks: 4 });
});

test('the last target of a metric counts', () => {
  const { stack } = serviceStack({ scaling: Scaling.between(2, 4).onCpu(50).onCpu(70) });
  expect(onlyResource(stack, POLICY).Properties.TargetTrackingScalingPolicyConfiguration.TargetValue).toBe(70);
});

test.each([
  [
    Scaling.between(10, 3).onCpu(70),
    '`scaling` must have a minimum that is not above its maximum, got: 10 to 3 tasks. Use Scaling.between(3, 10).',
  ],
  [Scaling.between(0, 3).onCpu(70), '`scaling.minTasks` must be a whole number from 1 to 5000 tasks, got: 0.'],
  [Scaling.between(1, 5001).onCpu(70), '`scaling.maxTasks` must be a whole number from 1 to 5000 tasks, got: 5001.'],
  [Scaling.between(1, 3).onCpu(0), '`scaling.onCpu` must be a whole number from 1 to 100 percent, got: 0.'],
  [Scaling.between(1, 3).onMemory(101), '`scaling.onMemory` must be a whole number from 1 to 100 percent, got: 101.'],
  [
    Scaling.between(1, 3),
    '`scaling` must name at least one metric, got: none. ' +
      'Add .onCpu(70) or .onMemory(80), or give `desiredCount` alone for a fixed number of tasks.',
  ],
])('refuses what cannot be (%#)', (scaling, message) => {
  expect(() => serviceStack({ scaling })).toThrow(new Error(`Stack/payments: ${message}`));
});

test('the bounds may be equal, and 100 percent is a target', () => {
  const { stack } = serviceStack({ scaling: Scaling.between(5000, 5000).onCpu(100).onMemory(1) });
  expect(onlyResource(stack, TARGET).Properties).toMatchObject({ MinCapacity: 5000, MaxCapacity: 5000 });
});

test('passes values that are known at deployment only', () => {
  const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  const { stack } = serviceStack({ scaling: Scaling.between(token, token).onCpu(token) });
  Template.fromStack(stack).hasResourceProperties(TARGET, Match.objectLike({ MinCapacity: { Ref: 'Parameter' } }));
  const upTo = serviceStack({ scaling: Scaling.between(3, token).onCpu(70) });
  expect(onlyResource(upTo.stack, TARGET).Properties.MaxCapacity).toEqual({ Ref: 'Parameter' });
});
