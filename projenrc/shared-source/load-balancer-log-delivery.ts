import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { addToBucketPolicy } from './bucket-statement';
import { fromAccounts, ownAccount } from './log-sources';

/**
 * Lets load balancers of this region write their logs to a bucket, those of this account unless others are given.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function allowLoadBalancerLogDelivery(scope: IConstruct, bucket: IBucket, accounts?: readonly string[]): void {
  const loadBalancers = { service: 'elasticloadbalancing', resource: 'loadbalancer', resourceName: '*' };
  addToBucketPolicy(
    bucket,
    new iam.PolicyStatement({
      // Without a name: load balancers of several accounts may add a statement each, and a policy must not have one twice.
      principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: (accounts ?? ownAccount(scope)).map((account) => bucket.arnForObjects(`*AWSLogs/${account}/*`)),
      conditions: fromAccounts(scope, accounts ?? ownAccount(scope), loadBalancers),
    }),
  );
}
