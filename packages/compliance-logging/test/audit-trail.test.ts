import { annotationsOf, onlyResource, resourcesOf, wildcardsIn } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose, AuditTrail, type AuditTrailProps, DataEvents } from '../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const TRAILS = { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111122223333:trail/*' } };

const newApp = () => new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
const emptyStack = () => new Stack(newApp(), 'Stack', { env: ENV });
const trailOf = (stack: Stack) => onlyResource(stack, 'AWS::CloudTrail::Trail');
const att = (logicalId: string | undefined, name = 'Arn') => ({ 'Fn::GetAtt': [logicalId, name] });

function trailWith(props?: AuditTrailProps): Stack {
  const stack = emptyStack();
  new AuditTrail(stack, 'Trail', props);
  return stack;
}

function statementsFor(stack: Stack, bucketId: string | undefined): { Sid?: string }[] {
  const policy = resourcesOf(stack, 'AWS::S3::BucketPolicy').find(
    ({ Properties }) => Properties.Bucket.Ref === bucketId,
  );
  return policy?.Properties.PolicyDocument.Statement ?? [];
}

const keySids = (stack: Stack) =>
  onlyResource(stack, 'AWS::KMS::Key')
    .Properties.KeyPolicy.Statement.map(({ Sid }: { Sid?: string }) => Sid)
    .filter(Boolean);

describe('with defaults', () => {
  const stack = emptyStack();
  const audit = new AuditTrail(stack, 'Trail');
  const trail = trailOf(stack);
  const idOf = (value: unknown) => stack.resolve(value).Ref as string;

  test('records all regions and global services, in signed files', () => {
    expect(trail.Properties).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    });
    expect(trail.Properties).not.toHaveProperty('TrailName');
  });

  test('records management events, reads and writes', () => {
    expect(trail.Properties.AdvancedEventSelectors[0]).toEqual({
      Name: 'Management events',
      FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
    });
  });

  test('encrypts with a key of its own that rotates and stays', () => {
    const key = onlyResource(stack, 'AWS::KMS::Key');
    expect(trail.Properties.KMSKeyId).toEqual(att(key.logicalId));
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.DeletionPolicy).toBe('Retain');
    expect(stack.resolve(audit.encryptionKey.keyArn)).toEqual(att(key.logicalId));
  });

  test('lets CloudTrail and CloudWatch Logs use the key, once each', () => {
    const { Statement } = onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy;
    expect(keySids(stack).sort()).toEqual(['AllowCloudTrail', 'AllowCloudWatchLogs']);
    expect(Statement).toContainEqual({
      Sid: 'AllowCloudTrail',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: TRAILS,
    });
  });

  test('delivers to a bucket of its own, encrypted with that key, that logs its access', () => {
    expect(trail.Properties.S3BucketName).toEqual({ Ref: idOf(audit.bucket.bucketName) });
    const [accessLogs, bucket] = resourcesOf(stack, 'AWS::S3::Bucket');
    expect(bucket?.logicalId).toBe(idOf(audit.bucket.bucketName));
    expect(
      bucket?.Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault,
    ).toEqual({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: trail.Properties.KMSKeyId });
    expect(bucket?.Properties.LoggingConfiguration.DestinationBucketName).toEqual({ Ref: accessLogs?.logicalId });
  });

  test('delivers to a log group of its own, encrypted with that key, that keeps twelve months', () => {
    const logGroup = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect(trail.Properties.CloudWatchLogsLogGroupArn).toEqual(att(logGroup.logicalId));
    expect(logGroup.Properties).toMatchObject({ KmsKeyId: trail.Properties.KMSKeyId, RetentionInDays: 365 });
    expect(idOf(audit.logGroup.logGroupName)).toBe(logGroup.logicalId);
  });

  test('writes to that log group under a role that can do nothing else', () => {
    const role = onlyResource(stack, 'AWS::IAM::Role');
    const policy = onlyResource(stack, 'AWS::IAM::ManagedPolicy');
    const logGroup = onlyResource(stack, 'AWS::Logs::LogGroup');
    const group = ['arn:aws:logs:eu-west-1:111122223333:log-group:', { Ref: logGroup.logicalId }];
    expect(trail.Properties.CloudWatchLogsRoleArn).toEqual(att(role.logicalId));
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } },
    ]);
    expect(policy.Properties.Roles).toEqual([{ Ref: role.logicalId }]);
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::Join': ['', [...group, ':log-stream:111122223333_CloudTrail_eu-west-1*']] },
      },
    ]);
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('is created after its log group, its bucket and the policies that let it write', () => {
    const bucketPolicy = resourcesOf(stack, 'AWS::S3::BucketPolicy').find(
      ({ Properties }) => Properties.Bucket.Ref === idOf(audit.bucket.bucketName),
    );
    expect(trail.DependsOn).toEqual(
      expect.arrayContaining([
        onlyResource(stack, 'AWS::Logs::LogGroup').logicalId,
        onlyResource(stack, 'AWS::IAM::ManagedPolicy').logicalId,
        idOf(audit.bucket.bucketName),
        bucketPolicy?.logicalId,
      ]),
    );
  });

  test('keeps buckets and log group, and warns of nothing', () => {
    const kept = [...resourcesOf(stack, 'AWS::S3::Bucket'), ...resourcesOf(stack, 'AWS::Logs::LogGroup')];
    expect(kept.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain', 'Retain']);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('offers the trail', () => {
    expect(stack.resolve(audit.trail.ref)).toEqual({ Ref: trail.logicalId });
  });
});

