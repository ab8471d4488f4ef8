import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { DataIdentifier, DataProtectionPolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, LOGS_HAVE_KEY_OF_AWS } from './acknowledgements';

interface MaskedLogGroupOptions {
  readonly logGroupName: string;
  /** One of the values that CloudWatch Logs offers. */
  readonly retention: number;
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** A log group of Amazon RDS, under the name that the service imposes. */
export function maskedLogGroup(scope: Construct, id: string, options: MaskedLogGroupOptions): LogGroup {
  const logGroup = new LogGroup(scope, id, {
    ...options,
    dataProtectionPolicy: maskCardData(),
    deletionProtectionEnabled: options.removalPolicy === RemovalPolicy.DESTROY ? undefined : true,
  });
  if (!options.encryptionKey) acknowledge(logGroup, LOGS_HAVE_KEY_OF_AWS);
  return logGroup;
}

/** The text of a statement can hold a card number, and requirement 3.4.1 allows it to be displayed masked only. */
function maskCardData(): DataProtectionPolicy {
  return new DataProtectionPolicy({
    identifiers: [
      DataIdentifier.CREDITCARDNUMBER,
      DataIdentifier.CREDITCARDSECURITYCODE,
      DataIdentifier.CREDITCARDEXPIRATION,
    ],
  });
}

/**
 * Lets CloudWatch Logs use a key for log groups of this name, which may end in a wildcard.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function allowCloudWatchLogs(scope: Construct, key: IKey, logGroups: string): void {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroups,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const { statementAdded } = key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } },
    }),
  );
  if (statementAdded) return;
  Annotations.of(scope).addWarningV2(
    '@org/aurora-pci:imported-log-key',
    'The policy of the imported `logEncryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
      'needs the database logs to arrive. Let CloudWatch Logs use it where the key is defined.',
  );
}
