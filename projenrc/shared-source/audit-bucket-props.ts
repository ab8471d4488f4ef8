import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';

/** What differs between audit buckets. */
export interface AuditBucketChoices {
  /** Customer-managed key; without one S3 encrypts with its own (SSE-S3), which is all that ALB logs accept. */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Age at which objects move to Glacier Flexible Retrieval; never, if not given. */
  readonly archiveAfter?: Duration;
  /** Age at which objects are deleted; never, if not given. */
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

function lifecycleRules({ archiveAfter, expireAfter }: AuditBucketChoices): s3.LifecycleRule[] {
  return [
    {
      id: 'retention',
      abortIncompleteMultipartUploadAfter: Duration.days(7),
      expiration: expireAfter,
      noncurrentVersionExpiration: expireAfter,
      transitions: archiveAfter && [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: archiveAfter }],
      noncurrentVersionTransitions: archiveAfter && [
        { storageClass: s3.StorageClass.GLACIER, transitionAfter: archiveAfter },
      ],
    },
  ];
}