describe('removalPolicy', () => {
  test('DESTROY leaves nothing behind and deletes the trail before the bucket is emptied', () => {
    const stack = trailWith({ removalPolicy: RemovalPolicy.DESTROY });
    expect(resourcesOf(stack).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([]);
    const emptied = resourcesOf(stack, 'Custom::S3AutoDeleteObjects');
    expect(emptied).toHaveLength(2);
    const { S3BucketName } = trailOf(stack).Properties;
    const emptying = emptied.find(({ Properties }) => Properties.BucketName.Ref === S3BucketName.Ref);
    expect(trailOf(stack).DependsOn).toContain(emptying?.logicalId);
    expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties).not.toHaveProperty('DeletionProtectionEnabled');
    expect(onlyResource(stack, 'AWS::KMS::Key').Properties.PendingWindowInDays).toBe(7);
  });

  test('SNAPSHOT is refused', () => {
    expect(() => trailWith({ removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(
      new Error(
        'Stack/Trail: `removalPolicy` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: SNAPSHOT, which exists ' +
          'for databases and volumes only. Use RemovalPolicy.RETAIN.',
      ),
    );
  });
});

describe('bucket', () => {
  const DELIVERY = (bucketId: string | undefined) => [
    {
      Sid: 'AWSCloudTrailAclCheck',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: att(bucketId),
      Condition: TRAILS,
    },
    {
      Sid: 'AWSCloudTrailWrite',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [att(bucketId), '/AWSLogs/111122223333/*']] },
      Condition: { ...TRAILS, StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];

  test("that is a stranger's gets the statements that CloudTrail needs", () => {
    const stack = emptyStack();
    const bucket = new Bucket(stack, 'Central', { versioned: true, enforceSSL: true });
    const audit = new AuditTrail(stack, 'Trail', { bucket });
    const { logicalId } = onlyResource(stack, 'AWS::S3::Bucket');
    expect(audit.bucket).toBe(bucket);
    expect(trailOf(stack).Properties.S3BucketName).toEqual({ Ref: logicalId });
    expect(statementsFor(stack, logicalId).filter(({ Sid }) => Sid)).toEqual(DELIVERY(logicalId));
    expect(keySids(stack).sort()).toEqual(['AllowCloudTrail', 'AllowCloudWatchLogs']);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('with AuditPurpose.trail() has them once, and its key too', () => {
    const stack = emptyStack();
    const encryptionKey = new Key(stack, 'Key');
    const { bucket } = new AuditBucket(stack, 'Logs', { purpose: AuditPurpose.trail(), encryptionKey });
    new AuditTrail(stack, 'Trail', { bucket, encryptionKey });
    const { logicalId } = onlyResource(stack, 'AWS::S3::Bucket');
    expect(statementsFor(stack, logicalId).filter(({ Sid }) => Sid)).toEqual(DELIVERY(logicalId));
    expect(keySids(stack).sort()).toEqual(['AllowCloudTrail', 'AllowCloudWatchLogs']);
  });

  test('that two accounts deliver to has no name twice', () => {
    const app = newApp();
    const archive = new Stack(app, 'Archive', { env: ENV });
    const other = new Stack(app, 'Other', { env: { ...ENV, account: '444455556666' } });
    const bucket = new Bucket(archive, 'Central', { bucketName: 'archive' });
    for (const stack of [archive, other]) new AuditTrail(stack, 'Trail', { bucket });
    const central = archive.getLogicalId(bucket.node.defaultChild as CfnBucket);
    const statements = statementsFor(archive, central);
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'AWSCloudTrailAclCheck',
      'AWSCloudTrailWrite',
      undefined,
      undefined,
    ]);
    expect(JSON.stringify(statements[3])).toContain('/AWSLogs/444455556666/*');
  });

  test('of another stack makes no cycle', () => {
    const app = newApp();
    const archive = new Stack(app, 'Archive', { env: ENV });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const { bucket } = new AuditBucket(archive, 'Logs', { purpose: AuditPurpose.trail() });
    new AuditTrail(stack, 'Trail', { bucket });
    expect(trailOf(stack).Properties.S3BucketName).toHaveProperty('Fn::ImportValue');
    expect(archive.dependencies).toEqual([]);
  });

  test('that protects less than an AuditBucket warns', () => {
    const stack = emptyStack();
    new AuditTrail(stack, 'Trail', { bucket: new Bucket(stack, 'Central', { versioned: true }) });
    trailOf(stack);
    expect(annotationsOf(stack)).toEqual([
      'The given `bucket` Stack/Central lets plain HTTP in (4.2.1), against these requirements of PCI DSS 4.0.1. Change it where ' +
        'it is defined, or leave `bucket` out. [ack: @org/compliance-logging:weak-trail-bucket]',
    ]);
  });

  test('that is an AuditBucket does not warn: it has warnings of its own', () => {
    const stack = emptyStack();
    const expireAfter = Duration.days(30);
    const { bucket } = new AuditBucket(stack, 'Logs', { purpose: AuditPurpose.trail(), expireAfter });
    new AuditTrail(stack, 'Trail', { bucket });
    trailOf(stack);
    expect(annotationsOf(stack)).toEqual([
      expect.stringContaining('[ack: @org/compliance-logging:expires-before-twelve-months]'),
    ]);
  });

  test('that is imported warns that it needs the statements', () => {
    const stack = emptyStack();
    new AuditTrail(stack, 'Trail', { bucket: Bucket.fromBucketName(stack, 'Central', 'central-trail-logs') });
    expect(trailOf(stack).Properties.S3BucketName).toBe('central-trail-logs');
    expect(annotationsOf(stack)).toEqual([
      'The policy of the imported `bucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 needs ' +
        'the log files to arrive. Allow s3:GetBucketAcl and s3:PutObject to cloudtrail.amazonaws.com there. ' +
        '[ack: @org/compliance-logging:imported-trail-bucket]',
    ]);
  });
});

describe('encryptionKey', () => {
  test('replaces the own key for files, bucket and log group', () => {
    const stack = emptyStack();
    const encryptionKey = new Key(stack, 'Key');
    expect(new AuditTrail(stack, 'Trail', { encryptionKey }).encryptionKey).toBe(encryptionKey);
    const { logicalId } = onlyResource(stack, 'AWS::KMS::Key');
    expect(trailOf(stack).Properties.KMSKeyId).toEqual(att(logicalId));
    expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.KmsKeyId).toEqual(att(logicalId));
    expect(keySids(stack).sort()).toEqual(['AllowCloudTrail', 'AllowCloudWatchLogs']);
  });

  test('that is imported warns once for each service', () => {
    const stack = emptyStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/some-key');
    new AuditTrail(stack, 'Trail', { encryptionKey });
    const services = annotationsOf(stack).map((text) => /"Sid":"(\w+)"/.exec(text)?.[1]);
    expect(services).toEqual(['AllowCloudTrail', 'AllowCloudWatchLogs']);
  });
});

describe('logGroup', () => {
  test('replaces the own one', () => {
    const stack = emptyStack();
    const logGroup = new LogGroup(stack, 'Central');
    expect(new AuditTrail(stack, 'Trail', { logGroup }).logGroup).toBe(logGroup);
    const { logicalId } = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect(trailOf(stack).Properties.CloudWatchLogsLogGroupArn).toEqual(att(logicalId));
  });

  test('may be imported by name', () => {
    const stack = trailWithImportedLogGroup();
    expect(trailOf(stack).Properties.CloudWatchLogsLogGroupArn).toBe(
      'arn:aws:logs:eu-west-1:111122223333:log-group:central:*',
    );
    expect(onlyResource(stack, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Statement[0].Resource).toBe(
      'arn:aws:logs:eu-west-1:111122223333:log-group:central:log-stream:111122223333_CloudTrail_eu-west-1*',
    );
  });

  function trailWithImportedLogGroup(): Stack {
    const stack = emptyStack();
    new AuditTrail(stack, 'Trail', { logGroup: LogGroup.fromLogGroupName(stack, 'Central', 'central') });
    return stack;
  }
});

test('no data events leave a warning', () => {
  expect(annotationsOf(trailWith({ dataEvents: DataEvents.none() }))).toEqual([
    'The trail records no access to S3 objects and Lambda functions, and PCI DSS 4.0.1 requirement 10.2.1.1 asks for all ' +
      'individual access to cardholder data. Use DataEvents.all() or DataEvents.only(). ' +
      '[ack: @org/compliance-logging:no-data-events]',
  ]);
});
