import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type Duration, Lazy, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { allowLogEncryption, databaseLogGroup } from './database-log-group';
import { logRetention } from './log-retention';

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
  return logRetention(scope, retention, {
    prop: 'logRetention',
    id: '@org/aurora-pci:log-retention-below-twelve-months',
    what: 'The database logs',
    exported: 'the logs to an archive',
  });
}
