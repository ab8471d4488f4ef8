import { annotationsOf, onlyResource } from '@org/testing';
import { DatabaseInsights, StorageEncryption } from '../src';
import { stackWith } from './fixtures';

const insightsOf = (props: Parameters<typeof stackWith>[0]) => {
  const { Properties: p } = onlyResource(stackWith(props), 'AWS::RDS::DBCluster');
  return {
    enabled: p.PerformanceInsightsEnabled,
    mode: p.DatabaseInsightsMode,
    days: p.PerformanceInsightsRetentionPeriod,
    key: p.PerformanceInsightsKmsKeyId,
    sameKey: JSON.stringify(p.PerformanceInsightsKmsKeyId) === JSON.stringify(p.KmsKeyId),
  };
};

test('is off by default, which the template says: what it no longer mentions would stay on', () => {
  expect(insightsOf({})).toMatchObject({ enabled: false, mode: 'standard', days: undefined, sameKey: false });
  expect(annotationsOf(stackWith())).toEqual([]);
});

test('standard keeps a week, under the key of the storage', () => {
  expect(insightsOf({ insights: DatabaseInsights.standard() })).toMatchObject({
    enabled: true,
    mode: 'standard',
    days: 7,
    sameKey: true,
  });
});

test('advanced keeps fifteen months', () => {
  expect(insightsOf({ insights: DatabaseInsights.advanced() })).toMatchObject({
    enabled: true,
    mode: 'advanced',
    days: 465,
    sameKey: true,
  });
});

test('an AWS-managed storage key leaves the choice to AWS', () => {
  const encryption = StorageEncryption.awsManaged();
  expect(insightsOf({ insights: DatabaseInsights.standard(), encryption })).toMatchObject({
    enabled: true,
    key: undefined,
    sameKey: true,
  });
});

test('nothing warns: the instances take the setting of the cluster', () => {
  expect(annotationsOf(stackWith({ insights: DatabaseInsights.advanced() }))).toEqual([]);
});
