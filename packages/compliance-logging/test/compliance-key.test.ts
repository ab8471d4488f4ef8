import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose, ComplianceKey, ComplianceLogGroup } from '../src';

function keyWith(removalPolicy?: RemovalPolicy): Stack {
  const stack = new Stack(new App(), 'Stack');
  new ComplianceKey(stack, 'LogKey', { removalPolicy });
  return stack;
}

const keyOf = (stack: Stack) => onlyResource(stack, 'AWS::KMS::Key');

test('is rotated, and in the hands of this account alone', () => {
  const { EnableKeyRotation, KeyPolicy } = keyOf(keyWith()).Properties;
  expect(EnableKeyRotation).toBe(true);
  expect(KeyPolicy.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Principal: {
        AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] },
      },
    },
  ]);
});

test('is kept by default, and deleted after seven days where that was asked for', () => {
  const kept = keyOf(keyWith());
  expect([kept.DeletionPolicy, kept.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  expect(kept.Properties.PendingWindowInDays).toBeUndefined();
  const destroyed = keyOf(keyWith(RemovalPolicy.DESTROY));
  expect([destroyed.DeletionPolicy, destroyed.Properties.PendingWindowInDays]).toEqual(['Delete', 7]);
});

test('refuses a removal policy that keys do not have', () => {
  expect(() => keyWith(RemovalPolicy.SNAPSHOT)).toThrow('Stack/LogKey: `removalPolicy` must be RETAIN,');
});

test('has an alias from its path that others may replace', () => {
  const stack = new Stack(new App(), 'Stack');
  const { key, alias } = new ComplianceKey(stack, 'LogKey');
  new ComplianceKey(stack, 'Other');
  expect(resourcesOf(stack, 'AWS::KMS::Alias').map(({ Properties }) => Properties.AliasName)).toEqual([
    expect.stringMatching(/^alias\/Stack-LogKey-[0-9A-F]{8}$/),
    expect.stringMatching(/^alias\/Stack-Other-[0-9A-F]{8}$/),
  ]);
  const [first] = resourcesOf(stack, 'AWS::KMS::Alias');
  expect(first?.Properties.TargetKeyId).toEqual(stack.resolve(key.keyArn));
  expect(first?.DeletionPolicy).not.toBe('Retain');
  expect(alias.node.defaultChild?.node.metadata).toContainEqual(
    expect.objectContaining({ type: 'derived-name', data: true }),
  );
});

test('lets in the services of what it encrypts, and leaves no warning', () => {
  const stack = new Stack(new App(), 'Stack');
  const { key: encryptionKey } = new ComplianceKey(stack, 'LogKey');
  new AuditBucket(stack, 'FlowLogs', { purpose: AuditPurpose.flowLogs(), encryptionKey });
  new ComplianceLogGroup(stack, 'Logs', { encryptionKey });
  const statements: { Sid?: string }[] = keyOf(stack).Properties.KeyPolicy.Statement;
  expect(statements.flatMap(({ Sid }) => Sid ?? [])).toEqual(['AllowLogDelivery', 'AllowCloudWatchLogs']);
  expect(annotationsOf(stack)).toEqual([]);
});
