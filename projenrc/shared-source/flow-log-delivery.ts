import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { addToBucketPolicy } from './bucket-statement';
import { fromAccounts, ownAccount } from './log-sources';

/**
 * Lets VPC flow logs of this region be delivered to a bucket, those of this account unless others are given. CDK writes
 * these statements only under a feature flag, which a library can't rely on.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
export function allowFlowLogDelivery(scope: IConstruct, bucket: IBucket, accounts?: readonly string[]): void {
  const principal = new iam.ServicePrincipal('delivery.logs.amazonaws.com');
  const conditions = fromAccounts(scope, accounts ?? ownAccount(scope), { service: 'logs', resource: '*' });
  // Only what is written from the bucket's own account and region has AWS's names: a policy must not have one twice.
  const { account, region } = Stack.of(scope);
  const isNamed = !accounts && account === bucket.env.account && region === bucket.env.region;
  const named = (sid: string) => (isNamed ? sid : undefined);
  addToBucketPolicy(
    bucket,
    new iam.PolicyStatement({
      sid: named('AWSLogDeliveryAclCheck'),
      principals: [principal],
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions,
    }),
  );
  addToBucketPolicy(
    bucket,
    new iam.PolicyStatement({
      sid: named('AWSLogDeliveryWrite'),
      principals: [principal],
      actions: ['s3:PutObject'],
      resources: (accounts ?? ownAccount(scope)).map((account) => bucket.arnForObjects(`AWSLogs/${account}/*`)),
      conditions: {
        ...conditions,
        StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    }),
  );
}
