import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { StorageEncryption } from '../src';
import { database, newStack, stackWith } from './fixtures';

const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/given';

describe("the cluster's own key, by default", () => {
  const stack = newStack();
  const aurora = database(stack);
  const key = onlyResource(stack, 'AWS::KMS::Key');
  const arn = { 'Fn::GetAtt': [key.logicalId, 'Arn'] };

  test('is rotated, and kept with the snapshot that needs it', () => {
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.DeletionPolicy).toBe('Retain');
    expect(key.Properties.PendingWindowInDays).toBeUndefined();
    expect(stack.resolve(aurora.encryptionKey?.keyArn)).toEqual(arn);
  });

  test('encrypts storage, secret and logs', () => {
    expect(onlyResource(stack, 'AWS::RDS::DBCluster').Properties).toMatchObject({
      StorageEncrypted: true,
      KmsKeyId: arn,
    });
    expect(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.KmsKeyId).toEqual(arn);
    expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.KmsKeyId).toEqual(arn);
  });

  test('has an alias after the cluster', () => {
    const { DBClusterIdentifier } = onlyResource(stack, 'AWS::RDS::DBCluster').Properties;
    expect(onlyResource(stack, 'AWS::KMS::Alias').Properties).toEqual({
      AliasName: `alias/${DBClusterIdentifier}`,
      TargetKeyId: arn,
    });
  });

  test('opens its policy to this account and to CloudWatch Logs, and to nobody else', () => {
    const principals = key.Properties.KeyPolicy.Statement.map((s: { Principal: unknown }) =>
      JSON.stringify(s.Principal),
    );
    expect([...new Set(principals)]).toEqual([
      expect.stringContaining(':root'),
      expect.stringContaining('"logs.",{"Ref":"AWS::Region"}'),
    ]);
  });

  test('is deleted after seven days with RemovalPolicy.DESTROY', () => {
    const destroyed = onlyResource(stackWith({ removalPolicy: RemovalPolicy.DESTROY }), 'AWS::KMS::Key');
    expect(destroyed.DeletionPolicy).toBe('Delete');
    expect(destroyed.Properties.PendingWindowInDays).toBe(7);
  });
});

test('a given key encrypts storage and secret, and no key is made', () => {
  const stack = newStack();
  const key = Key.fromKeyArn(stack, 'Key', KEY_ARN);
  const aurora = database(stack, { encryption: StorageEncryption.customerManaged(key) });
  expect(resourcesOf(stack, 'AWS::KMS::Key')).toEqual([]);
  expect(resourcesOf(stack, 'AWS::KMS::Alias')).toEqual([]);
  expect(onlyResource(stack, 'AWS::RDS::DBCluster').Properties).toMatchObject({
    StorageEncrypted: true,
    KmsKeyId: KEY_ARN,
  });
  expect(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.KmsKeyId).toBe(KEY_ARN);
  expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.KmsKeyId).toBeUndefined();
  expect(aurora.encryptionKey).toBe(key);
  expect(annotationsOf(stack)).toEqual([]);
});

test('the AWS-managed key: encrypted, without a key in the template', () => {
  const stack = newStack();
  const aurora = database(stack, { encryption: StorageEncryption.awsManaged() });
  const { StorageEncrypted, KmsKeyId } = onlyResource(stack, 'AWS::RDS::DBCluster').Properties;
  expect([StorageEncrypted, KmsKeyId]).toEqual([true, undefined]);
  expect(resourcesOf(stack, 'AWS::KMS::Key')).toEqual([]);
  expect(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.KmsKeyId).toBeUndefined();
  expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.KmsKeyId).toBeUndefined();
  expect(aurora.encryptionKey).toBeUndefined();
});
