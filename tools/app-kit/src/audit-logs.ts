import { AuditBucket, AuditPurpose, ComplianceKey } from '@org/compliance-logging';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Where the logs of a platform go. */
export interface AuditLogs {
  /** For alerts, and for every log that can have one. */
  readonly encryptionKey: IKey;
  readonly flowLogs: AuditBucket;
  readonly albLogs: AuditBucket;
  /** For every further bucket: who reads it is written down. */
  readonly audited: { readonly removalPolicy: RemovalPolicy; readonly serverAccessLogsBucket: IBucket };
}

/** A key, and buckets whose readers are written down in one of their own. Load balancers deliver to SSE-S3 alone. */
export function auditLogs(scope: Construct, removalPolicy: RemovalPolicy): AuditLogs {
  const { key: encryptionKey } = new ComplianceKey(scope, 'LogKey', { removalPolicy });
  const access = new AuditBucket(scope, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs(), removalPolicy });
  const audited = { removalPolicy, serverAccessLogsBucket: access.bucket };
  return {
    encryptionKey,
    flowLogs: new AuditBucket(scope, 'FlowLogs', { purpose: AuditPurpose.flowLogs(), encryptionKey, ...audited }),
    albLogs: new AuditBucket(scope, 'AlbLogs', { purpose: AuditPurpose.loadBalancerLogs(), ...audited }),
    audited,
  };
}
