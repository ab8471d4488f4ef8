import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DataIdentifier, DataProtectionPolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Aws, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';

/** What the services that deliver logs do with a key. */
export const KEY_USE = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** A key for logs, and the buckets for what load balancer, network and people write. */
export function createLogs(stack: Stack): { key: Key; flowLogs: Bucket; albLogs: Bucket } {
  const key = createKey(stack);
  const accessLogs = createBucket(stack, 'AccessLogs', 'access-logs');
  accessLogs.addToResourcePolicy(
    new PolicyStatement({
      sid: 'S3ServerAccessLogsWrite',
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [accessLogs.arnForObjects('*')],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  const flowLogs = createBucket(stack, 'FlowLogs', 'flow-logs', { accessLogs, key });
  allowFlowLogs(flowLogs, fromService(stack, 'logs', '*'));
  const albLogs = createBucket(stack, 'AlbLogs', 'alb-logs', { accessLogs });
  albLogs.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [albLogs.arnForObjects(`*AWSLogs/${Aws.ACCOUNT_ID}/*`)],
      conditions: fromService(stack, 'elasticloadbalancing', 'loadbalancer/*'),
    }),
  );
  createBucket(stack, 'Backups', 'backups', { accessLogs, key });
  return { key, flowLogs, albLogs };
}

function createKey(stack: Stack): Key {
  const key = new Key(stack, 'LogKey', {
    alias: 'key-log-prod-dev1',
    description: 'Encrypts logs or data that must be kept',
    enableKeyRotation: true,
    pendingWindow: Duration.days(7),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const allow = (service: string, actions: string[], conditions?: Record<string, Record<string, string>>) =>
    key.addToResourcePolicy(
      new PolicyStatement({ principals: [new ServicePrincipal(service)], actions, resources: ['*'], conditions }),
    );
  const groups = `arn:${Aws.PARTITION}:logs:${stack.region}:${Aws.ACCOUNT_ID}:log-group:*`;
  allow('delivery.logs.amazonaws.com', KEY_USE, fromService(stack, 'logs', '*'));
  allow(`logs.${stack.region}.amazonaws.com`, KEY_USE, { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } });
  const send = ['kms:Decrypt', 'kms:GenerateDataKey'];
  allow('cloudwatch.amazonaws.com', send, fromService(stack, 'cloudwatch', 'alarm:*'));
  allow('events.rds.amazonaws.com', send, fromService(stack, 'rds', '*'));
  return key;
}

function allowFlowLogs(bucket: Bucket, conditions: Record<string, Record<string, string>>): void {
  const delivery = [new ServicePrincipal('delivery.logs.amazonaws.com')];
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AWSLogDeliveryAclCheck',
      principals: delivery,
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions,
    }),
  );
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AWSLogDeliveryWrite',
      principals: delivery,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`AWSLogs/${Aws.ACCOUNT_ID}/*`)],
      conditions: {
        ...conditions,
        StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    }),
  );
}

interface BucketOptions {
  readonly accessLogs?: Bucket;
  readonly key?: Key;
}

function createBucket(stack: Stack, id: string, name: string, options: BucketOptions = {}): Bucket {
  const { accessLogs, key } = options;
  return new Bucket(stack, id, {
    bucketName: `bucket-${name}-prod-dev1-${Aws.ACCOUNT_ID}`,
    encryption: key ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
    encryptionKey: key,
    bucketKeyEnabled: key ? true : undefined,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: accessLogs && `${id}/`,
    removalPolicy: RemovalPolicy.DESTROY,
    autoDeleteObjects: true,
    lifecycleRules: [
      {
        id: 'retention',
        abortIncompleteMultipartUploadAfter: Duration.days(7),
        transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
        noncurrentVersionTransitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
      },
    ],
  });
}

/** That a service acts for a resource of this account. */
export function fromService(stack: Stack, service: string, resource: string): Record<string, Record<string, string>> {
  return {
    StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:${service}:${stack.region}:${Aws.ACCOUNT_ID}:${resource}` },
  };
}

/** A log group in which card numbers are masked. */
export function maskedLogGroup(stack: Stack, id: string, logGroupName: string, encryptionKey: Key): LogGroup {
  return new LogGroup(stack, id, {
    logGroupName,
    encryptionKey,
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.DESTROY,
    dataProtectionPolicy: new DataProtectionPolicy({
      identifiers: [
        DataIdentifier.CREDITCARDNUMBER,
        DataIdentifier.CREDITCARDSECURITYCODE,
        DataIdentifier.CREDITCARDEXPIRATION,
      ],
    }),
  });
}
