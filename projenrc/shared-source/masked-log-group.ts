import type { IKey } from 'aws-cdk-lib/aws-kms';
import { DataIdentifier, DataProtectionPolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

interface MaskedLogGroupOptions {
  /** A name that the writing service imposes. */
  readonly logGroupName?: string;
  /** One of the values that CloudWatch Logs offers. */
  readonly retention: number;
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A log group that masks card data, and that nobody deletes by hand unless it may go with its stack. */
export function maskedLogGroup(scope: Construct, id: string, options: MaskedLogGroupOptions): LogGroup {
  return new LogGroup(scope, id, {
    ...options,
    dataProtectionPolicy: maskCardData(),
    // With RETAIN_ON_UPDATE_OR_DELETE a creation that fails must be able to delete the log group again.
    deletionProtectionEnabled: options.removalPolicy === RemovalPolicy.RETAIN ? true : undefined,
  });
}

/** PCI DSS 4.0.1 requirement 3.4.1: what is logged can hold a card number, and that may be displayed masked only. */
function maskCardData(): DataProtectionPolicy {
  return new DataProtectionPolicy({
    identifiers: [
      DataIdentifier.CREDITCARDNUMBER,
      DataIdentifier.CREDITCARDSECURITYCODE,
      DataIdentifier.CREDITCARDEXPIRATION,
    ],
  });
}
