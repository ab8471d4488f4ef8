import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { Capacity, FargateCluster, type FargateClusterProps } from '../src';
import { importedVpc } from './fixture';

function clusterStack(containerInsights?: ContainerInsights): Stack {
  const stack = new Stack(undefined, 'Stack');
  new FargateCluster(stack, 'Cluster', { vpc: importedVpc(stack), containerInsights });
  return stack;
}

test.each([
  [undefined, 'enhanced'],
  [ContainerInsights.ENHANCED, 'enhanced'],
  [ContainerInsights.ENABLED, 'enabled'],
])('Container Insights %s is %s', (given, value) => {
  expect(onlyResource(clusterStack(given), 'AWS::ECS::Cluster').Properties.ClusterSettings).toEqual([
    { Name: 'containerInsights', Value: value },
  ]);
});

test('Container Insights cannot be switched off', () => {
  expect(() => clusterStack(ContainerInsights.DISABLED)).toThrow(
    new Error(
      'Stack/Cluster: `containerInsights` must be ENHANCED or ENABLED, got: DISABLED. ' +
        'PCI DSS 4.0.1 requirement 10.7.2 asks that failures of critical controls are detected.',
    ),
  );
});

test('has no instances, and no capacity providers before a service asks for them', () => {
  expect(resourcesOf(clusterStack()).map(({ Type }) => Type)).toEqual(['AWS::ECS::Cluster']);
});

test('sets no name', () => {
  expect(onlyResource(clusterStack(), 'AWS::ECS::Cluster').Properties).not.toHaveProperty('ClusterName');
});

const ASSOCIATION = 'AWS::ECS::ClusterCapacityProviderAssociations';

function clusterWith(props: Partial<FargateClusterProps>): Stack {
  const stack = new Stack(new App(), 'Stack');
  new FargateCluster(stack, 'Cluster', { vpc: importedVpc(stack), ...props });
  Template.fromStack(stack);
  return stack;
}

test('a default Spot share holds over its numbers of tasks', () => {
  const stack = clusterWith({ defaultCapacity: Capacity.spot({ share: 0.5, minTasks: 3, maxTasks: 10 }) });
  expect(onlyResource(stack, ASSOCIATION).Properties).toEqual({
    Cluster: { Ref: onlyResource(stack, 'AWS::ECS::Cluster').logicalId },
    CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    DefaultCapacityProviderStrategy: [
      { CapacityProvider: 'FARGATE', Weight: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 2 },
    ],
  });
});

test('the default may be Fargate alone', () => {
  const { Properties } = onlyResource(clusterWith({ defaultCapacity: Capacity.fargate() }), ASSOCIATION);
  expect(Properties.DefaultCapacityProviderStrategy).toEqual([{ CapacityProvider: 'FARGATE', Weight: 1 }]);
});

test.each([{ share: 0.5 }, { share: 0.5, minTasks: 3 }, { share: 0.5, maxTasks: 3 }])(
  'a default Spot share without its numbers of tasks is an error (%#)',
  (options) => {
    expect(() => clusterWith({ defaultCapacity: Capacity.spot(options) })).toThrow(
      new Error(
        'Stack/Cluster: `defaultCapacity` must say over which numbers of tasks its share holds, got: no `minTasks` or ' +
          'no `maxTasks`. Use for example Capacity.spot({ share: 0.5, minTasks: 3, maxTasks: 10 }).',
      ),
    );
  },
);

test('a namespace is private to the network', () => {
  const { Properties } = onlyResource(
    clusterWith({ namespace: 'payments.internal' }),
    'AWS::ServiceDiscovery::PrivateDnsNamespace',
  );
  expect(Properties).toEqual({ Name: 'payments.internal', Vpc: 'vpc-0a1b2c3d' });
});

test.each(['', 'internal', 'Payments.internal', 'payments.internal.', '-a.b', 'a-.b', 'a..b', `${'a'.repeat(64)}.b`])(
  "refuses the namespace '%s'",
  (namespace) => {
    expect(() => clusterWith({ namespace })).toThrow(
      new Error(
        'Stack/Cluster: `namespace` must be two or more labels of lower-case letters, digits and hyphens, such as ' +
          `'payments.internal', got: '${namespace}'.`,
      ),
    );
  },
);

test.each(['a.b', 'x-1.y.z', `${'a'.repeat(63)}.${'b'.repeat(63)}`])('accepts the namespace %s', (namespace) => {
  expect(() => clusterWith({ namespace })).not.toThrow();
});

test('a namespace may be known at deployment only', () => {
  const namespace = Lazy.string({ produce: () => 'LATER' });
  const { Properties } = onlyResource(clusterWith({ namespace }), 'AWS::ServiceDiscovery::PrivateDnsNamespace');
  expect(Properties.Name).toBe('LATER');
});

describe('a key of the ephemeral storage', () => {
  const stack = new Stack(new App(), 'Stack');
  const vpc = importedVpc(stack);
  new FargateCluster(stack, 'Cluster', {
    vpc,
    storageEncryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
  });

  test('encrypts what tasks write', () => {
    const { Configuration } = onlyResource(stack, 'AWS::ECS::Cluster').Properties;
    expect(Configuration).toEqual({
      ManagedStorageConfiguration: {
        FargateEphemeralStorageKmsKeyId: { Ref: onlyResource(stack, 'AWS::KMS::Key').logicalId },
      },
    });
  });

  test('may be used by Fargate, for clusters of this account', () => {
    const [, generate, grant] = onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement;
    const ofThisAccount = { 'kms:EncryptionContext:aws:ecs:clusterAccount': [{ Ref: 'AWS::AccountId' }] };
    expect(generate).toMatchObject({
      Action: 'kms:GenerateDataKeyWithoutPlaintext',
      Principal: { Service: 'fargate.amazonaws.com' },
      Condition: { StringEquals: ofThisAccount },
    });
    expect(grant).toMatchObject({
      Action: 'kms:CreateGrant',
      Principal: { Service: 'fargate.amazonaws.com' },
      Condition: {
        StringEquals: ofThisAccount,
        'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] },
      },
    });
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('of another stack does not wait for this one', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys');
    const mine = new Stack(app, 'Mine');
    new FargateCluster(mine, 'Cluster', { vpc: importedVpc(mine), storageEncryptionKey: new Key(keys, 'Key') });
    app.synth();
    expect([mine.dependencies, keys.dependencies]).toEqual([[keys], []]);
  });

  test('that is imported warns', () => {
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012';
    const mine = new Stack(new App(), 'Stack');
    const storageEncryptionKey = Key.fromKeyArn(mine, 'Theirs', arn);
    new FargateCluster(mine, 'Cluster', { vpc: importedVpc(mine), storageEncryptionKey });
    expect(annotationsOf(mine)).toEqual([
      'The policy of the imported `storageEncryptionKey` cannot be changed from this app, and no task starts without it. ' +
        'Where the key is defined, let fargate.amazonaws.com call kms:GenerateDataKeyWithoutPlaintext, and kms:CreateGrant ' +
        'for Decrypt, for clusters of this account (PCI DSS 4.0.1 requirement 3.5.1). ' +
        '[ack: @org/fargate-service:imported-storage-key]',
    ]);
  });
});
