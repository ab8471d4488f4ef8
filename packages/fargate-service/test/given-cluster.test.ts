import { annotationsOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { type CfnCluster, Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { CfnParameter, type Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { importedVpc, serviceStack } from './fixture';

type Insights = CfnCluster['clusterSettings'];

function warningsOf(stack: Stack): string[] {
  Template.fromStack(stack);
  return annotationsOf(stack);
}

const network = (stack: Stack) => importedVpc(new Construct(stack, 'Network'));
const clusterOf = (stack: Stack, containerInsightsV2?: ContainerInsights) =>
  new Cluster(stack, 'Theirs', { vpc: network(stack), containerInsightsV2 });

const warningsWith = (insights?: ContainerInsights) =>
  warningsOf(serviceStack((stack) => ({ cluster: clusterOf(stack, insights) })).stack);

/** Its settings are said after it was given. */
function warningsWithSettings(settings: (stack: Stack) => Insights): string[] {
  const theirs = { cluster: undefined as Cluster | undefined };
  const { stack } = serviceStack((inside) => {
    theirs.cluster = clusterOf(inside, ContainerInsights.ENHANCED);
    return { cluster: theirs.cluster };
  });
  (theirs.cluster?.node.defaultChild as CfnCluster).clusterSettings = settings(stack);
  return warningsOf(stack);
}

const UNOBSERVED =
  'The given `cluster` Stack/Theirs is not observed by Container Insights, unless the account says so for new clusters: PCI ' +
  'DSS 4.0.1 requirement 10.7.2 asks that failures of critical controls are detected, and alarms on missing tasks have no ' +
  'data. Give it `containerInsightsV2: ContainerInsights.ENHANCED`, or use a FargateCluster. ' +
  '[ack: @org/fargate-service:no-container-insights]';

test.each([undefined, ContainerInsights.DISABLED])('whose Container Insights is %s warns', (insights) => {
  expect(warningsWith(insights)).toEqual([UNOBSERVED]);
});

test.each([ContainerInsights.ENABLED, ContainerInsights.ENHANCED])(
  'whose Container Insights is %s does not',
  (insights) => {
    expect(warningsWith(insights)).toEqual([]);
  },
);

test('that of a FargateCluster does not warn', () => {
  expect(warningsOf(serviceStack().stack)).toEqual([]);
});

test('what is said after it was given counts', () => {
  expect(warningsWithSettings(() => [{ name: 'containerInsights', value: 'disabled' }])).toEqual([UNOBSERVED]);
  expect(warningsWithSettings(() => undefined)).toEqual([UNOBSERVED]);
  expect(warningsWithSettings(() => [{ name: 'another', value: 'enhanced' }])).toEqual([UNOBSERVED]);
});

test('a setting that is known at deployment only does not warn', () => {
  const value = (stack: Stack) => new CfnParameter(stack, 'Insights').valueAsString;
  expect(warningsWithSettings((stack) => [{ name: 'containerInsights', value: value(stack) }])).toEqual([]);
});

test('that is imported warns, because nobody sees whether it is observed', () => {
  const { stack } = serviceStack((inside) => ({
    cluster: Cluster.fromClusterAttributes(inside, 'Theirs', { clusterName: 'theirs', vpc: network(inside) }),
  }));
  expect(warningsOf(stack)).toEqual([
    'The given `cluster` Stack/Theirs is not defined in this app, where nobody sees whether Container Insights observes it: ' +
      'PCI DSS 4.0.1 requirement 10.7.2 asks that failures of critical controls are detected. Check that its setting ' +
      '`containerInsights` is `enhanced` or `enabled` where it is defined; without it alarms on missing tasks have no data. ' +
      '[ack: @org/fargate-service:imported-cluster]',
  ]);
});

test('whose maker warns of it, as its metadata says, does not warn twice', () => {
  const { stack } = serviceStack((inside) => {
    const cluster = clusterOf(inside);
    cluster.node.defaultChild?.node.addMetadata('warns-itself', true);
    return { cluster };
  });
  expect(warningsOf(stack)).toEqual([]);
});

test('the warning can be acknowledged', () => {
  const { stack, service } = serviceStack((inside) => ({ cluster: clusterOf(inside) }));
  Validations.of(service).acknowledge({
    id: '@org/fargate-service:no-container-insights',
    reason: 'The account turns it on for every new cluster',
  });
  expect(warningsOf(stack)).toEqual([]);
});
