import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { usesKms } from './bucket-encryption';
import { allowFlowLogDelivery } from './flow-log-delivery';
import { warnOfGivenBucket } from './given-bucket';
import { missingInKeyPolicy } from './key-statement';
import { LOG_SERVICE_ACTIONS } from './log-service-actions';
import { fromAccounts, ownAccount } from './log-sources';
import { fail } from './validation';

/** How a log is called in warnings. */
interface DeliveredLog {
  /** Stands in warning ids: never change one. */
  readonly id: string;
  /** Name of the prop with which the bucket was given. */
  readonly prop: string;
  /** As in "the flow logs". */
  readonly name: string;
}

/**
 * Lets AWS deliver logs of this account and region to a bucket and, where it has one, use its customer-managed key.
 * Flow logs and query logs come through the same delivery and need the same statements.
 */
export function letDeliveryInto(scope: Construct, bucket: IBucket, log: DeliveredLog): void {
  refuseKeyOfAws(scope, bucket, log);
  allowFlowLogDelivery(scope, bucket);
  if (!bucket.policy) warnOfImportedBucket(scope, log);
  warnOfGivenBucket(scope, bucket, `@org/secure-vpc:weak-${log.id}-bucket`, log.prop);
  if (bucket.encryptionKey) allowDeliveryToUse(scope, bucket.encryptionKey, log);
}

/**
 * With the key `aws/s3`, whose policy lets nobody else in, the logs arrive in a form that nobody can read.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
function refuseKeyOfAws(scope: Construct, bucket: IBucket, { prop, name }: DeliveredLog): void {
  if (bucket.encryptionKey || !usesKms(bucket)) return;
  fail(
    scope,
    `\`${prop}\` must be encrypted with SSE-S3, or have its customer-managed key as \`encryptionKey\`, got: AWS KMS without ` +
      `one. With the key of AWS, aws/s3, the ${name} arrive unreadable: use BucketEncryption.S3_MANAGED, or give a key.`,
  );
}

function warnOfImportedBucket(scope: Construct, { id, prop, name }: DeliveredLog): void {
  Annotations.of(scope).addWarningV2(
    `@org/secure-vpc:imported-${id}-bucket`,
    `The policy of the imported \`${prop}\` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ` +
      `needs the ${name} to arrive. Allow s3:GetBucketAcl and s3:PutObject to delivery.logs.amazonaws.com there.`,
  );
}

/**
 * Without this, logs for a bucket with a customer-managed key never arrive, and nothing says so. In a key policy the
 * resource `*` means the key itself. No Sid: whoever made the bucket may have written the same statement under one.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-cmk-policy.html
 */
function allowDeliveryToUse(scope: Construct, key: IKey, { id, prop, name }: DeliveredLog): void {
  const missing = missingInKeyPolicy(
    scope,
    key,
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: LOG_SERVICE_ACTIONS,
      resources: ['*'],
      conditions: fromAccounts(scope, ownAccount(scope), { service: 'logs', resource: '*' }),
    }),
  );
  if (missing === undefined) return;
  Annotations.of(scope).addWarningV2(
    `@org/secure-vpc:imported-${id}-key`,
    `The policy of the imported key of \`${prop}\` cannot be changed from this app, and PCI DSS 4.0.1 requirement ` +
      `10.2.1 needs the ${name} to arrive. Add this statement where the key is defined: ${missing}.`,
  );
}
