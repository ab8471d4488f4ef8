import {
  annotationsOf,
  KEY_USE_BY_LOG_SERVICES,
  onlyResource,
  PUBLIC_ACCESS_BLOCKED,
  removedAfterItsWriters,
  resourcesOf,
  statementIn,
  testRareRemovalPolicies,
} from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { SecureVpc, type SecureVpcProps } from '../src';
import { allowFlowLogDelivery } from '../src/private/flow-log-delivery';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: { readonly Service?: string };
}

const newStack = (context = {}) => new Stack(new App({ context }), 'Stack');

function stackWith(props: SecureVpcProps = {}, context = {}): Stack {
  const stack = newStack(context);
  new SecureVpc(stack, 'Network', props);
  return stack;
}

const deliveriesTo = (stack: Stack) =>
  (onlyResource(stack, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement as Statement[]).filter(
    ({ Principal }) => Principal.Service === 'delivery.logs.amazonaws.com',
  );

describe('the log', () => {
  const stack = stackWith();
  const log = onlyResource(stack, 'AWS::EC2::FlowLog');
  const bucket = onlyResource(stack, 'AWS::S3::Bucket');

  test('records all traffic of the VPC, in the bucket', () => {
    expect(log.Properties).toMatchObject({
      ResourceType: 'VPC',
      ResourceId: { Ref: onlyResource(stack, 'AWS::EC2::VPC').logicalId },
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: { 'Fn::GetAtt': [bucket.logicalId, 'Arn'] },
      MaxAggregationInterval: 600,
    });
    expect(Object.keys(log.Properties)).not.toContain('DeliverLogsPermissionArn');
  });

  test('starts after the bucket lets it in', () => {
    expect(log.DependsOn).toEqual([onlyResource(stack, 'AWS::S3::BucketPolicy').logicalId]);
  });

  test('is let in for this account and region only', () => {
    const logs = ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
    const ArnLike = { 'aws:SourceArn': { 'Fn::Join': ['', [...logs, ':*']] } };
    expect(deliveriesTo(stack)).toEqual([
      expect.objectContaining({
        Action: 's3:GetBucketAcl',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike },
      }),
      expect.objectContaining({
        Action: 's3:PutObject',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': { Ref: 'AWS::AccountId' },
            's3:x-amz-acl': 'bucket-owner-full-control',
          },
          ArnLike,
        },
      }),
    ]);
  });
});

test.each([
  ['one flag', { '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true }],
  ['all recommended flags', { ...recommendedFlags }],
])('CDK adds no statements of its own with %s', (_flags, context) => {
  expect(deliveriesTo(stackWith({}, context))).toEqual(deliveriesTo(stackWith()));
});

describe('its own bucket', () => {
  test('is private, encrypted, versioned, TLS only, and archived after 90 days', () => {
    expect(onlyResource(stackWith(), 'AWS::S3::Bucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: PUBLIC_ACCESS_BLOCKED,
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        LifecycleConfiguration: {
          Rules: [{ Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }], Status: 'Enabled' }],
        },
      },
    });
  });

  test.each([{ Bool: { 'aws:SecureTransport': 'false' } }, { NumericLessThan: { 's3:TlsVersion': 1.2 } }])(
    'refuses %j',
    (Condition) => {
      const { Statement } = onlyResource(stackWith(), 'AWS::S3::BucketPolicy').Properties.PolicyDocument;
      expect(Statement).toContainEqual(expect.objectContaining({ Effect: 'Deny', Condition }));
    },
  );

  test('DESTROY empties and deletes it, after the log has stopped', () => {
    const stack = stackWith({ removalPolicy: RemovalPolicy.DESTROY });
    expect(onlyResource(stack, 'AWS::S3::Bucket')).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
    expect(onlyResource(stack, 'AWS::EC2::FlowLog').DependsOn).toEqual(
      expect.arrayContaining(removedAfterItsWriters(stack)),
    );
  });

  testRareRemovalPolicies('Stack/Network', (removalPolicy) => stackWith({ removalPolicy }));
});

