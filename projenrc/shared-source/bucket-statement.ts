import type { AddToResourcePolicyResult, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnBucketPolicy, IBucket } from 'aws-cdk-lib/aws-s3';
import { limitPolicySize } from './policy-size';

/**
 * Adds a statement to the policy of a bucket, and refuses a policy that has become larger than Amazon S3 takes.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function addToBucketPolicy(bucket: IBucket, statement: PolicyStatement): AddToResourcePolicyResult {
  const added = bucket.addToResourcePolicy(statement);
  const policy = bucket.policy?.node.defaultChild as CfnBucketPolicy | undefined;
  if (policy) {
    limitPolicySize(policy, {
      document: () => policy.policyDocument,
      bytes: 20 * 1024,
      service: 'Amazon S3',
      remedy: 'Let some of the logs go to another bucket.',
    });
  }
  return added;
}
