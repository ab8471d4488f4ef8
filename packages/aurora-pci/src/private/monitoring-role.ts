import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, monitoringStreams } from './acknowledgements';
import { flatReference } from './flat-reference';

/** The one log group that Enhanced Monitoring writes to; all databases of an account and region share it. */
const LOG_GROUP = 'RDSOSMetrics';

/**
 * The role of Enhanced Monitoring, with the actions of AmazonRDSEnhancedMonitoringRole on this account's and region's log
 * group alone and in calls to this region alone. A stream is named after an instance that doesn't exist yet, hence the
 * wildcard in its place.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export function monitoringRole(scope: Construct, retained: boolean): Role {
  const stack = Stack.of(scope);
  const logGroupArn = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: LOG_GROUP,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const streams = `${logGroupArn}:log-stream:*`;
  const conditions = { StringEquals: { 'aws:RequestedRegion': stack.region } };
  const policy = new ManagedPolicy(scope, 'MonitoringPolicy', {
    description: 'Lets Enhanced Monitoring write the metrics of the database hosts',
    statements: [
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
        resources: [logGroupArn],
        conditions,
      }),
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'],
        resources: [streams],
        conditions,
      }),
    ],
  });
  acknowledge(policy, monitoringStreams(flatReference(stack.resolve(streams))));
  const role = new Role(scope, 'MonitoringRole', {
    description: 'Enhanced Monitoring of the database hosts',
    assumedBy: new ServicePrincipal('monitoring.rds.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
    managedPolicies: [policy],
  });
  if (retained) {
    policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
  return role;
}
