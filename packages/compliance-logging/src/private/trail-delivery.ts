import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { KeyUse } from './key-use';
import { fromAccounts, ownAccount } from './log-sources';
import { allowServiceDelivery } from './service-delivery';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/**
 * Holds for trails of these accounts. The region is open: bucket and trail may be in different ones, and each would
 * otherwise add a statement of its own to the same policy. AWS advises against aws:SourceAccount here; the ARN holds it.
 */
function fromTrailsOf(scope: IConstruct, accounts: readonly string[]) {
  const trails = { service: 'cloudtrail', region: '*', resource: 'trail', resourceName: '*' };
  return { ArnLike: fromAccounts(scope, accounts, trails).ArnLike };
}

/**
 * Lets trails be delivered to a bucket, those of this account unless others are given; says whether its policy could be
 * changed. One statement stands for all accounts, as AWS has it: that a trail's prefix does not lead below the id of another
 * one is held by CloudTrail.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-set-bucket-policy-for-multiple-accounts.html
 */
export function allowTrailDelivery(scope: IConstruct, bucket: IBucket, accounts?: readonly string[]): boolean {
  // Only trails of the bucket's own account have AWS's names.
  const isNamed = !accounts && Stack.of(scope).account === bucket.env.account;
  const sources = accounts ?? ownAccount(scope);
  return allowServiceDelivery(bucket, {
    service: CLOUDTRAIL,
    accounts: sources,
    sid: isNamed ? 'AWSCloudTrail' : undefined,
    conditions: fromTrailsOf(scope, sources),
  });
}

/**
 * Log and digest files of trails, those of this account unless others are given. Without kms:Decrypt no trail can be created
 * on a bucket with a bucket key.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function trailUse(scope: IConstruct, accounts?: readonly string[]): KeyUse {
  return {
    sid: 'AllowCloudTrail',
    unnamed: accounts !== undefined,
    principals: [new iam.ServicePrincipal(CLOUDTRAIL)],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    conditions: fromTrailsOf(scope, accounts ?? ownAccount(scope)),
  };
}
