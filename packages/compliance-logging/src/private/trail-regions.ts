import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { inOtherRegion } from './place';
import { fail } from './validation';

interface GivenToTrail {
  readonly bucket?: IBucket;
  readonly encryptionKey?: IKey;
  readonly logGroup?: ILogGroup;
}

/**
 * Refuses what CloudTrail or CloudWatch Logs would at deployment: a bucket may be in another region than the trail, but its
 * key goes with it, and the log group with its key stays with the trail.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function checkTrailRegions(scope: IConstruct, { bucket, encryptionKey, logGroup }: GivenToTrail): void {
  const trail = { region: Stack.of(scope).region };
  const files = bucket?.env ?? trail;
  const key = encryptionKey?.env ?? trail;
  if (inOtherRegion(key, files)) {
    fail(
      scope,
      `\`encryptionKey\` must be in the region of the bucket (${files.region}), got: ` +
        `${encryptionKey ? 'one' : "the trail's own"} in ${key.region}. Give a key of ${files.region}.`,
    );
  }
  if (logGroup && inOtherRegion(logGroup.env, trail)) {
    fail(
      scope,
      `\`logGroup\` must be in the region of the trail (${trail.region}), got: one in ${logGroup.env.region}. Leave it out, ` +
        `or give one of ${trail.region}.`,
    );
  }
  if (!logGroup && inOtherRegion(key, trail)) {
    fail(
      scope,
      `\`logGroup\` must be given where \`encryptionKey\` is in another region (${key.region}) than the trail ` +
        `(${trail.region}), got: none. The trail's own would take that key, and CloudWatch Logs takes keys of its region only: ` +
        'give a ComplianceLogGroup with a key of its own.',
    );
  }
}
