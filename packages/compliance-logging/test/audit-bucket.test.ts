import {
  annotationsOf,
  onlyResource,
  PUBLIC_ACCESS_BLOCKED,
  removedAfterItsWriters,
  resourcesOf,
  testRareRemovalPolicies,
} from '@org/testing';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnFlowLog } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { App, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { AuditBucket, type AuditBucketProps, AuditPurpose } from '../src';

function bucketWith(props: Partial<AuditBucketProps> = {}): Stack {
  const stack = new Stack(new App(), 'Stack');
  new AuditBucket(stack, 'Audit', { purpose: AuditPurpose.flowLogs(), ...props });
  return stack;
}

function lifecycleOf(stack: Stack) {
  const { Rules } = onlyResource(stack, 'AWS::S3::Bucket').Properties.LifecycleConfiguration;
  expect(Rules).toHaveLength(1);
  return Rules[0];
}

describe('with defaults', () => {
  const stack = bucketWith();
  const template = Template.fromStack(stack);
  const has = (properties: object) => template.hasResourceProperties('AWS::S3::Bucket', properties);

  test('blocks public access', () => {
    has({
      PublicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCKED,
    });
  });

  test.each([
    ['plain HTTP', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['TLS below 1.2', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
  ])('denies %s', (_what, condition) => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' }, Condition: condition }),
        ]),
      },
    });
  });

  test('encrypts with SSE-S3', () => {
    const encryption = [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
    has({ BucketEncryption: { ServerSideEncryptionConfiguration: encryption } });
  });

  test('keeps versions and lets no other account own objects', () => {
    has({
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      AccessControl: Match.absent(),
    });
  });

  test('archives objects and old versions after 90 days and deletes none', () => {
    expect(lifecycleOf(stack)).toEqual({
      Id: 'retention',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }],
      NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }],
    });
  });

  test('stays when the stack goes', () => {
    const bucket = onlyResource(stack, 'AWS::S3::Bucket');
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(resourcesOf(stack, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('has no name, no tags, no access logs, and warns of nothing', () => {
    has({ BucketName: Match.absent(), Tags: Match.absent(), LoggingConfiguration: Match.absent() });
    expect(annotationsOf(stack)).toEqual([]);
  });
});

describe('removalPolicy', () => {
  test('DESTROY deletes the bucket and empties it first', () => {
    const stack = bucketWith({ removalPolicy: RemovalPolicy.DESTROY });
    const bucket = onlyResource(stack, 'AWS::S3::Bucket');
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    expect(onlyResource(stack, 'Custom::S3AutoDeleteObjects').Properties.BucketName).toEqual({ Ref: bucket.logicalId });
  });

  test('a writer that depends on the audit bucket is deleted before the bucket is emptied', () => {
    const stack = new Stack(new App(), 'Stack');
    const audit = new AuditBucket(stack, 'Audit', {
      purpose: AuditPurpose.flowLogs(),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const flowLog = new CfnFlowLog(stack, 'FlowLog', {
      resourceId: 'vpc-1',
      resourceType: 'VPC',
      logDestination: audit.bucket.bucketArn,
    });
    flowLog.node.addDependency(audit.bucket);
    expect(onlyResource(stack, 'AWS::EC2::FlowLog').DependsOn).toEqual(
      expect.arrayContaining(removedAfterItsWriters(stack)),
    );
  });

  testRareRemovalPolicies('Stack/Audit', (removalPolicy) => bucketWith({ removalPolicy }));
});

describe('lifecycle', () => {
  test.each(['archiveAfter', 'expireAfter'])('%s that is known only at deployment must be given in days', (prop) => {
    const hours = Duration.hours(Lazy.number({ produce: () => 24 }));
    expect(() => bucketWith({ [prop]: hours })).toThrow(
      new Error(
        `Stack/Audit: \`${prop}\` must be in days where it is known only at deployment, got: a token of hours. Use ` +
          'Duration.days().',
      ),
    );
  });

  test('archives and expires when it is told to', () => {
    const stack = bucketWith({ archiveAfter: Duration.days(30), expireAfter: Duration.days(2557) });
    expect(lifecycleOf(stack)).toMatchObject({
      ExpirationInDays: 2557,
      NoncurrentVersionExpiration: { NoncurrentDays: 365 },
      Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }],
      NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }],
    });
  });

  test.each([
    [2557, 364, 365, true],
    [2557, 365, 365, false],
    [366, 90, 365, true],
    [365, 90, 365, true],
    [364, 90, 364, true],
    [100, 30, 100, true],
  ])('with an expiry of %i days and an archive at %i, older versions stay for %i, archived: %s', (...days) => {
    const [expire, archive, older, archived] = days;
    const { NoncurrentVersionExpiration, NoncurrentVersionTransitions, Transitions } = lifecycleOf(
      bucketWith({
        purpose: AuditPurpose.backups(),
        archiveAfter: Duration.days(archive),
        expireAfter: Duration.days(expire),
      }),
    );
    expect(NoncurrentVersionExpiration).toEqual({ NoncurrentDays: older });
    expect(Transitions).toEqual([{ StorageClass: 'GLACIER', TransitionInDays: archive }]);
    expect(NoncurrentVersionTransitions).toEqual(archived ? Transitions : undefined);
  });

  test.each([
    [90, false],
    [91, true],
  ])('with an expiry of %i days alone, archives: %s', (days, archives) => {
    const rule = lifecycleOf(bucketWith({ purpose: AuditPurpose.backups(), expireAfter: Duration.days(days) }));
    expect('Transitions' in rule).toBe(archives);
    expect('NoncurrentVersionTransitions' in rule).toBe(archives);
  });

  test.each([
    ['data', AuditPurpose.data(), undefined],
    ['backups', AuditPurpose.backups(), [{ StorageClass: 'GLACIER', TransitionInDays: 90 }]],
  ])('without a word, %s: what an application reads is never archived', (_name, purpose, transitions) => {
    const rule = lifecycleOf(bucketWith({ purpose }));
    expect([rule.Transitions, rule.NoncurrentVersionTransitions]).toEqual([transitions, transitions]);
  });

  test('archives data when it is told to', () => {
    const rule = lifecycleOf(bucketWith({ purpose: AuditPurpose.data(), archiveAfter: Duration.days(400) }));
    expect(rule.Transitions).toEqual([{ StorageClass: 'GLACIER', TransitionInDays: 400 }]);
  });

  test('refuses an expiry before the archive', () => {
    const props = { archiveAfter: Duration.days(400), expireAfter: Duration.days(400) };
    expect(() => bucketWith(props)).toThrow(
      new Error(
        'Stack/Audit: `expireAfter` must be longer than `archiveAfter` (400 days), got: 400 days. Let objects expire ' +
          'later or archive them earlier.',
      ),
    );
  });

  test.each([
    ['archiveAfter', Duration.hours(36), '1.5'],
    ['expireAfter', Duration.hours(36), '1.5'],
    ['archiveAfter', Duration.days(0), '0'],
    ['expireAfter', Duration.days(36_501), '36501'],
  ])('refuses as %s %p', (prop, duration, days) => {
    const objectLock = ObjectLockRetention.governance(Duration.days(1));
    for (const others of [{}, { objectLock }]) {
      expect(() => bucketWith({ ...others, [prop]: duration })).toThrow(
        new Error(`Stack/Audit: \`${prop}\` must be a whole number from 1 to 36500 days, got: ${days}.`),
      );
    }
  });

  test('passes values known only at deployment', () => {
    const days = (value: number) => Duration.days(Lazy.number({ produce: () => value }));
    const stack = bucketWith({ archiveAfter: days(60), expireAfter: days(30) });
    expect(lifecycleOf(stack)).toMatchObject({
      ExpirationInDays: 30,
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 60 }],
      NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER', TransitionInDays: 60 }],
    });
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('archives older versions where only one of the two times is known', () => {
    const late = Duration.days(Lazy.number({ produce: () => 100 }));
    const archived = (days: number) => [{ StorageClass: 'GLACIER', TransitionInDays: days }];
    const lateExpiry = lifecycleOf(bucketWith({ archiveAfter: Duration.days(60), expireAfter: late }));
    expect(lateExpiry).toMatchObject({
      NoncurrentVersionExpiration: { NoncurrentDays: 100 },
      NoncurrentVersionTransitions: archived(60),
    });
    const lateArchive = lifecycleOf(bucketWith({ archiveAfter: late, expireAfter: Duration.days(2557) }));
    expect(lateArchive).toMatchObject({
      NoncurrentVersionExpiration: { NoncurrentDays: 365 },
      NoncurrentVersionTransitions: archived(100),
    });
  });

  test('accepts exactly the expiries that come after the archive', () => {
    const day = fc.integer({ min: 1, max: 4_000 });
    fc.assert(
      fc.property(day, day, (archive, expire) => {
        const build = () => bucketWith({ archiveAfter: Duration.days(archive), expireAfter: Duration.days(expire) });
        if (expire > archive) expect(build).not.toThrow();
        else expect(build).toThrow('`expireAfter` must be longer than `archiveAfter`');
      }),
      { numRuns: 50 },
    );
  });
});

