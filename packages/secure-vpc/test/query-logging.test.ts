import { annotationsOf, arnInLogs, onlyResource, resourcesOf, statementIn } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { QueryLogging, SecureVpc } from '../src';

const CONFIG = 'AWS::Route53Resolver::ResolverQueryLoggingConfig';
const ASSOCIATION = 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation';
const FROM_THIS_ACCOUNT = {
  StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  ArnLike: { 'aws:SourceArn': arnInLogs(':*') },
};

const newStack = () => new Stack(new App(), 'Stack');
const network = (stack: Stack, queryLogging?: QueryLogging) => new SecureVpc(stack, 'Network', { queryLogging });

test('queries are not logged by default', () => {
  const stack = newStack();
  network(stack);
  expect([...resourcesOf(stack, CONFIG), ...resourcesOf(stack, ASSOCIATION)]).toEqual([]);
});

test('the log belongs to the VPC', () => {
  const stack = newStack();
  network(stack, QueryLogging.toFlowLogBucket());
  expect(onlyResource(stack, ASSOCIATION).Properties).toEqual({
    ResolverQueryLogConfigId: { 'Fn::GetAtt': [onlyResource(stack, CONFIG).logicalId, 'Id'] },
    ResourceId: { Ref: onlyResource(stack, 'AWS::EC2::VPC').logicalId },
  });
});

test('toFlowLogBucket: to the bucket that has the flow log, which lets the delivery in once', () => {
  const stack = newStack();
  network(stack, QueryLogging.toFlowLogBucket());
  const policy = onlyResource(stack, 'AWS::S3::BucketPolicy');
  const sids = policy.Properties.PolicyDocument.Statement.map(({ Sid }: { Sid?: string }) => Sid).filter(Boolean);
  expect(sids).toEqual(['AWSLogDeliveryAclCheck', 'AWSLogDeliveryWrite']);
  expect(onlyResource(stack, CONFIG)).toMatchObject({
    Properties: { DestinationArn: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::S3::Bucket').logicalId, 'Arn'] } },
    DependsOn: [policy.logicalId],
  });
  expect(annotationsOf(stack)).toEqual([]);
});

test('toFlowLogBucket: to a given one as well', () => {
  const stack = newStack();
  new SecureVpc(stack, 'Network', {
    flowLogBucket: new Bucket(stack, 'Given'),
    queryLogging: QueryLogging.toFlowLogBucket(),
  });
  expect(onlyResource(stack, CONFIG).Properties.DestinationArn).toEqual({
    'Fn::GetAtt': [onlyResource(stack, 'AWS::S3::Bucket').logicalId, 'Arn'],
  });
});

test('toBucket: to another bucket, which lets the delivery in', () => {
  const stack = newStack();
  const buckets = new Stack(stack, 'Buckets');
  network(stack, QueryLogging.toBucket(new Bucket(buckets, 'Given')));
  expect(onlyResource(buckets, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({ Sid: 'AWSLogDeliveryWrite', Action: 's3:PutObject' }),
  );
  expect(JSON.stringify(onlyResource(stack, CONFIG).Properties.DestinationArn)).toMatch(/Given/);
});

test('toBucket: the key of the bucket lets the delivery in', () => {
  const stack = newStack();
  network(stack, QueryLogging.toBucket(new Bucket(stack, 'Given', { encryptionKey: new Key(stack, 'Key') })));
  expect(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toContainEqual(
    expect.objectContaining({
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Resource: '*',
      Condition: FROM_THIS_ACCOUNT,
    }),
  );
});

test('toBucket: a bucket with the key of AWS is refused', () => {
  const stack = newStack();
  const encryption = BucketEncryption.KMS_MANAGED;
  expect(() => network(stack, QueryLogging.toBucket(new Bucket(stack, 'Given', { encryption })))).toThrow(
    '`queryLogging` must be encrypted with SSE-S3, or have its customer-managed key as `encryptionKey`, got: AWS KMS ' +
      'without one. With the key of AWS, aws/s3, the query logs arrive unreadable',
  );
});

test('toBucket: what is imported leaves warnings', () => {
  const stack = newStack();
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';
  const imported = Bucket.fromBucketAttributes(stack, 'Imported', {
    bucketName: 'central-query-logs',
    encryptionKey: Key.fromKeyArn(stack, 'Key', arn),
  });
  network(stack, QueryLogging.toBucket(imported));
  expect(annotationsOf(stack).map((text) => statementIn(text).words)).toEqual([
    'The policy of the imported `queryLogging` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
      'needs the query logs to arrive. Allow s3:GetBucketAcl and s3:PutObject to delivery.logs.amazonaws.com there. ' +
      '[ack: @org/secure-vpc:imported-query-log-bucket]',
    'The policy of the imported key of `queryLogging` cannot be changed from this app, and PCI DSS 4.0.1 requirement ' +
      '10.2.1 needs the query logs to arrive. Add this statement where the key is defined: {}. ' +
      '[ack: @org/secure-vpc:imported-query-log-key]',
  ]);
  expect(onlyResource(stack, CONFIG).DependsOn).toBeUndefined();
});

test('toLogGroup: to the group, which lets the delivery of this account and region in', () => {
  const stack = newStack();
  network(stack, QueryLogging.toLogGroup(new LogGroup(stack, 'Group')));
  const Arn = { 'Fn::GetAtt': [onlyResource(stack, 'AWS::Logs::LogGroup').logicalId, 'Arn'] };
  const policy = onlyResource(stack, 'AWS::Logs::ResourcePolicy');
  expect(onlyResource(stack, CONFIG)).toMatchObject({
    Properties: { DestinationArn: Arn },
    DependsOn: [policy.logicalId],
  });
  const document = stack.resolve(policy.Properties.PolicyDocument);
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  expect(text).toContain('delivery.logs.amazonaws.com');
  expect(text).toContain('logs:CreateLogStream');
  expect(text).toContain('logs:PutLogEvents');
  expect(text).toContain('aws:SourceAccount');
  expect(text).toContain('aws:SourceArn');
  expect(onlyResource(stack, 'AWS::S3::Bucket').logicalId).toContain('FlowLogBucket');
});
