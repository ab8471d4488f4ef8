import { annotationsOf, KEY_USE_BY_LOG_SERVICES, onlyResource } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose } from '../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const FROM_LOG_DELIVERY = {
  StringEquals: { 'aws:SourceAccount': '111122223333' },
  ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111122223333:*' },
};

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: { readonly Service?: string };
  readonly Action: string[] | string;
  readonly Condition?: object;
}

function stackWith(purpose: AuditPurpose, keyed = false): Stack {
  const stack = new Stack(new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } }), 'Stack', {
    env: ENV,
  });
  new AuditBucket(stack, 'Audit', {
    purpose,
    encryptionKey: keyed ? new Key(stack, 'Key', { enableKeyRotation: true }) : undefined,
  });
  return stack;
}

function allowedBy(stack: Stack, type: string, document: string): Statement[] {
  const statements: Statement[] = onlyResource(stack, type).Properties[document].Statement;
  return statements.filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.Service);
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
        Action: KEY_USE_BY_LOG_SERVICES,
        Resource: '*',
        Condition: FROM_LOG_DELIVERY,
      },
    ]);
  });

  test('warn that an imported key needs the statement', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/some-key');
    new AuditBucket(stack, 'Audit', { purpose: AuditPurpose.flowLogs(), encryptionKey });
    const [warning = ''] = annotationsOf(stack);
    const { Sid, Principal, Resource, Condition } = JSON.parse(/\{.*\}/.exec(warning)?.[0] ?? '');
    expect({ Sid, Principal, Resource }).toEqual({
      Sid: 'AllowLogDelivery',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Resource: '*',
    });
    expect(Condition).toHaveProperty('StringEquals', { 'aws:SourceAccount': ENV.account });
  });
});

describe('load balancer logs', () => {
  test('let load balancers of this account and region write', () => {
    const stack = stackWith(AuditPurpose.loadBalancerLogs());
    expect(bucketAllows(stack)).toEqual([
      {
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

describe('accounts', () => {
  const accounts = ['111122223333', '444455556666'];
  const allowed = (stack: Stack) =>
    onlyResource(stack, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement.filter(
      ({ Effect }: Statement) => Effect === 'Allow',
    );

  test('of flow logs write below their ids, and nobody else', () => {
    const stack = stackWith(AuditPurpose.flowLogs({ accounts }), true);
    const conditions = {
      StringEquals: { 'aws:SourceAccount': accounts },
      ArnLike: { 'aws:SourceArn': accounts.map((account) => `arn:aws:logs:eu-west-1:${account}:*`) },
    };
    const [check, write, ...more] = allowed(stack);
    expect(more).toEqual([]);
    expect(check).toMatchObject({ Action: 's3:GetBucketAcl', Condition: conditions });
    expect(write).toMatchObject({
      Action: 's3:PutObject',
      Condition: { ...conditions, StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': expect.any(String) } },
      Resource: accounts.map((account) => objectsBelow(stack, `/AWSLogs/${account}/*`)),
    });
    const use = onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement[1];
    expect(use).toMatchObject({ Condition: conditions });
    expect([check.Sid, write.Sid, use.Sid]).toEqual([undefined, undefined, undefined]);
  });

  test('of load balancers write below their ids', () => {
    const stack = stackWith(AuditPurpose.loadBalancerLogs({ accounts }));
    expect(allowed(stack)).toEqual([
      expect.objectContaining({
        Resource: accounts.map((account) => objectsBelow(stack, `/*AWSLogs/${account}/*`)),
        Condition: {
          StringEquals: { 'aws:SourceAccount': accounts },
          ArnLike: {
            'aws:SourceArn': accounts.map((id) => `arn:aws:elasticloadbalancing:eu-west-1:${id}:loadbalancer/*`),
          },
        },
      }),
    ]);
  });

  test('of trails write below their ids, from any region', () => {
    const stack = stackWith(AuditPurpose.trail({ accounts }), true);
    const ArnLike = { 'aws:SourceArn': accounts.map((account) => `arn:aws:cloudtrail:*:${account}:trail/*`) };
    const [check, write] = allowed(stack);
    expect(check).toMatchObject({ Condition: { ArnLike } });
    expect(write).toMatchObject({
      Resource: accounts.map((account) => objectsBelow(stack, `/AWSLogs/${account}/*`)),
      Condition: { ArnLike },
    });
    expect(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement[1]).toMatchObject({
      Condition: { ArnLike },
    });
  });

  test.each([
    [[], '1 to 50 ids, got: 0. Leave it out for this account alone, and give more accounts a second bucket.'],
    [
      Array.from({ length: 51 }, (_, place) => String(100_000_000_000 + place)),
      '1 to 50 ids, got: 51. Leave it out for this account alone, and give more accounts a second bucket.',
    ],
    [['1111-2222-3333'], "ids of twelve digits, got: '1111-2222-3333'."],
  ])('%j are refused', (wrong, message) => {
    expect(() => stackWith(AuditPurpose.flowLogs({ accounts: wrong }))).toThrow(
      new Error(`Stack/Audit: \`accounts\` must be ${message}`),
    );
  });

  test('named twice are refused', () => {
    expect(() => stackWith(AuditPurpose.trail({ accounts: ['111122223333', '111122223333'] }))).toThrow(
      new Error("Stack/Audit: `accounts` must name each account once, got: '111122223333' a second time."),
    );
  });

  test('as a list that is known only at deployment are refused', () => {
    const accounts = Lazy.list({ produce: () => ['111122223333'] });
    expect(() => stackWith(AuditPurpose.flowLogs({ accounts }))).toThrow(
      new Error(
        'Stack/Audit: `accounts` must be a list whose length is known at synthesis, got: a list that is known only at ' +
          'deployment. Each account gets a statement of its own: name them one by one, as tokens where you must.',
      ),
    );
  });

  test('may be as many as the policies hold, and known at deployment', () => {
    const many = Array.from({ length: 50 }, (_, place) => String(100_000_000_000 + place));
    const stack = stackWith(AuditPurpose.flowLogs({ accounts: many }), true);
    const size = (type: string, document: string) =>
      JSON.stringify(onlyResource(stack, type).Properties[document]).replaceAll(/\{"Fn::GetAtt[^}]*\}/g, 'x'.repeat(80))
        .length;
    expect(size('AWS::S3::BucketPolicy', 'PolicyDocument')).toBeLessThan(20 * 1024);
    expect(size('AWS::KMS::Key', 'KeyPolicy')).toBeLessThan(32 * 1024);
    const accountId = new Stack(new App(), 'Other').account;
    expect(() => stackWith(AuditPurpose.flowLogs({ accounts: [accountId] }))).not.toThrow();
  });
});
