import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnResource, Stack } from 'aws-cdk-lib/core';

/**
 * Whether a bucket encrypts with AWS KMS, so that services which write with SSE-S3 only cannot deliver to it. The field
 * `encryptionKey` tells customer-managed keys alone, and the key `aws/s3` stops them too.
 */
export function usesKms(bucket: IBucket): boolean {
  if (bucket.encryptionKey) return true;
  const resource = bucket.node.defaultChild;
  if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'AWS::S3::Bucket') return false;
  const encryption = Stack.of(bucket).resolve((resource as CfnBucket).bucketEncryption);
  return JSON.stringify(encryption ?? '').includes('aws:kms');
}
