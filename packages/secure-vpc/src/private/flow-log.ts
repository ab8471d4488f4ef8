import {
  FlowLog,
  FlowLogDestination,
  type FlowLogDestinationConfig,
  FlowLogDestinationType,
  FlowLogMaxAggregationInterval,
  FlowLogResourceType,
  FlowLogTrafficType,
  type Vpc,
} from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { letDeliveryInto } from './log-bucket';

/**
 * CDK's own destinations write statements of their own: that for S3 under a feature flag, beside ours, that for a log
 * group with `iam:PassRole`. This one writes none, so that a template looks the same with and without the flag.
 */
class Delivery extends FlowLogDestination {
  constructor(private readonly config: FlowLogDestinationConfig) {
    super();
  }

  public bind(): FlowLogDestinationConfig {
    return this.config;
  }
}

/**
 * Logs all traffic of a VPC to a bucket and lets the delivery in. The L2 makes the log depend on the bucket's policy,
 * and on the emptying of the bucket where there is one: on deletion the log stops first.
 */
export function logTrafficToBucket(scope: Construct, vpc: Vpc, s3Bucket: IBucket): FlowLog {
  letDeliveryInto(scope, s3Bucket, { id: 'flow-log', prop: 'flowLogBucket', name: 'flow logs' });
  return logTraffic(scope, 'FlowLog', vpc, { logDestinationType: FlowLogDestinationType.S3, s3Bucket });
}

/** Logs all traffic of a VPC to a log group as well, through a role that can write there and nowhere else. */
export function logTrafficToGroup(scope: Construct, vpc: Vpc, logGroup: ILogGroup): FlowLog {
  const place = new Construct(scope, 'FlowLogToGroup');
  const iamRole = deliveryRole(place);
  const policy = new iam.ManagedPolicy(place, 'Policy', {
    description: 'Writes the flow log of a VPC to one log group',
    roles: [iamRole],
    statements: [
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ],
  });
  const logDestinationType = FlowLogDestinationType.CLOUD_WATCH_LOGS;
  const flowLog = logTraffic(place, 'FlowLog', vpc, { logDestinationType, logGroup, iamRole });
  flowLog.node.addDependency(policy);
  return flowLog;
}

function logTraffic(scope: Construct, id: string, vpc: Vpc, config: FlowLogDestinationConfig): FlowLog {
  return new FlowLog(scope, id, {
    resourceType: FlowLogResourceType.fromVpc(vpc),
    trafficType: FlowLogTrafficType.ALL,
    destination: new Delivery(config),
    maxAggregationInterval: FlowLogMaxAggregationInterval.TEN_MINUTES,
  });
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function deliveryRole(scope: Construct): iam.Role {
  const stack = Stack.of(scope);
  return new iam.Role(scope, 'Role', {
    description: 'Lets the flow log of a VPC write to one log group',
    assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }),
        },
      },
    }),
  });
}
