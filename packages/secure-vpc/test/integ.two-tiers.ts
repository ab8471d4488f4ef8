/** A small dual-stack network with one regional NAT gateway, whose flow log goes to a given bucket and a given log group. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Addressing, NatGateways, NetworkTiers, SecureVpc } from '../src';

const app = new App();
const stack = new Stack(app, 'secure-vpc-two-tiers');
const removalPolicy = RemovalPolicy.DESTROY;

const encryptionKey = new Key(stack, 'Key', {
  enableKeyRotation: true,
  removalPolicy,
  pendingWindow: Duration.days(7),
});
const flowLogBucket = new Bucket(stack, 'FlowLogs', {
  encryption: BucketEncryption.KMS,
  encryptionKey,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  removalPolicy,
  autoDeleteObjects: true,
});
const flowLogGroup = new LogGroup(stack, 'Recent', { retention: RetentionDays.ONE_MONTH, removalPolicy });

new SecureVpc(stack, 'Network', {
  addressing: Addressing.cidr('10.1.0.0/20').withIpv6(),
  availabilityZones: 2,
  tiers: NetworkTiers.publicPrivate(),
  natGateways: NatGateways.regional(),
  flowLogBucket,
  flowLogGroup,
});

new IntegTest(app, 'TwoTiers', { testCases: [stack] });