describe('twelve months', () => {
  const warning =
    'expire after 364 days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Use an `expireAfter` of at ' +
    'least 365 days, or leave it out. [ack: @org/compliance-logging:expires-before-twelve-months]';

  test.each([
    ['The flow logs', AuditPurpose.flowLogs()],
    ['The load balancer logs', AuditPurpose.loadBalancerLogs()],
    ['The server access logs', AuditPurpose.serverAccessLogs()],
    ['The trail logs', AuditPurpose.trail()],
  ])('%s warn when they expire sooner', (subject, purpose) => {
    expect(annotationsOf(bucketWith({ purpose, expireAfter: Duration.days(364) }))).toEqual([`${subject} ${warning}`]);
  });

  test('are enough', () => {
    expect(annotationsOf(bucketWith({ expireAfter: Duration.days(365) }))).toEqual([]);
  });

  test.each([
    ['backups', AuditPurpose.backups()],
    ['data', AuditPurpose.data()],
  ])('do not bind %s', (_what, purpose) => {
    expect(annotationsOf(bucketWith({ purpose, expireAfter: Duration.days(1) }))).toEqual([]);
  });
});

describe('encryptionKey', () => {
  test('encrypts with the key and saves key calls', () => {
    const stack = new Stack(new App(), 'Stack');
    const encryptionKey = new Key(stack, 'Key');
    new AuditBucket(stack, 'Audit', { purpose: AuditPurpose.data(), encryptionKey });
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::KMS::Key').logicalId, 'Arn'] },
            },
          },
        ],
      },
    });
  });
});
