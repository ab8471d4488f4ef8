import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { missingInKeyPolicy } from './key-statement';
import { LOG_SERVICE_ACTIONS } from './log-service-actions';

/**
 * Lets CloudWatch Logs of this account and region use a key, or returns the statement that the policy of an imported key
 * misses, as JSON.
 * @param logGroups name of the log groups, which may hold a wildcard. A reference to a log group of another stack than
 * the key's would let the two wait for each other.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function allowCloudWatchLogs(scope: IConstruct, key: IKey, logGroups: string): string | undefined {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroups,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return missingInKeyPolicy(
    scope,
    key,
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: LOG_SERVICE_ACTIONS,
      // In a key policy this is the key itself.
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } },
    }),
  );
}
