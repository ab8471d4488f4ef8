/** The network of a payment service: three tiers in three watched zones, and all that a Fargate task asks AWS for in private. */
import { ExpectedResult, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks, Probe } from '../../../testing/src/integ';
import { Endpoints, QueryLogging, SecureVpc } from '../src';

const app = new App();
const stack = new Stack(app, 'secure-vpc-three-tiers');

const network = new SecureVpc(stack, 'Network', {
  endpoints: Endpoints.forFargate(),
  queryLogging: QueryLogging.toFlowLogBucket(),
  removalPolicy: RemovalPolicy.DESTROY,
});
network.addAlarms();

const deployed = new DeployedStacks(app, 'ThreeTiers', [stack]);
const { vpc, flowLogBucket } = network;

// What goes out where, tried by clients whose own security groups allow everything.
const OUTSIDE = 'checkip.amazonaws.com';
new Probe(deployed, 'Service', { vpc, vpcSubnets: network.privateTier }).expectPort(OUTSIDE, 443, 'open');
new Probe(deployed, 'Database', { vpc, vpcSubnets: network.isolatedTier }).expectPort(OUTSIDE, 443, 'failed: TIMEOUT');

// All of it is logged, and the log arrives: within ten minutes, and a few for the delivery.
deployed
  .ask({
    service: 'S3',
    api: 'listObjectsV2',
    parameters: { Bucket: flowLogBucket.bucketName, Prefix: `AWSLogs/${stack.account}/vpcflowlogs/`, MaxKeys: 1 },
    action: 's3:ListBucket',
    on: [flowLogBucket.bucketArn],
  })
  .assertAtPath('KeyCount', ExpectedResult.exact(1))
  .waitForAssertions({ totalTimeout: Duration.minutes(30), interval: Duration.seconds(30) });

deployed
  .ask({
    service: 'EC2',
    api: 'describeSecurityGroups',
    parameters: {
      Filters: [
        { Name: 'vpc-id', Values: [vpc.vpcId] },
        { Name: 'group-name', Values: ['default'] },
      ],
    },
    action: 'ec2:DescribeSecurityGroups',
  })
  .expect(ExpectedResult.objectLike({ SecurityGroups: [{ IpPermissions: [], IpPermissionsEgress: [] }] }));

deployed
  .ask({
    service: 'EC2',
    api: 'describeFlowLogs',
    parameters: { Filter: [{ Name: 'resource-id', Values: [vpc.vpcId] }] },
    action: 'ec2:DescribeFlowLogs',
  })
  .expect(
    ExpectedResult.objectLike({
      FlowLogs: Match.arrayWith([{ FlowLogStatus: 'ACTIVE', TrafficType: 'ALL', LogDestinationType: 's3' }]),
    }),
  );
