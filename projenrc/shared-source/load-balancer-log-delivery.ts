import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Lets load balancers of this account and region write their logs to a bucket.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function allowLoadBalancerLogDelivery(scope: IConstruct, bucket: IBucket): void {
  const stack = Stack.of(scope);
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'ElbLogDeliveryWrite',
      principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`*AWSLogs/${stack.account}/*`)],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({
            service: 'elasticloadbalancing',
            resource: 'loadbalancer',
            resourceName: '*',
          }),
        },
      },
    }),
  );
}
