import { annotationsOf, resourcesOf } from '@org/testing';
import { Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose } from '../src';

function sourceFor(scope: Stack, id: string, serverAccessLogsBucket: IBucket): AuditBucket {
  return new AuditBucket(scope, id, { purpose: AuditPurpose.backups(), serverAccessLogsBucket });
}

function targetIn(scope: Stack): Bucket {
  const removalPolicy = RemovalPolicy.DESTROY;
  return new AuditBucket(scope, 'Target', { purpose: AuditPurpose.serverAccessLogs(), removalPolicy }).bucket;
}

const loggingOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::S3::Bucket')
    .map(({ Properties }) => Properties.LoggingConfiguration)
    .filter(Boolean);

describe('two buckets that log to a third', () => {
  const stack = new Stack(new App(), 'Stack');
  const target = targetIn(stack);
  const first = sourceFor(stack, 'First', target);
  sourceFor(stack, 'Second', target);
  const bucketId = stack.resolve(target.bucketName).Ref;

  test('write below a prefix of their own', () => {
    expect(loggingOf(stack)).toEqual([
      { DestinationBucketName: { Ref: bucketId }, LogFilePrefix: expect.stringMatching(/^Stack-First-[0-9A-F]{8}\/$/) },
      {
        DestinationBucketName: { Ref: bucketId },
        LogFilePrefix: expect.stringMatching(/^Stack-Second-[0-9A-F]{8}\/$/),
      },
    ]);
  });

  test('share one statement that lets S3 of this account write', () => {
    const policy = resourcesOf(stack, 'AWS::S3::BucketPolicy').find(
      ({ Properties }) => Properties.Bucket.Ref === bucketId,
    );
    const statements: { Sid?: string }[] = policy?.Properties.PolicyDocument.Statement ?? [];
    expect(statements.filter(({ Sid }) => Sid)).toEqual([
      {
        Sid: 'S3ServerAccessLogsWrite',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, '/*']] },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('are deleted before the third is emptied', () => {
    const [emptying] = resourcesOf(stack, 'Custom::S3AutoDeleteObjects');
    const source = resourcesOf(stack, 'AWS::S3::Bucket').find(
      ({ logicalId }) => logicalId === stack.resolve(first.bucket.bucketName).Ref,
    );
    expect(source?.DependsOn).toContain(emptying?.logicalId);
  });

  test('use no ACL and warn of nothing', () => {
    expect(resourcesOf(stack, 'AWS::S3::Bucket').filter(({ Properties }) => 'AccessControl' in Properties)).toEqual([]);
    expect(annotationsOf(stack)).toEqual([]);
  });
});

test('a target in another stack makes no cycle', () => {
  const app = new App();
  const logs = new Stack(app, 'Logs');
  const stack = new Stack(app, 'Stack');
  sourceFor(stack, 'Source', targetIn(logs));
  expect(loggingOf(stack)).toHaveLength(1);
  expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Logs']);
  expect(logs.dependencies).toEqual([]);
});

test.each(['KMS', 'DSSE', 'KMS_MANAGED', 'DSSE_MANAGED'] as const)('a target with encryption %s is refused', (how) => {
  const stack = new Stack(new App(), 'Stack');
  const target = new Bucket(stack, 'Target', { encryption: BucketEncryption[how] });
  expect(() => sourceFor(stack, 'Source', target)).toThrow(
    new Error(
      'Stack/Source: `serverAccessLogsBucket` must be encrypted with SSE-S3, got: a bucket that uses AWS KMS, to which ' +
        'S3 delivers no access logs. Give an AuditBucket with AuditPurpose.serverAccessLogs().',
    ),
  );
});

test('an imported target warns that it needs the statement', () => {
  const stack = new Stack(new App(), 'Stack');
  sourceFor(stack, 'Source', Bucket.fromBucketName(stack, 'Target', 'central-access-logs'));
  expect(loggingOf(stack)).toEqual([expect.objectContaining({ DestinationBucketName: 'central-access-logs' })]);
  expect(annotationsOf(stack)).toEqual([
    'The policy of the imported `serverAccessLogsBucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement ' +
      '10.2.1 needs the access logs to arrive. Allow s3:PutObject to logging.s3.amazonaws.com there. ' +
      '[ack: @org/compliance-logging:imported-access-log-bucket]',
  ]);
});
