import * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { KeyUse } from './key-use';

/** An AWS service that publishes alerts in the name of this account. */
interface AlertPublisher {
  readonly sid: string;
  readonly service: string;
  /** Holds for messages that the service sends for this account; none where AWS does not support one. */
  readonly fromThisAccount?: Record<string, Record<string, string>>;
}

function alertPublishers(scope: IConstruct): AlertPublisher[] {
  const stack = Stack.of(scope);
  const from = (sourceArn: string) => ({
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: { 'aws:SourceArn': sourceArn },
  });
  const alarms = { service: 'cloudwatch', resource: 'alarm', resourceName: '*' };
  return [
    {
      sid: 'AllowCloudWatchAlarms',
      service: 'cloudwatch.amazonaws.com',
      fromThisAccount: from(stack.formatArn({ ...alarms, arnFormat: ArnFormat.COLON_RESOURCE_NAME })),
    },
    // EventBridge sends neither aws:SourceAccount nor aws:SourceArn to an encrypted topic and its key: a statement
    // with these conditions never applies, and the alerts are lost without an error.
    { sid: 'AllowEventBridge', service: 'events.amazonaws.com' },
    {
      sid: 'AllowRdsEvents',
      service: 'events.rds.amazonaws.com',
      fromThisAccount: from(stack.formatArn({ service: 'rds', resource: '*' })),
    },
    {
      sid: 'AllowBudgets',
      service: 'budgets.amazonaws.com',
      fromThisAccount: from(stack.formatArn({ service: 'budgets', region: '', resource: '*' })),
    },
  ];
}

/**
 * Key-policy statements without which encrypted alerts are lost.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function alertKeyUse(scope: IConstruct): KeyUse[] {
  return alertPublishers(scope).map(({ sid, service, fromThisAccount }) => ({
    sid,
    principals: [new iam.ServicePrincipal(service)],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    conditions: fromThisAccount,
  }));
}

/** Topic-policy statements: enforcing TLS writes a policy that only denies, and services need to be allowed by name. */
export function alertPublishing(scope: IConstruct, topicArn: string): iam.PolicyStatement[] {
  return alertPublishers(scope).map(
    ({ sid, service, fromThisAccount }) =>
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal(service)],
        actions: ['sns:Publish'],
        resources: [topicArn],
        conditions: fromThisAccount,
      }),
  );
}
