/** A small dual-stack network with one regional NAT gateway, whose flow log goes to a given bucket and a given log group. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
import { Addressing, NatGateways, NetworkTiers, SecureVpc, Zones } from '../src';

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

const { vpc } = new SecureVpc(stack, 'Network', {
  addressing: Addressing.cidr('10.1.0.0/20').withIpv6(),
  zones: Zones.first(2),
  tiers: NetworkTiers.publicPrivate(),
  natGateways: NatGateways.regional(),
  flowLogBucket,
  flowLogGroup,
});

const deployed = new DeployedStacks(app, 'TwoTiers', [stack]);

// Recent traffic can be searched: the role of the flow log opens streams in the group, and writes to them.
deployed
  .ask({
    service: 'CloudWatchLogs',
    api: 'describeLogStreams',
    parameters: { logGroupName: flowLogGroup.logGroupName, limit: 1 },
    action: 'logs:DescribeLogStreams',
    on: [flowLogGroup.logGroupArn],
  })
  .assertAtPath('logStreams.0.arn', ExpectedResult.stringLikeRegexp('log-stream:eni-'))
  .waitForAssertions({ totalTimeout: Duration.minutes(30), interval: Duration.seconds(30) });

deployed
  .ask({
    service: 'EC2',
    api: 'describeNatGateways',
    parameters: { Filter: [{ Name: 'vpc-id', Values: [vpc.vpcId] }] },
    action: 'ec2:DescribeNatGateways',
  })
  .assertAtPath('NatGateways.0.AvailabilityMode', ExpectedResult.exact('regional'));

deployed
  .ask({
    service: 'EC2',
    api: 'describeVpcs',
    parameters: { VpcIds: [vpc.vpcId] },
    action: 'ec2:DescribeVpcs',
  })
  .assertAtPath('Vpcs.0.Ipv6CidrBlockAssociationSet.0.Ipv6CidrBlockState.State', ExpectedResult.exact('associated'));
