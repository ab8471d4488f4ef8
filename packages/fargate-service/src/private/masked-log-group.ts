import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY } from './acknowledgements';
import { maskCardData } from './card-data-mask';

interface MaskedLogGroupOptions {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A log group that is kept for twelve months, and that nobody deletes by hand unless it may go with its stack. */
export function maskedLogGroup(scope: Construct, id: string, options: MaskedLogGroupOptions): LogGroup {
  const logGroup = new LogGroup(scope, id, {
    ...options,
    retention: RetentionDays.ONE_YEAR,
    dataProtectionPolicy: maskCardData(),
    deletionProtectionEnabled: options.removalPolicy === RemovalPolicy.DESTROY ? undefined : true,
  });
  if (!options.encryptionKey) acknowledge(logGroup, LOGS_ARE_ENCRYPTED_WITHOUT_A_CUSTOMER_KEY);
  return logGroup;
}
