import { annotationsOf, onlyResource, PUBLIC_ACCESS_BLOCKED, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, type BucketProps, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { addAlb, albWith, stackWithVpc } from './fixture';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

function logAttributesOf(stack: Stack): Record<string, unknown> {
  const attributes = onlyResource(stack, LOAD_BALANCER).Properties.LoadBalancerAttributes as {
    Key: string;
    Value: unknown;
  }[];
  return Object.fromEntries(
    attributes.filter(({ Key }) => Key.includes('_logs.')).map(({ Key, Value }) => [Key, Value]),
  );
}

function deliveryStatementsOf(stack: Stack): { readonly Sid?: string; readonly Resource: unknown }[] {
  const statements: { Principal: { Service?: string }; Resource: unknown }[] = onlyResource(
    stack,
    'AWS::S3::BucketPolicy',
  ).Properties.PolicyDocument.Statement;
  return statements.filter(({ Principal }) => Principal.Service === 'logdelivery.elasticloadbalancing.amazonaws.com');
}

describe('by default', () => {
  const { stack, alb } = albWith();
  const { logicalId } = onlyResource(stack, 'AWS::S3::Bucket');
  const policy = onlyResource(stack, 'AWS::S3::BucketPolicy');

  test('all three logs go to a bucket of its own, in a stack without a region too', () => {
    const bucket = { Ref: logicalId };
    expect(logAttributesOf(stack)).toEqual({
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': bucket,
      'access_logs.s3.prefix': 'access',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.bucket': bucket,
      'connection_logs.s3.prefix': 'connection',
      'health_check_logs.s3.enabled': 'true',
      'health_check_logs.s3.bucket': bucket,
      'health_check_logs.s3.prefix': 'health-check',
    });
    expect(stack.resolve(alb.accessLogBucket.bucketName)).toEqual(bucket);
  });

  test('the bucket is private, versioned, encrypted with SSE-S3 and kept', () => {
    Template.fromStack(stack).hasResource('AWS::S3::Bucket', {
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCKED,
        VersioningConfiguration: { Status: 'Enabled' },
      },
      DeletionPolicy: 'Retain',
    });
    expect(resourcesOf(stack, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('the bucket takes no request without TLS', () => {
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  test('only load balancers of this account and region may write to it', () => {
    const [delivery, ...others] = deliveryStatementsOf(stack);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(JSON.stringify(delivery)).toContain('"/*AWSLogs/",{"Ref":"AWS::AccountId"},"/*"');
    expect(JSON.stringify(delivery)).toContain(':loadbalancer/*"');
  });

  test('the load balancer waits for the policy of the bucket', () => {
    expect(onlyResource(stack, LOAD_BALANCER).DependsOn).toContain(policy.logicalId);
  });
});

test('DESTROY empties the bucket, after the load balancer is gone', () => {
  const { stack } = albWith({ removalPolicy: RemovalPolicy.DESTROY });
  const emptying = onlyResource(stack, 'Custom::S3AutoDeleteObjects');

  expect(onlyResource(stack, 'AWS::S3::Bucket').DeletionPolicy).toBe('Delete');
  expect(onlyResource(stack, LOAD_BALANCER).DependsOn).toContain(emptying.logicalId);
});

describe('accessLogBucket', () => {
  function albWithBucket(props: BucketProps): Stack {
    const { stack, vpc } = stackWithVpc();
    addAlb(stack, vpc, { accessLogBucket: new Bucket(stack, 'Logs', props) });
    return stack;
  }

  test('is used instead of a new one, and gets the statement for the delivery', () => {
    const stack = albWithBucket({ versioned: true, enforceSSL: true });
    const { logicalId } = onlyResource(stack, 'AWS::S3::Bucket');

    expect(logAttributesOf(stack)).toMatchObject({ 'access_logs.s3.bucket': { Ref: logicalId } });
    expect(deliveryStatementsOf(stack)).toHaveLength(1);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('shared by two load balancers has one statement', () => {
    const { stack, vpc } = stackWithVpc();
    const accessLogBucket = new Bucket(stack, 'Logs');
    addAlb(stack, vpc, { accessLogBucket }, 'A');
    addAlb(stack, vpc, { accessLogBucket }, 'B');

    expect(deliveryStatementsOf(stack)).toHaveLength(1);
  });

  test('shared by load balancers of two accounts has a statement for each, none with a name that the other has', () => {
    const app = new App();
    const env = { account: '111122223333', region: 'us-east-1' };
    const archive = new Stack(app, 'Archive', { env });
    const accessLogBucket = new Bucket(archive, 'Logs', { bucketName: 'logs' });
    for (const account of ['444455556666', '777788889999']) {
      const { stack, vpc } = stackWithVpc(undefined, new Stack(app, `Of${account}`, { env: { ...env, account } }));
      addAlb(stack, vpc, { accessLogBucket });
    }

    const statements = deliveryStatementsOf(archive);
    expect(statements.map(({ Resource }) => JSON.stringify(Resource).match(/\d{12}/)?.[0])).toEqual([
      '444455556666',
      '777788889999',
    ]);
    const names = statements.flatMap(({ Sid }) => Sid ?? []);
    expect(names).toHaveLength(new Set(names).size);
  });

  test('is left as it is by DESTROY', () => {
    const { stack, vpc } = stackWithVpc();
    addAlb(stack, vpc, { accessLogBucket: new Bucket(stack, 'Logs'), removalPolicy: RemovalPolicy.DESTROY });

    expect(onlyResource(stack, 'AWS::S3::Bucket').DeletionPolicy).toBe('Retain');
  });

  test.each(['KMS', 'DSSE', 'KMS_MANAGED', 'DSSE_MANAGED'] as const)('with encryption %s is refused', (encryption) => {
    expect(() => albWithBucket({ encryption: BucketEncryption[encryption] })).toThrow(
      new Error(
        'Stack/Alb: `accessLogBucket` must be encrypted with SSE-S3, got: Stack/Logs, which uses AWS KMS. ' +
          'Elastic Load Balancing cannot write to such a bucket: use BucketEncryption.S3_MANAGED.',
      ),
    );
  });

  test('imported with a key is refused', () => {
    const { stack, vpc } = stackWithVpc();
    const encryptionKey = new Key(stack, 'Key');
    const accessLogBucket = Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', encryptionKey });

    expect(() => addAlb(stack, vpc, { accessLogBucket })).toThrow('got: Stack/Logs, which uses AWS KMS.');
  });

  test('imported leaves a warning with the statement that it needs', () => {
    const { stack, vpc } = stackWithVpc();
    addAlb(stack, vpc, { accessLogBucket: Bucket.fromBucketName(stack, 'Logs', 'logs') });

    expect(logAttributesOf(stack)).toMatchObject({ 'access_logs.s3.bucket': 'logs' });
    expect(annotationsOf(stack)).toEqual([
      'The policy of the imported `accessLogBucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement ' +
        '10.2.1 needs the logs to arrive. Where the bucket is defined, allow s3:PutObject on `*AWSLogs/<account>/*` to ' +
        'logdelivery.elasticloadbalancing.amazonaws.com. [ack: @org/audited-alb:imported-log-bucket]',
    ]);
  });

  test('wrapped around an L1 bucket is judged by that', () => {
    const { stack, vpc } = stackWithVpc();
    const serverSideEncryptionConfiguration = [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } }];
    const plain = new CfnBucket(stack, 'Plain');
    const withKey = new CfnBucket(stack, 'WithKey', { bucketEncryption: { serverSideEncryptionConfiguration } });

    addAlb(stack, vpc, { accessLogBucket: Bucket.fromCfnBucket(plain) });
    expect(deliveryStatementsOf(stack)).toHaveLength(1);
    expect(() => addAlb(stack, vpc, { accessLogBucket: Bucket.fromCfnBucket(withKey) }, 'Other')).toThrow(
      'which uses AWS KMS.',
    );
  });

  test('of another region is refused', () => {
    const { stack, vpc } = stackWithVpc({ env: { region: 'us-east-1' } });
    const accessLogBucket = Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', region: 'eu-west-1' });

    expect(() => addAlb(stack, vpc, { accessLogBucket })).toThrow(
      new Error(
        "Stack/Alb: `accessLogBucket` must be in the load balancer's region us-east-1, got: Stack/Logs in eu-west-1.",
      ),
    );
  });
});

test('a given bucket that protects less than the own one warns', () => {
  const { stack, vpc } = stackWithVpc();
  addAlb(stack, vpc, { accessLogBucket: new Bucket(stack, 'Given', { versioned: true }) });
  onlyResource(stack, LOAD_BALANCER);
  expect(annotationsOf(stack)).toEqual([
    'The given `accessLogBucket` Stack/Given lets plain HTTP in (4.2.1), against these requirements of PCI DSS 4.0.1. ' +
      'Change it where it is defined, or leave `accessLogBucket` out. [ack: @org/audited-alb:weak-log-bucket]',
  ]);
});
