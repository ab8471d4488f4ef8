import { annotationsOf, onlyResource } from '@org/testing';
import { Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { App, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, type AuditBucketProps, AuditPurpose } from '../src';

const aYear = ObjectLockRetention.compliance(Duration.days(365));

function bucketWith(props: Partial<AuditBucketProps>): Stack {
  const stack = new Stack(new App(), 'Stack');
  new AuditBucket(stack, 'Audit', { purpose: AuditPurpose.trail(), ...props });
  return stack;
}

const propertiesOf = (stack: Stack) => onlyResource(stack, 'AWS::S3::Bucket').Properties;

test('is off by default', () => {
  const properties = propertiesOf(bucketWith({}));
  expect(properties).not.toHaveProperty('ObjectLockEnabled');
  expect(properties).not.toHaveProperty('ObjectLockConfiguration');
});

test.each([
  ['COMPLIANCE', aYear, 365],
  ['GOVERNANCE', ObjectLockRetention.governance(Duration.days(30)), 30],
])('locks in mode %s', (Mode, objectLock, Days) => {
  const stack = bucketWith({ objectLock });
  expect(propertiesOf(stack)).toMatchObject({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode, Days } } },
    VersioningConfiguration: { Status: 'Enabled' },
  });
  expect(annotationsOf(stack)).toEqual([]);
});

test.each([
  ['flow logs', AuditPurpose.flowLogs()],
  ['load balancer logs', AuditPurpose.loadBalancerLogs()],
  ['trail logs', AuditPurpose.trail()],
  ['backups', AuditPurpose.backups()],
  ['data', AuditPurpose.data()],
])('may lock %s', (_what, purpose) => {
  expect(propertiesOf(bucketWith({ purpose, objectLock: aYear })).ObjectLockEnabled).toBe(true);
});

test('is refused for server access logs', () => {
  expect(() => bucketWith({ purpose: AuditPurpose.serverAccessLogs(), objectLock: aYear })).toThrow(
    new Error(
      'Stack/Audit: `objectLock` must be left out for server access logs, got: compliance mode for 365 days. Amazon S3 ' +
        'delivers none to a bucket with Object Lock; lock the bucket of the trail, which records who deletes them.',
    ),
  );
});

test('is refused where the bucket must be deletable', () => {
  const objectLock = ObjectLockRetention.governance(Duration.days(30));
  expect(() => bucketWith({ objectLock, removalPolicy: RemovalPolicy.DESTROY })).toThrow(
    new Error(
      'Stack/Audit: `objectLock` must be left out with RemovalPolicy.DESTROY, got: governance mode for 30 days. Locked ' +
        "objects can't be deleted, and the deletion of the stack would fail: use RemovalPolicy.RETAIN.",
    ),
  );
});

describe('expiry', () => {
  test.each([365, 366, 2557])('after %i days is long enough for a lock of 365', (days) => {
    expect(() => bucketWith({ objectLock: aYear, expireAfter: Duration.days(days) })).not.toThrow();
  });

  test('before the lock ends is refused', () => {
    const props = { purpose: AuditPurpose.data(), objectLock: aYear, expireAfter: Duration.days(364) };
    expect(() => bucketWith(props)).toThrow(
      new Error(
        'Stack/Audit: `expireAfter` must not be shorter than `objectLock` (365 days), got: 364 days. Let objects expire ' +
          'later or lock them for less long.',
      ),
    );
  });

  test('known only at deployment passes', () => {
    const expireAfter = Duration.days(Lazy.number({ produce: () => 100 }));
    expect(() => bucketWith({ objectLock: aYear, expireAfter })).not.toThrow();
  });
});

test('a locked bucket is refused as the target of server access logs', () => {
  const stack = new Stack(new App(), 'Stack');
  const serverAccessLogsBucket = new Bucket(stack, 'Locked', { objectLockEnabled: true });
  expect(() => new AuditBucket(stack, 'Audit', { purpose: AuditPurpose.data(), serverAccessLogsBucket })).toThrow(
    new Error(
      'Stack/Audit: `serverAccessLogsBucket` must be one without Object Lock, got: a bucket with it, to which S3 delivers ' +
        'no access logs. Give an AuditBucket with AuditPurpose.serverAccessLogs().',
    ),
  );
});
