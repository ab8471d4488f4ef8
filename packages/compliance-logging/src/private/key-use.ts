import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { missingInKeyPolicy } from './key-statement';
import { LOG_SERVICE_ACTIONS } from './log-service-actions';
import { fromAccounts, ownAccount } from './log-sources';

/** A statement that a service needs in a key's policy. */
export interface KeyUse extends iam.PolicyStatementProps {
  readonly sid: string;
  /** Whether a policy may get several that differ, of which none can have the name. */
  readonly unnamed?: boolean;
}

/**
 * Adds statements to a key's policy, or leaves a warning where the policy can't be changed from here. In a key policy
 * the resource `*` means the key itself, which is why one statement serves all users of a shared key.
 */
export function allowKeyUse(scope: IConstruct, key: IKey, statements: KeyUse[]): void {
  const missing = statements.flatMap(({ unnamed, ...statement }) => {
    const sid = unnamed ? undefined : statement.sid;
    const allow = new iam.PolicyStatement({ ...statement, sid, resources: ['*'] });
    return missingInKeyPolicy(scope, key, allow) ?? [];
  });
  if (missing.length === 0) return;
  Annotations.of(scope).addWarningV2(
    '@org/compliance-logging:imported-key',
    'The policy of the imported `encryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
      `needs the logs and alerts to arrive. Add these statements where the key is defined: ${missing.join(', ')}.`,
  );
}

/**
 * CloudWatch Logs of this account and region.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function cloudWatchLogsUse(scope: IConstruct): KeyUse {
  const stack = Stack.of(scope);
  return {
    sid: 'AllowCloudWatchLogs',
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: LOG_SERVICE_ACTIONS,
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: 'log-group:*' }),
      },
    },
  };
}

/**
 * Log delivery to S3 (VPC flow logs) of this region, that of this account unless others are given.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html#AWS-logs-SSE-KMS-S3
 */
export function logDeliveryUse(scope: IConstruct, accounts?: readonly string[]): KeyUse {
  return {
    sid: 'AllowLogDelivery',
    unnamed: accounts !== undefined,
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: LOG_SERVICE_ACTIONS,
    conditions: fromAccounts(scope, accounts ?? ownAccount(scope), { service: 'logs', resource: '*' }),
  };
}
