import { onlyResource, resourcesOf, scan, wildcardsIn } from '@org/testing';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { AlertTopic, AuditBucket, AuditPurpose, AuditTrail } from '../src';

const NAMES = "a path of letters, digits and !-_.' without a slash at its beginning and end, such as 'receipts'";

function bucketIn(stack: Stack, purpose = AuditPurpose.data(), encryptionKey?: IKey): AuditBucket {
  return new AuditBucket(stack, 'Audit', { purpose, encryptionKey });
}

function roleIn(stack: Stack): Role {
  return new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
}

function statementsIn(stack: Stack): unknown[] {
  return resourcesOf(stack, 'AWS::IAM::Policy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

test('allows to read and write objects below the prefix, and nothing else', () => {
  const stack = new Stack(new App(), 'Stack');
  const audit = bucketIn(stack);
  audit.grantReadWrite(roleIn(stack), 'receipts/2026');
  expect(statementsIn(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: { 'Fn::Join': ['', [stack.resolve(audit.bucket.bucketArn), '/receipts/2026/*']] },
    },
  ]);
  expect(wildcardsIn(stack)).toEqual([]);
});

test('allows to use the key of the bucket, through Amazon S3 alone', () => {
  const stack = new Stack(new App(), 'Stack');
  const key = new Key(stack, 'Key');
  bucketIn(stack, AuditPurpose.backups(), key).grantReadWrite(roleIn(stack), 'receipts');
  expect(statementsIn(stack)).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: stack.resolve(key.keyArn),
    Condition: {
      StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
    },
  });
});

describe('grantRead', () => {
  test('allows to read all objects, their older versions and the list, and to decrypt', () => {
    const stack = new Stack(new App(), 'Stack');
    const key = new Key(stack, 'Key');
    const audit = bucketIn(stack, AuditPurpose.trail(), key);
    expect(audit.grantRead(roleIn(stack)).success).toBe(true);
    const Arn = stack.resolve(audit.bucket.bucketArn);
    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: ['s3:ListBucket', 's3:ListBucketVersions'], Resource: Arn },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: { 'Fn::Join': ['', [Arn, '/*']] },
      },
      expect.objectContaining({ Action: 'kms:Decrypt', Resource: stack.resolve(key.keyArn) }),
    ]);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('keeps to a prefix, in the list too', () => {
    const stack = new Stack(new App(), 'Stack');
    const audit = bucketIn(stack);
    audit.grantRead(roleIn(stack), 'receipts');
    const Arn = stack.resolve(audit.bucket.bucketArn);
    expect(statementsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:ListBucketVersions'],
        Resource: Arn,
        Condition: { StringLike: { 's3:prefix': 'receipts/*' } },
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: { 'Fn::Join': ['', [Arn, '/receipts/*']] },
      },
    ]);
  });
});

test('grantWrite allows to write below the prefix, and to encrypt, and not to read', () => {
  const stack = new Stack(new App(), 'Stack');
  const audit = bucketIn(stack, AuditPurpose.backups(), new Key(stack, 'Key'));
  expect(audit.grantWrite(roleIn(stack), 'exports').success).toBe(true);
  expect(statementsIn(stack)).toEqual([
    {
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:PutObject'],
      Resource: { 'Fn::Join': ['', [stack.resolve(audit.bucket.bucketArn), '/exports/*']] },
    },
    expect.objectContaining({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
  ]);
  expect(wildcardsIn(stack)).toEqual([]);
});

test('a role of another stack makes no cycle', () => {
  const app = new App();
  const [buckets, roles] = [new Stack(app, 'Buckets'), new Stack(app, 'Roles')];
  const audit = bucketIn(buckets, AuditPurpose.data(), new Key(buckets, 'Key'));
  const role = roleIn(roles);
  audit.grantRead(role, 'receipts');
  audit.grantWrite(role, 'receipts');
  expect(statementsIn(roles)).toHaveLength(5);
  expect(buckets.dependencies).toEqual([]);
});

test('AuditTrail.grantRead lets the log files be read, and no other bucket', () => {
  const stack = new Stack(new App(), 'Stack');
  const trail = new AuditTrail(stack, 'Trail');
  expect(trail.grantRead(roleIn(stack)).success).toBe(true);
  const Arn = stack.resolve(trail.bucket.bucketArn);
  expect(statementsIn(stack)).toEqual([
    expect.objectContaining({ Action: ['s3:ListBucket', 's3:ListBucketVersions'], Resource: Arn }),
    expect.objectContaining({ Resource: { 'Fn::Join': ['', [Arn, '/*']] } }),
    expect.objectContaining({ Action: 'kms:Decrypt', Resource: stack.resolve(trail.encryptionKey.keyArn) }),
  ]);
});

test('AlertTopic.grantPublish allows to publish, and to use the key through Amazon SNS alone', () => {
  const stack = new Stack(new App(), 'Stack');
  expect(new AlertTopic(stack, 'Alerts').grantPublish(roleIn(stack)).success).toBe(true);
  expect(statementsIn(stack)).toEqual([
    { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: onlyResource(stack, 'AWS::SNS::Topic').logicalId } },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::KMS::Key').logicalId, 'Arn'] },
      Condition: {
        StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sns.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
      },
    },
  ]);
  expect(wildcardsIn(stack)).toEqual([]);
});

