import { onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Token } from 'aws-cdk-lib/core';
import { AuroraInstances, ReaderScaling } from '../src';
import { R6G_LARGE, stackWith } from './fixtures';

const scaled = (readerScaling?: ReaderScaling, readers?: number) =>
  stackWith({ instances: AuroraInstances.provisioned({ instanceType: R6G_LARGE, readers, readerScaling }) });
const trackingOf = (scaling: ReaderScaling) =>
  onlyResource(scaled(scaling), 'AWS::ApplicationAutoScaling::ScalingPolicy').Properties
    .TargetTrackingScalingPolicyConfiguration;
const refused = (message: string) => new Error(`Stack/Database: ${message}`);

describe('by CPU', () => {
  const stack = scaled(ReaderScaling.onCpu({ maxReaders: 4 }), 2);
  const target = onlyResource(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');

  test('from the readers of the template to the most that are wanted', () => {
    expect(target.Properties).toMatchObject({
      ServiceNamespace: 'rds',
      ScalableDimension: 'rds:cluster:ReadReplicaCount',
      ResourceId: { 'Fn::Join': ['', ['cluster:', { Ref: onlyResource(stack, 'AWS::RDS::DBCluster').logicalId }]] },
      MinCapacity: 2,
      MaxCapacity: 4,
    });
  });

  test('once the instances answer', () => {
    const instances = resourcesOf(stack, 'AWS::RDS::DBInstance').map(({ logicalId }) => logicalId);
    expect(instances).toHaveLength(3);
    expect(target.DependsOn).toEqual(expect.arrayContaining(instances));
  });

  test('with the role of the service, and none of ours', () => {
    expect(JSON.stringify(target.Properties.RoleARN)).toContain(
      ':role/aws-service-role/rds.application-autoscaling.amazonaws.com/' +
        'AWSServiceRoleForApplicationAutoScaling_RDSCluster',
    );
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
  });

  test('at 60 percent, or as told', () => {
    const predefined = { PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' } };
    expect(trackingOf(ReaderScaling.onCpu({ maxReaders: 4 }))).toEqual({ ...predefined, TargetValue: 60 });
    for (const targetPercent of [10, 90]) {
      const scaling = ReaderScaling.onCpu({ maxReaders: 4, targetPercent });
      expect(trackingOf(scaling)).toEqual({ ...predefined, TargetValue: targetPercent });
    }
  });
});

test('by connections', () => {
  for (const targetConnections of [1, 16_000]) {
    expect(trackingOf(ReaderScaling.onConnections({ maxReaders: 15, targetConnections }))).toEqual({
      PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageDatabaseConnections' },
      TargetValue: targetConnections,
    });
  }
});

test('serverless readers scale too', () => {
  const readerScaling = ReaderScaling.onCpu({ maxReaders: 2 });
  const stack = stackWith({
    instances: AuroraInstances.serverlessV2({ minCapacity: 1, maxCapacity: 4, readerScaling }),
  });
  Template.fromStack(stack).resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 1);
});

test('without it the number of readers stays', () => {
  Template.fromStack(scaled()).resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
});

test('numbers can be known only at deployment', () => {
  const ref = { Ref: 'Number' };
  const token = Token.asNumber(ref);
  const stack = scaled(ReaderScaling.onCpu({ maxReaders: token, targetPercent: token }));
  expect(onlyResource(stack, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties.MaxCapacity).toEqual(ref);
  expect(trackingOf(ReaderScaling.onConnections({ maxReaders: 2, targetConnections: token })).TargetValue).toEqual(ref);
});

test.each([
  [{ maxReaders: 16 }, '`maxReaders` must be a whole number from 1 to 15, got: 16.'],
  [{ maxReaders: 1.5 }, '`maxReaders` must be a whole number from 1 to 15, got: 1.5.'],
  [{ maxReaders: 1 }, '`maxReaders` must be above `readers` (1), got: 1.'],
  [{ maxReaders: 2, targetPercent: 9 }, '`targetPercent` must be a whole number from 10 to 90 percent, got: 9.'],
  [{ maxReaders: 2, targetPercent: 91 }, '`targetPercent` must be a whole number from 10 to 90 percent, got: 91.'],
])('%p is refused', (options, message) => {
  expect(() => scaled(ReaderScaling.onCpu(options))).toThrow(refused(message));
});

test.each([0, 16_001])('%p connections are refused', (targetConnections) => {
  expect(() => scaled(ReaderScaling.onConnections({ maxReaders: 2, targetConnections }))).toThrow(
    refused(`\`targetConnections\` must be a whole number from 1 to 16000, got: ${targetConnections}.`),
  );
});

test('without a reader to measure it is refused', () => {
  expect(() => scaled(ReaderScaling.onCpu({ maxReaders: 2 }), 0)).toThrow(
    refused('`readers` must be at least 1 with `readerScaling`, which measures readers, got: 0.'),
  );
});
