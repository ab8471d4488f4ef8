import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations, type RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, END_OF_THE_LOG_CHAIN, LOAD_BALANCERS_KNOW_NO_CUSTOMER_KEYS } from './acknowledgements';
import { auditBucketProps } from './audit-bucket-props';
import { usesKms } from './bucket-encryption';
import { REPLICATION_IS_THE_ACCOUNTS_CHOICE } from './bucket-replication';
import { warnOfGivenBucket } from './given-bucket';
import { allowLoadBalancerLogDelivery } from './load-balancer-log-delivery';
import { maySame } from './may-same';
import { fail } from './validation';

/** Each kind of log, by its attribute, and where it goes. */
const LOGS = { access_logs: 'access', connection_logs: 'connection', health_check_logs: 'health-check' };

/** The bucket for a load balancer's logs: the given one if it can take them, else a new one. */
export function logBucketOf(scope: Construct, given: IBucket | undefined, removalPolicy: RemovalPolicy): IBucket {
  if (given) {
    requireUsable(scope, given);
    warnOfGivenBucket(scope, given, '@org/audited-alb:weak-log-bucket', 'accessLogBucket');
  }
  const bucket = given ?? ownBucket(scope, removalPolicy);
  allowLoadBalancerLogDelivery(scope, bucket);
  if (!bucket.policy) {
    Annotations.of(scope).addWarningV2(
      '@org/audited-alb:imported-log-bucket',
      'The policy of the imported `accessLogBucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement ' +
        '10.2.1 needs the logs to arrive. Where the bucket is defined, allow s3:PutObject on `*AWSLogs/<account>/*` to ' +
        'logdelivery.elasticloadbalancing.amazonaws.com.',
    );
  }
  return bucket;
}

function ownBucket(scope: Construct, removalPolicy: RemovalPolicy): Bucket {
  const bucket = new Bucket(scope, 'AccessLogs', auditBucketProps({ removalPolicy }));
  for (const reason of [
    END_OF_THE_LOG_CHAIN,
    LOAD_BALANCERS_KNOW_NO_CUSTOMER_KEYS,
    REPLICATION_IS_THE_ACCOUNTS_CHOICE,
  ]) {
    acknowledge(bucket, reason);
  }
  return bucket;
}

/**
 * Turns all logs on, by attribute: CDK's own methods refuse stacks without a region and know no health check logs.
 *
 * The load balancer waits for the bucket's policy, because Elastic Load Balancing tests it by writing a file. For the
 * same reason it must be deleted before the bucket is emptied.
 */
export function writeLogs(loadBalancer: ApplicationLoadBalancer, bucket: IBucket): void {
  for (const [attribute, prefix] of Object.entries(LOGS)) {
    loadBalancer.setAttribute(`${attribute}.s3.enabled`, 'true');
    loadBalancer.setAttribute(`${attribute}.s3.bucket`, bucket.bucketName);
    loadBalancer.setAttribute(`${attribute}.s3.prefix`, prefix);
  }
  for (const first of [bucket.policy, bucket.node.tryFindChild('AutoDeleteObjectsCustomResource')]) {
    if (first) loadBalancer.node.addDependency(first);
  }
}

function requireUsable(scope: Construct, bucket: IBucket): void {
  if (usesKms(bucket)) {
    fail(
      scope,
      `\`accessLogBucket\` must be encrypted with SSE-S3, got: ${bucket.node.path}, which uses AWS KMS. ` +
        'Elastic Load Balancing cannot write to such a bucket: use BucketEncryption.S3_MANAGED.',
    );
  }
  const [here, there] = [Stack.of(scope).region, bucket.env.region];
  if (maySame(here, there)) return;
  fail(
    scope,
    `\`accessLogBucket\` must be in the load balancer's region ${here}, got: ${bucket.node.path} in ${there}.`,
  );
}
