import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/**
 * Holds for trails of this account. The region is open: bucket and trail may be in different ones, and each would
 * otherwise add a statement of its own to the same policy. AWS advises against aws:SourceAccount here; the ARN holds it.
 */
function fromThisAccount(scope: IConstruct) {
  const stack = Stack.of(scope);
  const trails = stack.formatArn({ service: 'cloudtrail', region: '*', resource: 'trail', resourceName: '*' });
  return { ArnLike: { 'aws:SourceArn': trails } };
}

/**
 * Lets trails of this account be delivered to a bucket; says whether its policy could be changed.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function allowTrailDelivery(scope: IConstruct, bucket: IBucket): boolean {
  const conditions = fromThisAccount(scope);
  const { statementAdded } = bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'AWSCloudTrailAclCheck',
      principals: [new iam.ServicePrincipal(CLOUDTRAIL)],
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions,
    }),
  );
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'AWSCloudTrailWrite',
      principals: [new iam.ServicePrincipal(CLOUDTRAIL)],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`AWSLogs/${Stack.of(scope).account}/*`)],
      conditions: { ...conditions, StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  );
  return statementAdded;
}

/**
 * Log and digest files of this account's trails. Without kms:Decrypt no trail can be created on a bucket with a bucket
 * key.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function trailUse(scope: IConstruct): iam.PolicyStatementProps {
  return {
    sid: 'AllowCloudTrail',
    principals: [new iam.ServicePrincipal(CLOUDTRAIL)],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    conditions: fromThisAccount(scope),
  };
}