describe('a given bucket', () => {
  const SIDS = ['AWSLogDeliveryAclCheck', 'AWSLogDeliveryWrite'];
  const sids = (stack: Stack) => deliveriesTo(stack).map(({ Sid }) => Sid);

  test('is used, and let the delivery in', () => {
    const stack = newStack();
    const given = new Bucket(stack, 'Given', { versioned: true, enforceSSL: true });
    const { flowLogBucket } = new SecureVpc(stack, 'Network', { flowLogBucket: given });
    expect(flowLogBucket).toBe(given);
    const { logicalId } = onlyResource(stack, 'AWS::S3::Bucket');
    expect(onlyResource(stack, 'AWS::EC2::FlowLog').Properties.LogDestination).toEqual({
      'Fn::GetAtt': [logicalId, 'Arn'],
    });
    expect(sids(stack)).toEqual(SIDS);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('stays as it is when the network is to be destroyed', () => {
    const stack = newStack();
    new SecureVpc(stack, 'Network', {
      flowLogBucket: new Bucket(stack, 'Given'),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    expect(onlyResource(stack, 'AWS::S3::Bucket').DeletionPolicy).toBe('Retain');
  });

  describe.each([
    ['without minimizePolicies', {}],
    ['with minimizePolicies', { '@aws-cdk/aws-iam:minimizePolicies': true }],
    ['with all recommended flags', { ...recommendedFlags }],
  ])('%s', (_flags, context) => {
    test('that has the statements already gets none twice', () => {
      const stack = newStack(context);
      const given = new Bucket(stack, 'Given');
      allowFlowLogDelivery(given, given);
      new SecureVpc(stack, 'Network', { flowLogBucket: given });
      expect(sids(stack)).toEqual(SIDS);
    });

    test('that serves two networks gets none twice', () => {
      const stack = newStack(context);
      const given = new Bucket(stack, 'Given');
      new SecureVpc(stack, 'One', { flowLogBucket: given });
      new SecureVpc(stack, 'Two', { flowLogBucket: given });
      expect(sids(stack)).toEqual(SIDS);
    });

    test('that serves networks of other regions and accounts has no name twice', () => {
      const app = new App({ context });
      const stackIn = (account: string, region: string) =>
        new Stack(app, `${region}-${account}`, { env: { account, region } });
      const archive = stackIn('111122223333', 'eu-west-1');
      const given = new Bucket(archive, 'Given', { bucketName: 'archive' });
      const elsewhere = [stackIn('111122223333', 'eu-central-1'), stackIn('444455556666', 'eu-west-1')];
      for (const stack of [archive, ...elsewhere]) new SecureVpc(stack, 'Network', { flowLogBucket: given });
      expect(sids(archive)).toEqual([...SIDS, ...Array(4).fill(undefined)]);
    });

    test('in another stack makes no cycle', () => {
      const app = new App({ context });
      const buckets = new Stack(app, 'Buckets');
      const networks = new Stack(app, 'Networks');
      new SecureVpc(networks, 'Network', { flowLogBucket: new Bucket(buckets, 'Given') });
      app.synth();
      expect(sids(buckets)).toEqual(SIDS);
      expect(resourcesOf(networks, 'AWS::S3::Bucket')).toEqual([]);
    });
  });

  test('whose policy becomes larger than Amazon S3 takes is refused, once', () => {
    const archiveFor = (readers: number) => {
      const stack = newStack();
      const given = new Bucket(stack, 'Given');
      for (let reader = 0; reader < readers; reader++) {
        const principals = [new ArnPrincipal(`arn:aws:iam::111122223333:role/${'r'.repeat(350)}-${reader}`)];
        given.addToResourcePolicy(new PolicyStatement({ principals, actions: ['s3:ListBucket'], resources: ['*'] }));
      }
      for (const id of ['One', 'Two']) new SecureVpc(stack, id, { flowLogBucket: given });
      return () => Template.fromStack(stack);
    };
    expect(archiveFor(38)).not.toThrow();
    expect(archiveFor(43)).toThrow(
      /errors:\n {2}\[Stack\/Given\/Policy\/Resource\] The policy must keep to the 20,480 bytes that Amazon S3 takes, got: at least 2\d,\d{3}\. Let some of the logs go to another bucket\.$/,
    );
  });

  test('that is imported leaves a warning', () => {
    const stack = newStack();
    new SecureVpc(stack, 'Network', { flowLogBucket: Bucket.fromBucketName(stack, 'Imported', 'central-flow-logs') });
    expect(annotationsOf(stack)).toEqual([
      'The policy of the imported `flowLogBucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
        'needs the flow logs to arrive. Allow s3:GetBucketAcl and s3:PutObject to delivery.logs.amazonaws.com there. ' +
        '[ack: @org/secure-vpc:imported-flow-log-bucket]',
    ]);
    expect(onlyResource(stack, 'AWS::EC2::FlowLog').DependsOn).toBeUndefined();
  });
});

describe('the key of a given bucket', () => {
  const DELIVERY_USES_THE_KEY = {
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: KEY_USE_BY_LOG_SERVICES,
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: { 'aws:SourceArn': expect.anything() },
    },
  };

  function stackWithKey(bucketWith: (stack: Stack) => IBucket): Stack {
    const stack = newStack();
    new SecureVpc(stack, 'Network', { flowLogBucket: bucketWith(stack) });
    return stack;
  }

  test('lets the delivery use it, for this account and region only', () => {
    const props = { encryption: BucketEncryption.KMS, versioned: true, enforceSSL: true };
    const stack = stackWithKey((scope) => new Bucket(scope, 'Given', props));
    const { Statement } = onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy;
    expect(Statement).toContainEqual(DELIVERY_USES_THE_KEY);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test.each([BucketEncryption.KMS_MANAGED, BucketEncryption.DSSE_MANAGED])(
    'of AWS (%s) is refused, with which nobody could read the log',
    (encryption) => {
      expect(() => stackWithKey((scope) => new Bucket(scope, 'Given', { encryption }))).toThrow(
        new Error(
          'Stack/Network: `flowLogBucket` must be encrypted with SSE-S3, or have its customer-managed key as ' +
            '`encryptionKey`, got: AWS KMS without one. With the key of AWS, aws/s3, the flow logs arrive unreadable: use ' +
            'BucketEncryption.S3_MANAGED, or give a key.',
        ),
      );
    },
  );

  test('that is imported leaves a warning', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';
    const stack = stackWithKey(
      (scope) => new Bucket(scope, 'Given', { encryptionKey: Key.fromKeyArn(scope, 'Key', arn) }),
    );
    expect(annotationsOf(stack).map(statementIn)).toEqual([
      {
        words:
          'The policy of the imported key of `flowLogBucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement ' +
          '10.2.1 needs the flow logs to arrive. Add this statement where the key is defined: {}. ' +
          '[ack: @org/secure-vpc:imported-flow-log-key]',
        statement: DELIVERY_USES_THE_KEY,
      },
    ]);
  });
});

describe('a log group', () => {
  function stackWithGroup(group: (stack: Stack) => ILogGroup): Stack {
    const stack = newStack();
    new SecureVpc(stack, 'Network', { flowLogGroup: group(stack) });
    return stack;
  }
  const ofType = (stack: Stack, type: string) =>
    resourcesOf(stack, 'AWS::EC2::FlowLog').filter(({ Properties }) => Properties.LogDestinationType === type);

  test('is not used by default', () => {
    expect(ofType(stackWith(), 'cloud-watch-logs')).toEqual([]);
    expect(new SecureVpc(newStack(), 'Network').flowLogToGroup).toBeUndefined();
  });

  test('gets all traffic too, once its role may write', () => {
    const stack = newStack();
    const flowLogGroup = new LogGroup(stack, 'Group');
    const { flowLogToGroup } = new SecureVpc(stack, 'Network', { flowLogGroup });
    expect(ofType(stack, 's3')).toHaveLength(1);
    const [log] = ofType(stack, 'cloud-watch-logs');
    const role = resourcesOf(stack, 'AWS::IAM::Role').find(({ logicalId }) => logicalId.includes('FlowLogToGroup'));
    const { logicalId: policy } = onlyResource(stack, 'AWS::IAM::ManagedPolicy');
    expect(log).toMatchObject({
      Properties: {
        ResourceId: { Ref: onlyResource(stack, 'AWS::EC2::VPC').logicalId },
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        MaxAggregationInterval: 600,
        LogGroupName: { Ref: onlyResource(stack, 'AWS::Logs::LogGroup').logicalId },
        DeliverLogsPermissionArn: { 'Fn::GetAtt': [role?.logicalId, 'Arn'] },
      },
      DependsOn: [policy],
    });
    expect(stack.resolve(flowLogToGroup?.flowLogId)).toEqual({ Ref: log?.logicalId });
  });

  test('is written to by a role for flow logs of this account, with three actions on this group', () => {
    const stack = stackWithGroup((scope) => new LogGroup(scope, 'Group'));
    const role = resourcesOf(stack, 'AWS::IAM::Role').find(({ logicalId }) => logicalId.includes('FlowLogToGroup'));
    expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':ec2:',
                  { Ref: 'AWS::Region' },
                  ':',
                  { Ref: 'AWS::AccountId' },
                  ':vpc-flow-log/*',
                ],
              ],
            },
          },
        },
      },
    ]);
    const policy = onlyResource(stack, 'AWS::IAM::ManagedPolicy').Properties;
    expect(policy.Roles).toEqual([{ Ref: role?.logicalId }]);
    expect(policy.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::Logs::LogGroup').logicalId, 'Arn'] },
      },
    ]);
    expect(resourcesOf(stack, 'AWS::IAM::Policy')).toEqual([]);
  });

  test('may be imported or stand in another stack', () => {
    const imported = stackWithGroup((scope) => LogGroup.fromLogGroupName(scope, 'Group', 'flows'));
    expect(ofType(imported, 'cloud-watch-logs')[0]?.Properties.LogGroupName).toBe('flows');
    const shared = stackWithGroup((scope) => new LogGroup(new Stack(scope, 'Groups'), 'Group'));
    expect(ofType(shared, 'cloud-watch-logs')).toHaveLength(1);
  });
});
