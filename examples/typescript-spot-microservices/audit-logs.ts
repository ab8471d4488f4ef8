import { AuditBucket, AuditPurpose, ComplianceKey } from '@org/compliance-logging';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Where the logs of the platform go. */
export interface AuditLogs {
  readonly flowLogs: IBucket;
  readonly albLogs: IBucket;
}

/** Buckets whose readers are written down in one of their own. Load balancers deliver to SSE-S3 alone. */
export function auditLogs(scope: Construct): AuditLogs {
  const removalPolicy = RemovalPolicy.DESTROY;
  const { key: encryptionKey } = new ComplianceKey(scope, 'LogKey', { removalPolicy });
  const access = new AuditBucket(scope, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs(), removalPolicy });
  const flowLogs = new AuditBucket(scope, 'FlowLogs', {
    purpose: AuditPurpose.flowLogs(),
    encryptionKey,
    serverAccessLogsBucket: access.bucket,
    removalPolicy,
  });
  const albLogs = new AuditBucket(scope, 'AlbLogs', {
    purpose: AuditPurpose.loadBalancerLogs(),
    serverAccessLogsBucket: access.bucket,
    removalPolicy,
  });
  return { flowLogs: flowLogs.bucket, albLogs: albLogs.bucket };
}
