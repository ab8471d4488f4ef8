import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY } from './acknowledgements';
import { maskedLogGroup } from './masked-log-group';

interface OwnLogGroupOptions {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** The log group of who was given none: it keeps events for twelve months. */
export function ownLogGroup(scope: Construct, id: string, options: OwnLogGroupOptions): LogGroup {
  const logGroup = maskedLogGroup(scope, id, { ...options, retention: RetentionDays.ONE_YEAR });
  if (!options.encryptionKey) acknowledge(logGroup, LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY);
  return logGroup;
}
