import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  CfnResolverQueryLoggingConfig,
  CfnResolverQueryLoggingConfigAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { letDeliveryInto } from './log-bucket';
import { fromAccounts, ownAccount } from './log-sources';

/** One of the two. */
export interface QueryLogTarget {
  readonly bucket?: IBucket;
  readonly logGroup?: ILogGroup;
}

/** Logs the names that the resolver of a VPC is asked for. */
export function logQueries(scope: Construct, vpc: IVpc, { bucket, logGroup }: QueryLogTarget): void {
  const place = new Construct(scope, 'QueryLog');
  const config = new CfnResolverQueryLoggingConfig(place, 'Config', {
    destinationArn: bucket?.bucketArn ?? logGroup?.logGroupArn,
  });
  if (bucket) {
    letDeliveryInto(place, bucket, { id: 'query-log', prop: 'queryLogging', name: 'query logs' });
    if (bucket.policy) config.node.addDependency(bucket.policy);
  }
  if (logGroup) {
    const { policyDependable } = logGroup.addToResourcePolicy(writeBy(place, logGroup));
    if (policyDependable) config.node.addDependency(policyDependable);
  }
  new CfnResolverQueryLoggingConfigAssociation(place, 'Association', {
    resolverQueryLogConfigId: config.attrId,
    resourceId: vpc.vpcId,
  });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html */
function writeBy(scope: Construct, logGroup: ILogGroup): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
    conditions: fromAccounts(scope, ownAccount(scope), { service: 'logs', resource: '*' }),
  });
}
