import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, Duration, Lazy, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allowLogEncryption, databaseLogGroup } from './database-log-group';
import { logRetention, TWELVE_MONTHS_IN_DAYS } from './log-retention';

interface DatabaseLogsOptions {
  readonly logTypes: string[];
  /** One of the values that CloudWatch Logs offers. */
  readonly retention: number;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
  /** The identifier of the cluster; asked for at synthesis, when aspects have had their say. */
  readonly clusterIdentifier: () => string;
}

/**
 * The log groups that Aurora writes to, under the names that it imposes. They are there before the cluster: it would
 * create them itself, unencrypted and without a retention.
 */
export function databaseLogs(scope: Construct, options: DatabaseLogsOptions): { [logType: string]: LogGroup } {
  const { encryptionKey, removalPolicy, retention } = options;
  const nameOf = (logType: string) =>
    Lazy.uncachedString({ produce: () => `/aws/rds/cluster/${options.clusterIdentifier()}/${logType}` });
  if (encryptionKey) allowLogEncryption(scope, encryptionKey, nameOf('*'));
  return Object.fromEntries(
    options.logTypes.map((logType) => {
      const settings = { logGroupName: nameOf(logType), retention, encryptionKey, removalPolicy };
      return [logType, databaseLogGroup(scope, `Log-${logType}`, settings)];
    }),
  );
}

/** Days that the database logs are kept; less than a year leaves a warning. */
export function databaseLogRetention(scope: Construct, retention: Duration | undefined): number {
  const days = logRetention(scope, 'logRetention', retention ?? Duration.days(TWELVE_MONTHS_IN_DAYS));
  if (days < TWELVE_MONTHS_IN_DAYS) {
    Annotations.of(scope).addWarningV2(
      '@org/aurora-pci:log-retention-below-twelve-months',
      `The database logs are kept for ${days} days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Use a ` +
        `\`logRetention\` of at least ${TWELVE_MONTHS_IN_DAYS} days, or export the logs to an archive.`,
    );
  }
  return days;
}