test('the wildcard at the end of each ARN is acknowledged where it is granted', () => {
  const { findings, acknowledged } = scan((app) => {
    const stack = new Stack(app, 'Stack');
    const role = roleIn(stack);
    const audit = bucketIn(stack);
    audit.grantRead(role);
    audit.grantWrite(role, 'exports');
    audit.grantReadWrite(role, 'receipts');
  });
  const wildcards = acknowledged.filter(({ rule }) => rule.startsWith('AwsSolutions-IAM5'));
  expect(wildcards.map(({ rule }) => rule).sort()).toEqual(
    ['*', 'exports/*', 'receipts/*'].map((end) =>
      expect.stringMatching(new RegExp(`^AwsSolutions-IAM5\\[Resource::<\\w+\\.Arn>/${end.replace('*', '\\*')}\\]$`)),
    ),
  );
  expect(findings.filter(({ rule }) => rule.startsWith('AwsSolutions-IAM5'))).toEqual([]);
});

test.each([
  ['flow logs', AuditPurpose.flowLogs()],
  ['load balancer logs', AuditPurpose.loadBalancerLogs()],
  ['server access logs', AuditPurpose.serverAccessLogs()],
  ['trail logs', AuditPurpose.trail()],
])('refuses that roles write %s', (holds, purpose) => {
  const stack = new Stack(new App(), 'Stack');
  const audit = bucketIn(stack, purpose);
  const role = roleIn(stack);
  const message = (method: string) =>
    new Error(
      `Stack/Audit: ${method}() must be called on a bucket for data or backups, got: one for ${holds}, to which no ` +
        'role may write. Use an AuditBucket with AuditPurpose.data().',
    );
  expect(() => audit.grantReadWrite(role, 'receipts')).toThrow(message('grantReadWrite'));
  expect(() => audit.grantWrite(role, 'receipts')).toThrow(message('grantWrite'));
});

test.each(['', '*', 'a*', '/a', 'a/', 'a//b', 'a b', 'a?'])('refuses the prefix %p', (prefix) => {
  const stack = new Stack(new App(), 'Stack');
  const audit = bucketIn(stack);
  const role = roleIn(stack);
  const message = new Error(`Stack/Audit: \`prefix\` must be ${NAMES}, got: '${prefix}'.`);
  expect(() => audit.grantRead(role, prefix)).toThrow(message);
  expect(() => audit.grantWrite(role, prefix)).toThrow(message);
  expect(() => audit.grantReadWrite(role, prefix)).toThrow(message);
});

test('takes a prefix that is known only at deployment', () => {
  const stack = new Stack(new App(), 'Stack');
  bucketIn(stack).grantReadWrite(roleIn(stack), Lazy.string({ produce: () => 'late' }));
  expect(JSON.stringify(statementsIn(stack))).toContain('/late/*');
});

test('one role may be granted two buckets', () => {
  const stack = new Stack(new App(), 'Stack');
  const role = roleIn(stack);
  for (const id of ['One', 'Two']) {
    new AuditBucket(stack, id, { purpose: AuditPurpose.data() }).grantReadWrite(role, 'receipts');
  }
  expect(JSON.stringify(statementsIn(stack)).match(/\/receipts\/\*/g)).toHaveLength(2);
});
