import { type ServicePlatform, servicePlatformOutputs, writeOutputs } from '@org/app-kit';
import type { AuditBucket } from '@org/compliance-logging';
import type { Stack } from 'aws-cdk-lib/core';

/** What the stack built, as far as the next person needs its identifiers. */
export interface Built extends ServicePlatform {
  readonly backups: AuditBucket;
}

/** One output per identifier that operating the service takes. */
export function describeOutputs(stack: Stack, built: Built): void {
  const { bucketName } = built.backups.bucket;
  writeOutputs(stack, [...servicePlatformOutputs(built), ['BackupsBucket', bucketName, 'For backups that you write']]);
}
