import * as iam from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations, Names, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { usesKms } from './bucket-encryption';
import { isElsewhere } from './place';
import { fail } from './validation';

/**
 * Writes the server access logs of one bucket to another. The L2's prop is not used: without a feature flag it sets an
 * ACL on the target, which buckets with enforced ownership refuse at deployment.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function writeAccessLogs(scope: Construct, source: Bucket, target: IBucket): void {
  if (usesKms(target)) {
    fail(
      scope,
      '`serverAccessLogsBucket` must be encrypted with SSE-S3, got: a bucket that uses AWS KMS, to which S3 delivers ' +
        'no access logs. Give an AuditBucket with AuditPurpose.serverAccessLogs().',
    );
  }
  if ((target.node.defaultChild as CfnBucket | undefined)?.objectLockEnabled) {
    fail(
      scope,
      '`serverAccessLogsBucket` must be one without Object Lock, got: a bucket with it, to which S3 delivers no access ' +
        'logs. Give an AuditBucket with AuditPurpose.serverAccessLogs().',
    );
  }
  if (isElsewhere(target.env, source.env)) {
    fail(
      scope,
      `\`serverAccessLogsBucket\` must be in the region and account of the bucket (${placeOf(source)}), got: one in ` +
        `${placeOf(target)}, to which S3 delivers no access logs. Give each region and account one of its own.`,
    );
  }
  const { statementAdded } = target.addToResourcePolicy(allowAccessLogDelivery(scope, target));
  if (!statementAdded) {
    Annotations.of(scope).addWarningV2(
      '@org/compliance-logging:imported-access-log-bucket',
      'The policy of the imported `serverAccessLogsBucket` cannot be changed from this app, and PCI DSS 4.0.1 ' +
        'requirement 10.2.1 needs the access logs to arrive. Allow s3:PutObject to logging.s3.amazonaws.com there.',
    );
  }
  const resource = source.node.defaultChild as CfnBucket;
  resource.loggingConfiguration = {
    destinationBucketName: target.bucketName,
    logFilePrefix: `${Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' })}/`,
  };
  // Deleted in reverse order: logging stops before the target is emptied.
  resource.node.addDependency(target);
}

function placeOf({ env }: IBucket): string {
  return [env.region, env.account].map((part) => (Token.isUnresolved(part) ? 'any' : part)).join(' of ');
}

/** Limited to the account and not to the source bucket, whose ARN would tie two stacks into a cycle. */
function allowAccessLogDelivery(scope: Construct, target: IBucket): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'S3ServerAccessLogsWrite',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [target.arnForObjects('*')],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}
