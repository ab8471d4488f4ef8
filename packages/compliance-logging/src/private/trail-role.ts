import * as iam from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, trailStreams } from './acknowledgements';
import { flatReference } from './flat-reference';

/** What a trail needs to write to its log group. */
export interface TrailDelivery {
  readonly role: iam.Role;
  /** CloudTrail tries the role when a trail is created: the trail waits for the policy. */
  readonly policy: iam.ManagedPolicy;
}

/**
 * A role that opens CloudTrail's streams in one log group and writes to them, and can do nothing else. CloudTrail
 * supports no source conditions in its trust.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function trailDelivery(scope: Construct, logGroup: ILogGroup): TrailDelivery {
  const role = new iam.Role(scope, 'Role', {
    description: 'CloudTrail writes its events to one log group',
    assumedBy: new iam.ServicePrincipal('cloudtrail.amazonaws.com'),
  });
  const streams = streamsOf(scope, logGroup);
  const policy = new iam.ManagedPolicy(scope, 'Policy', {
    description: 'Lets CloudTrail write its events to one log group',
    statements: [
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams] }),
    ],
    roles: [role],
  });
  // The finding names the resource as the template does, which a log group of another stack settles only at synthesis.
  policy.node.addValidation({
    validate: () => {
      acknowledge(policy, trailStreams(flatReference(Stack.of(policy).resolve(streams))));
      return [];
    },
  });
  return { role, policy };
}

function streamsOf(scope: Construct, { logGroupName }: ILogGroup): string {
  const stack = Stack.of(scope);
  return stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${logGroupName}:log-stream:${stack.account}_CloudTrail_${stack.region}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
