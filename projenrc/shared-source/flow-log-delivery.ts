import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fromAccounts, ownAccount } from './log-sources';
import { allowServiceDelivery } from './service-delivery';

/**
 * Lets VPC flow logs of this region be delivered to a bucket, those of this account unless others are given. CDK writes
 * these statements only under a feature flag, which a library can't rely on.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
export function allowFlowLogDelivery(scope: IConstruct, bucket: IBucket, accounts?: readonly string[]): void {
  const { account, region } = Stack.of(scope);
  // Only what is written from the bucket's own account and region has AWS's names.
  const isNamed = !accounts && account === bucket.env.account && region === bucket.env.region;
  const sources = accounts ?? ownAccount(scope);
  allowServiceDelivery(bucket, {
    service: 'delivery.logs.amazonaws.com',
    accounts: sources,
    sid: isNamed ? 'AWSLogDelivery' : undefined,
    conditions: fromAccounts(scope, sources, { service: 'logs', resource: '*' }),
  });
}
