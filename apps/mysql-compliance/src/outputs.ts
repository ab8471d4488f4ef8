import { type ServicePlatform, servicePlatformOutputs, writeOutputs } from '@org/app-kit';
import type { AuditBucket } from '@org/compliance-logging';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Stack } from 'aws-cdk-lib/core';

/** What the stack built, as far as the next person needs its identifiers. */
export interface Built extends ServicePlatform {
  readonly data: AuditBucket;
  readonly dataKey: IKey;
}

/** One output per identifier that operating the service takes. */
export function describeOutputs(stack: Stack, built: Built): void {
  writeOutputs(stack, [
    ...servicePlatformOutputs(built),
    ['DataBucket', built.data.bucket.bucketName, 'Files of the service'],
    ['DataKeyArn', built.dataKey.keyArn, 'Key of the database, its credentials and the files of the service'],
  ]);
}
