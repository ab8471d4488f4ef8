import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, LOGS_HAVE_KEY_OF_AWS } from './acknowledgements';
import { allowCloudWatchLogs } from './log-key';
import { maskedLogGroup } from './masked-log-group';

interface DatabaseLogGroupOptions {
  readonly logGroupName: string;
  /** One of the values that CloudWatch Logs offers. */
  readonly retention: number;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** A log group of Amazon RDS, under the name that the service imposes. */
export function databaseLogGroup(scope: Construct, id: string, options: DatabaseLogGroupOptions): LogGroup {
  const logGroup = maskedLogGroup(scope, id, options);
  if (!options.encryptionKey) acknowledge(logGroup, LOGS_HAVE_KEY_OF_AWS);
  return logGroup;
}

/** Lets CloudWatch Logs use a key for log groups of this name, which may end in a wildcard, or leaves a warning. */
export function allowLogEncryption(scope: Construct, key: IKey, logGroups: string): void {
  const missing = allowCloudWatchLogs(scope, key, logGroups);
  if (missing === undefined) return;
  Annotations.of(scope).addWarningV2(
    '@org/aurora-pci:imported-log-key',
    'The policy of the imported `logEncryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
      `needs the database logs to arrive. Add this statement where the key is defined: ${missing}.`,
  );
}
