import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, ArnFormat, type Duration, Names, type RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY } from './acknowledgements';
import { warnOfGivenKey } from './given-key';
import { refuseAlias } from './key-alias';
import { allowCloudWatchLogs } from './log-key';
import { logRetention } from './log-retention';
import { maskedLogGroup } from './masked-log-group';

/** How the names of all log groups that AWS WAF writes to must begin. */
const PREFIX = 'aws-waf-logs-';

interface FirewallLogGroupOptions {
  readonly retention: Duration | undefined;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The log group of a web ACL. Its name has to be known, because AWS WAF demands its beginning; the metadata
 * `derived-name` says that an aspect may choose another one.
 */
export function createFirewallLogGroup(scope: Construct, options: FirewallLogGroupOptions): LogGroup {
  const { encryptionKey, removalPolicy } = options;
  const retention = logRetention(scope, options.retention, {
    prop: 'retention',
    id: '@org/audited-alb:firewall-logs-below-twelve-months',
    what: "The firewall's logs",
    exported: 'them to a bucket that keeps them',
  });
  refuseAlias(scope, 'encryptionKey', encryptionKey);
  if (encryptionKey) allowLogEncryption(scope, encryptionKey);
  warnOfGivenKey(scope, encryptionKey, '@org/audited-alb:key-without-rotation');
  const logGroup = maskedLogGroup(scope, 'Logs', {
    logGroupName: PREFIX + Names.uniqueResourceName(scope, { separator: '-', maxLength: 200 }),
    retention,
    encryptionKey,
    removalPolicy,
  });
  (logGroup.node.defaultChild as CfnLogGroup).node.addMetadata('derived-name', true);
  if (!encryptionKey) acknowledge(logGroup, LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY);
  return logGroup;
}

/** The log group's ARN as AWS WAF wants it: CloudFormation's ends with `:*`. */
export function destinationArn(logGroup: LogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroup.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The statement names no single log group: a key of another stack would then wait for this stack, and this one for it. */
function allowLogEncryption(scope: Construct, key: IKey): void {
  const missing = allowCloudWatchLogs(scope, key, `${PREFIX}*`);
  if (missing === undefined) return;
  Annotations.of(scope).addWarningV2(
    '@org/audited-alb:imported-log-key',
    'The policy of the imported `encryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
      `needs the firewall's logs to arrive. Add this statement where the key is defined: ${missing}.`,
  );
}
