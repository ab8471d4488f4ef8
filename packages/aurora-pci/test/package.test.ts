import { annotationsOf, resourcesOf, wildcardsIn } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Duration, type Environment, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AuroraInstances, StorageEncryption } from '../src';
import { database, MYSQL } from './fixtures';
import { threeZones } from './scenarios';

/** Two clusters in one stack, in the VPC and with the key of another one. */
function build(app: App, env?: Environment): Stack {
  const network = new Stack(app, 'Network', { env });
  const vpc = threeZones(network);
  const key = new Key(network, 'Key', { enableKeyRotation: true });
  const stack = new Stack(app, 'Stack', { env });
  const service = new SecurityGroup(stack, 'Service', { vpc, allowAllOutbound: false });
  const one = database(stack, { vpc, databaseName: 'payments' }, 'One');
  const two = database(
    stack,
    {
      vpc,
      engine: MYSQL,
      instances: AuroraInstances.serverlessV2({ minCapacity: 0.5, maxCapacity: 4 }),
      encryption: StorageEncryption.customerManaged(key),
      logEncryptionKey: key,
      slowQueryThreshold: Duration.seconds(1),
      removalPolicy: RemovalPolicy.DESTROY,
    },
    'Two',
  );
  for (const aurora of [one, two]) aurora.connections.allowDefaultPortFrom(service);
  return stack;
}

const withRecommendedFlags = () => new App({ context: { ...recommendedFlags } });
const plain = build(new App());

test.each([
  ['a region only', { region: 'us-east-1' }],
  ['an account and a region', { account: '111122223333', region: 'us-east-1' }],
])('with %s, two clusters fit in one stack', (_where, env) => {
  const stack = build(new App(), env);
  expect(resourcesOf(stack).map(({ Type }) => Type)).toEqual(resourcesOf(plain).map(({ Type }) => Type));
});

test('each synthesis yields the same', () => {
  expect(Template.fromStack(build(new App())).toJSON()).toEqual(Template.fromStack(plain).toJSON());
});

describe.each([
  ['without a feature flag', plain],
  ['with all recommended flags', build(withRecommendedFlags())],
])('%s', (_flags, stack) => {
  test('nothing warns, and no role has a wildcard', () => {
    expect(annotationsOf(stack).filter((text) => !text.includes('crossStackReferences'))).toEqual([]);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('no name is taken twice', () => {
    const named: [string, string][] = [
      ['AWS::RDS::DBCluster', 'DBClusterIdentifier'],
      ['AWS::SecretsManager::Secret', 'Name'],
      ['AWS::Logs::LogGroup', 'LogGroupName'],
    ];
    const names = named.flatMap(([type, name]) => resourcesOf(stack, type).map(({ Properties: p }) => p[name]));
    expect(names).toHaveLength(8);
    expect(new Set(names).size).toBe(8);
  });

  test.each([
    ['AWS::RDS::DBInstance', 'DBInstanceIdentifier'],
    ['AWS::RDS::DBSubnetGroup', 'DBSubnetGroupName'],
    ['AWS::RDS::DBClusterParameterGroup', 'DBClusterParameterGroupName'],
    ['AWS::IAM::Role', 'RoleName'],
    ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
    ['AWS::EC2::SecurityGroup', 'GroupName'],
    ['AWS::SSM::Parameter', 'Name'],
  ])('%s has no %s: nothing is built from it', (type, name) => {
    const names = resourcesOf(stack, type).map(({ Properties }) => Properties[name]);
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((value) => value !== undefined)).toEqual([]);
  });

  test('one policy against deletion for each secret', () => {
    expect(resourcesOf(stack, 'AWS::SecretsManager::ResourcePolicy')).toHaveLength(2);
  });
});

test('the database lies in three zones, in subnets without a way out', () => {
  const [group] = resourcesOf(plain, 'AWS::RDS::DBSubnetGroup');
  expect(new Set(group?.Properties.SubnetIds.map((id: unknown) => JSON.stringify(id))).size).toBe(3);
});

test('names are golden: another one would replace clusters', () => {
  const names = resourcesOf(plain, 'AWS::RDS::DBCluster').map((c) => c.Properties.DBClusterIdentifier);
  expect(names).toEqual(['stack-one-30a4127a', 'stack-two-3036a41a']);
});
