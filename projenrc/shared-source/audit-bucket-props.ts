import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';

/** The longest that an older version is kept where objects expire: PCI DSS 4.0.1 requirement 10.5.1 asks for no more. */
const YEAR = Duration.days(365);

/** What differs between audit buckets. */
export interface AuditBucketChoices {
  /** Customer-managed key; without one S3 encrypts with its own (SSE-S3), which is all that ALB logs accept. */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Age at which objects move to Glacier Flexible Retrieval; never, if not given. */
  readonly archiveAfter?: Duration;
  /** Age at which objects expire; never, if not given. */
  readonly expireAfter?: Duration;
}

/**
 * The standard of every bucket that holds audit logs: no public access, TLS 1.2 or newer only, encrypted, versioned,
 * bucket-owner enforced. None of it can be switched off.
 */
export function auditBucketProps(choices: AuditBucketChoices): s3.BucketProps {
  const destroy = choices.removalPolicy === RemovalPolicy.DESTROY;
  return {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    encryption: choices.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
    encryptionKey: choices.encryptionKey,
    bucketKeyEnabled: choices.encryptionKey ? true : undefined,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    lifecycleRules: lifecycleRules(choices),
    removalPolicy: choices.removalPolicy,
    autoDeleteObjects: destroy,
  };
}

/**
 * An object that is overwritten, deleted or expired becomes an older version, whose days count anew. With the time of the
 * objects it would be kept twice as long as it was meant to be.
 */
function lifecycleRules({ archiveAfter, expireAfter }: AuditBucketChoices): s3.LifecycleRule[] {
  const expireOlderAfter = expireAfter && isAsLong(expireAfter, YEAR) ? YEAR : expireAfter;
  const archive = archiveAfter && [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: archiveAfter }];
  // Amazon S3 refuses a version that would be archived when it is gone.
  const archivesOlder = !archiveAfter || !expireOlderAfter || !isAsLong(archiveAfter, expireOlderAfter);
  return [
    {
      id: 'retention',
      abortIncompleteMultipartUploadAfter: Duration.days(7),
      expiration: expireAfter,
      noncurrentVersionExpiration: expireOlderAfter,
      transitions: archive,
      noncurrentVersionTransitions: archivesOlder ? archive : undefined,
    },
  ];
}

/** As long or longer; not where one of the two is known only at deployment. */
function isAsLong(one: Duration, other: Duration): boolean {
  return !one.isUnresolved() && !other.isUnresolved() && one.toDays() >= other.toDays();
}
