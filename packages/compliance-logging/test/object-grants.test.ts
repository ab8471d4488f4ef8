import { resourcesOf, wildcardsIn } from '@org/testing';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose } from '../src';

const NAMES = "a path of letters, digits and !-_.'() without a slash at its beginning and end, such as 'receipts'";

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

test.each([
  ['flow logs', AuditPurpose.flowLogs()],
  ['load balancer logs', AuditPurpose.loadBalancerLogs()],
  ['server access logs', AuditPurpose.serverAccessLogs()],
  ['trail logs', AuditPurpose.trail()],
])('refuses a bucket for %s', (holds, purpose) => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => bucketIn(stack, purpose).grantReadWrite(roleIn(stack), 'receipts')).toThrow(
    `Stack/Audit: grantReadWrite() must be called on a bucket for data or backups, got: one for ${holds}, to which no ` +
      'role may write. Use an AuditBucket with AuditPurpose.data().',
  );
});

test.each(['', '*', 'a*', '/a', 'a/', 'a//b', 'a b', 'a?'])('refuses the prefix %p', (prefix) => {
  const stack = new Stack(new App(), 'Stack');
  expect(() => bucketIn(stack).grantReadWrite(roleIn(stack), prefix)).toThrow(
    `Stack/Audit: \`prefix\` must be ${NAMES}, got: '${prefix}'.`,
  );
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
