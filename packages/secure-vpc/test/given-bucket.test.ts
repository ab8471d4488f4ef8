import { annotationsOf, onlyResource } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, type BucketProps, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { QueryLogging, SecureVpc } from '../src';

const GOOD = { versioned: true, enforceSSL: true };

function given(props: BucketProps, change: (bucket: Bucket, network: SecureVpc) => void = () => undefined): string[] {
  const stack = new Stack(new App(), 'Stack');
  const flowLogBucket = new Bucket(stack, 'Given', props);
  change(flowLogBucket, new SecureVpc(stack, 'Network', { flowLogBucket }));
  onlyResource(stack, 'AWS::EC2::VPC');
  return annotationsOf(stack);
}

const warning = (missing: string) => [
  `The given \`flowLogBucket\` Stack/Given ${missing}, against these requirements of PCI DSS 4.0.1. Change it where it is ` +
    'defined, or leave `flowLogBucket` out. [ack: @org/secure-vpc:weak-flow-log-bucket]',
];

test('that holds what the own one would does not warn', () => {
  expect(given({ ...GOOD, lifecycleRules: [{ expiration: Duration.days(365) }] })).toEqual([]);
});

test('without anything warns of versions and plain HTTP', () => {
  expect(given({})).toEqual(warning('keeps no versions (10.3.2), lets plain HTTP in (4.2.1)'));
});

test('that forgets a day too early, in any rule, warns', () => {
  const lifecycleRules = [400, 364].map((days) => ({ expiration: Duration.days(days) }));
  expect(given({ ...GOOD, lifecycleRules })).toEqual(warning('lets objects expire after 364 days (10.5.1)'));
});

test('that may be public warns', () => {
  const blockPublicAccess = new BlockPublicAccess({ blockPublicPolicy: false });
  expect(given({ ...GOOD, blockPublicAccess })).toEqual(warning('does not block public access (1.4.4)'));
});

test.each([
  [true, 'itself'],
  [false, 'itself'],
  [true, 'as an alias'],
  [false, 'as an alias'],
])('whose key has a rotation of %s, given %s', (enableKeyRotation, as) => {
  const stack = new Stack(new App(), 'Stack');
  const key = new Key(stack, 'Key', { enableKeyRotation });
  const encryptionKey = as === 'itself' ? key : key.addAlias('alias/logs');
  new SecureVpc(stack, 'Network', { flowLogBucket: new Bucket(stack, 'Given', { ...GOOD, encryptionKey }) });
  onlyResource(stack, 'AWS::EC2::VPC');
  expect(annotationsOf(stack)).toEqual(enableKeyRotation ? [] : warning('has a key that is not rotated (3.7.4)'));
});

test('what is said after it was given counts', () => {
  const change = (bucket: Bucket) => {
    (bucket.node.defaultChild as CfnBucket).versioningConfiguration = { status: 'Suspended' };
  };
  expect(given(GOOD, change)).toEqual(warning('keeps no versions (10.3.2)'));
});

test('whose maker warns of it, as its metadata says, does not warn twice', () => {
  expect(given({}, (bucket) => bucket.node.defaultChild?.node.addMetadata('warns-itself', true))).toEqual([]);
});

test('the warning can be acknowledged', () => {
  const reason = 'The bucket is replaced by one of the organization in March';
  const acknowledge = (_: Bucket, network: SecureVpc) =>
    Validations.of(network).acknowledge({ id: '@org/secure-vpc:weak-flow-log-bucket', reason });
  expect(given({}, acknowledge)).toEqual([]);
});

test('of query logs warns as well', () => {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network', {
    queryLogging: QueryLogging.toBucket(new Bucket(stack, 'Given', { versioned: true })),
  });
  onlyResource(stack, 'AWS::EC2::VPC');
  expect(annotationsOf(stack)).toEqual([expect.stringMatching(/lets plain HTTP in .*weak-query-log-bucket\]$/)]);
});
