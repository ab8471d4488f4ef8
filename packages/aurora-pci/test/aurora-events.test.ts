import { resourcesOf } from '@org/testing';
import { AccountRootPrincipal } from 'aws-cdk-lib/aws-iam';
import { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { AuroraEvents } from '../src';
import { database, newStack, strangersVpc } from './fixtures';

const subscriptionsOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::RDS::EventSubscription').map(({ Properties }) => Properties);

describe('of two clusters', () => {
  const stack = newStack();
  const vpc = strangersVpc(stack);
  const clusters = ['One', 'Two'].map((id) => database(stack, { vpc }, id).cluster);
  const topic = new Topic(stack, 'Topic', { enforceSSL: true });
  topic.grantPublish(new AccountRootPrincipal());
  const { subscriptions } = new AuroraEvents(stack, 'Events', { topic, clusters });
  const resources = subscriptionsOf(stack);

  test('cover what Security Hub asks for (RDS.19 to RDS.22)', () => {
    expect(resources.map((s) => [s.SourceType, s.EventCategories])).toEqual([
      ['db-cluster', ['configuration change', 'deletion', 'failure', 'maintenance', 'failover']],
      ['db-instance', ['configuration change', 'deletion', 'failure', 'maintenance', 'availability']],
      ['db-parameter-group', ['configuration change']],
      ['db-security-group', ['configuration change', 'failure']],
    ]);
    for (const { Enabled } of resources) expect(Enabled).toBeUndefined();
  });

  test('name the clusters and all their instances', () => {
    const refs = (type: string) => resourcesOf(stack, type).map(({ logicalId }) => ({ Ref: logicalId }));
    expect(resources[0]?.SourceIds).toEqual(refs('AWS::RDS::DBCluster'));
    expect(resources[1]?.SourceIds).toHaveLength(4);
    expect(resources[1]?.SourceIds).toEqual(expect.arrayContaining(refs('AWS::RDS::DBInstance')));
    expect(resources.slice(2).map(({ SourceIds }) => SourceIds)).toEqual([undefined, undefined]);
  });

  test('go to the topic, once it lets them', () => {
    const [policy] = resourcesOf(stack, 'AWS::SNS::TopicPolicy');
    for (const { DependsOn, Properties } of resourcesOf(stack, 'AWS::RDS::EventSubscription')) {
      expect(Properties.SnsTopicArn).toEqual(stack.resolve(topic.topicArn));
      expect(DependsOn).toContain(policy?.logicalId);
    }
  });

  test('can be reached', () => {
    expect(subscriptions.map(({ node }) => node.id)).toEqual([
      'Clusters',
      'Instances',
      'ParameterGroups',
      'SecurityGroups',
    ]);
  });
});

test('without databases they report the whole account and region', () => {
  const stack = newStack();
  new AuroraEvents(stack, 'Events', { topic: Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:1:alerts') });
  expect(subscriptionsOf(stack)).toHaveLength(4);
  expect(subscriptionsOf(stack).filter(({ SourceIds }) => SourceIds !== undefined)).toEqual([]);
});

test('clusters, topic and subscriptions may have a stack each', () => {
  const app = new App();
  const [one, other, third] = ['One', 'Other', 'Third'].map((id) => new Stack(app, id)) as [Stack, Stack, Stack];
  const clusters = [database(one).cluster];
  new AuroraEvents(third, 'Events', { topic: new Topic(other, 'Topic'), clusters });
  app.synth();
  expect(third.dependencies.map(({ node }) => node.id).sort()).toEqual(['One', 'Other']);
  expect([...one.dependencies, ...other.dependencies]).toEqual([]);
});

test('no cluster is refused', () => {
  const stack = newStack();
  expect(() => new AuroraEvents(stack, 'Events', { topic: new Topic(stack, 'Topic'), clusters: [] })).toThrow(
    new Error(
      'Stack/Events: `clusters` must name at least one cluster, got: none. Leave it out to report all of them.',
    ),
  );
});

describe("a cluster that is none of the package's", () => {
  const imported = (stack: Stack, instanceIdentifiers?: string[]) =>
    DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Imported', {
      clusterIdentifier: 'ledger',
      instanceIdentifiers,
    });

  test('is reported like one', () => {
    const stack = newStack();
    new AuroraEvents(stack, 'Events', { topic: new Topic(stack, 'Topic'), clusters: [imported(stack, ['ledger-1'])] });
    expect(subscriptionsOf(stack).map(({ SourceIds }) => SourceIds)).toEqual([
      ['ledger'],
      ['ledger-1'],
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['was imported without', undefined],
    ['has none', []],
  ])('must know its instances: one that %s is refused', (why, instances) => {
    const stack = newStack();
    const clusters = [imported(stack, instances)];
    expect(() => new AuroraEvents(stack, 'Events', { topic: new Topic(stack, 'Topic'), clusters })).toThrow(
      new Error(
        `Stack/Events: \`clusters\` must know their instances, got: 'Stack/Imported', which ${why}. Give ` +
          'DatabaseCluster.fromDatabaseClusterAttributes() the `instanceIdentifiers`, or leave `clusters` out.',
      ),
    );
  });
});

test('a FIFO topic is refused', () => {
  const stack = newStack();
  expect(() => new AuroraEvents(stack, 'Events', { topic: new Topic(stack, 'Topic', { fifo: true }) })).toThrow(
    new Error('Stack/Events: `topic` must be a standard topic, got: a FIFO topic, which Amazon RDS cannot publish to.'),
  );
});
