import { annotationsOf, onlyResource } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose } from '../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const FROM_LOG_DELIVERY = {
  StringEquals: { 'aws:SourceAccount': '111122223333' },
  ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111122223333:*' },
};

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: object;
  readonly Action: string[] | string;
  readonly Condition?: object;
}

function stackWith(purpose: AuditPurpose, keyed = false): Stack {
  const stack = new Stack(new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } }), 'Stack', {
    env: ENV,
  });
  new AuditBucket(stack, 'Audit', { purpose, encryptionKey: keyed ? new Key(stack, 'Key') : undefined });
  return stack;
}

function allowedBy(stack: Stack, type: string, document: string): Statement[] {
  const statements: Statement[] = onlyResource(stack, type).Properties[document].Statement;
  return statements.filter(({ Effect, Sid }) => Effect === 'Allow' && Sid);
}

const bucketAllows = (stack: Stack) => allowedBy(stack, 'AWS::S3::BucketPolicy', 'PolicyDocument');
const keyAllows = (stack: Stack) => allowedBy(stack, 'AWS::KMS::Key', 'KeyPolicy');

function objectsBelow(stack: Stack, path: string) {
  const bucket = onlyResource(stack, 'AWS::S3::Bucket').logicalId;
  return { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, path]] };
}

describe('flow logs', () => {
  test('let log delivery of this account and region write', () => {
    const stack = stackWith(AuditPurpose.flowLogs());
    const delivery = { Effect: 'Allow', Principal: { Service: 'delivery.logs.amazonaws.com' } };
    expect(bucketAllows(stack)).toEqual([
      {
        ...delivery,
        Sid: 'AWSLogDeliveryAclCheck',
        Action: 's3:GetBucketAcl',
        Resource: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::S3::Bucket').logicalId, 'Arn'] },
        Condition: FROM_LOG_DELIVERY,
      },
      {
        ...delivery,
        Sid: 'AWSLogDeliveryWrite',
        Action: 's3:PutObject',
        Resource: objectsBelow(stack, '/AWSLogs/111122223333/*'),
        Condition: {
          ...FROM_LOG_DELIVERY,
          StringEquals: { ...FROM_LOG_DELIVERY.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
    ]);
  });

  test('let log delivery use a customer-managed key', () => {
    expect(keyAllows(stackWith(AuditPurpose.flowLogs(), true))).toEqual([
      {
        Sid: 'AllowLogDelivery',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Resource: '*',
        Condition: FROM_LOG_DELIVERY,
      },
    ]);
  });

  test('warn that an imported key needs the statement', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/some-key');
    new AuditBucket(stack, 'Audit', { purpose: AuditPurpose.flowLogs(), encryptionKey });
    expect(annotationsOf(stack)).toEqual([
      'The policy of the imported `encryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
        'needs the logs and alerts to arrive. Add these statements where the key is defined: AllowLogDelivery. ' +
        '[ack: @org/compliance-logging:imported-key]',
    ]);
  });
});

describe('load balancer logs', () => {
  test('let load balancers of this account and region write', () => {
    const stack = stackWith(AuditPurpose.loadBalancerLogs());
    expect(bucketAllows(stack)).toEqual([
      {
        Sid: 'ElbLogDeliveryWrite',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: objectsBelow(stack, '/*AWSLogs/111122223333/*'),
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/*' },
        },
      },
    ]);
  });
});

describe('trail', () => {
  const fromTrails = { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111122223333:trail/*' } };
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };

  test('lets trails of this account write, from any region', () => {
    const stack = stackWith(AuditPurpose.trail());
    expect(bucketAllows(stack)).toEqual([
      {
        ...cloudTrail,
        Sid: 'AWSCloudTrailAclCheck',
        Action: 's3:GetBucketAcl',
        Resource: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::S3::Bucket').logicalId, 'Arn'] },
        Condition: fromTrails,
      },
      {
        ...cloudTrail,
        Sid: 'AWSCloudTrailWrite',
        Action: 's3:PutObject',
        Resource: objectsBelow(stack, '/AWSLogs/111122223333/*'),
        Condition: { ...fromTrails, StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ]);
  });

  test('lets CloudTrail use a customer-managed key', () => {
    expect(keyAllows(stackWith(AuditPurpose.trail(), true))).toEqual([
      {
        ...cloudTrail,
        Sid: 'AllowCloudTrail',
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: fromTrails,
      },
    ]);
  });
});

test.each([
  ['load balancer logs', 'Elastic Load Balancing', AuditPurpose.loadBalancerLogs()],
  ['server access logs', 'Amazon S3', AuditPurpose.serverAccessLogs()],
])('%s refuse a customer-managed key', (holds, writer, purpose) => {
  expect(() => stackWith(purpose, true)).toThrow(
    new Error(
      `Stack/Audit: \`encryptionKey\` must be left out for ${holds}, got: a customer-managed key. ${writer} delivers to ` +
        'buckets with SSE-S3 only, which this bucket uses without a key.',
    ),
  );
});

test.each([
  ['server access logs', AuditPurpose.serverAccessLogs()],
  ['backups', AuditPurpose.backups()],
  ['data', AuditPurpose.data()],
])('%s let no AWS service in', (_what, purpose) => {
  expect(bucketAllows(stackWith(purpose))).toEqual([]);
});

test.each([
  ['backups', AuditPurpose.backups()],
  ['data', AuditPurpose.data()],
])('%s take a key and add nothing to its policy', (_what, purpose) => {
  const stack = stackWith(purpose, true);
  expect(keyAllows(stack)).toEqual([]);
  expect(annotationsOf(stack)).toEqual([]);
});
