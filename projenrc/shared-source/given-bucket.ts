import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations, CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { notRotated } from './key-rotation';
import { TWELVE_MONTHS_IN_DAYS } from './twelve-months';
import { warnsItself } from './warns-itself';

/**
 * Warns of a given bucket that protects logs less than one of a package's own (ADR 88). During synthesis, because what a
 * bucket is may be said after it was given. An imported one has a warning of its own where it is given.
 * @param id of the warning
 * @param prop with which the bucket was given
 */
export function warnOfGivenBucket(scope: IConstruct, bucket: IBucket, id: string, prop: string): void {
  scope.node.addValidation({
    validate: () => {
      const missing = shortcomings(bucket);
      if (missing.length > 0) {
        Annotations.of(scope).addWarningV2(
          id,
          `The given \`${prop}\` ${bucket.node.path} ${missing.join(', ')}, against these requirements of PCI DSS 4.0.1. ` +
            `Change it where it is defined, or leave \`${prop}\` out.`,
        );
      }
      return [];
    },
  });
}

/** PCI DSS 4.0.1 requirements 3.7.4, 4.2.1, 10.3.2 and 10.5.1; new buckets are private and encrypted without being told. */
function shortcomings(bucket: IBucket): string[] {
  const resource = bucket.node.defaultChild;
  if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'AWS::S3::Bucket') return [];
  if (warnsItself(resource)) return [];
  const { versioningConfiguration, publicAccessBlockConfiguration, lifecycleConfiguration } = resource as CfnBucket;
  const { versions, open, lifecycle } = Stack.of(resource).resolve({
    versions: versioningConfiguration,
    open: publicAccessBlockConfiguration,
    lifecycle: lifecycleConfiguration,
  });
  const days: unknown[] = (lifecycle?.rules ?? []).map((rule: { expirationInDays?: unknown }) => rule.expirationInDays);
  const soonest = days.find((age) => typeof age === 'number' && age < TWELVE_MONTHS_IN_DAYS);
  return [
    ...(versions?.status === 'Enabled' ? [] : ['keeps no versions (10.3.2)']),
    ...(bucket.encryptionKey && notRotated(bucket.encryptionKey) ? ['has a key that is not rotated (3.7.4)'] : []),
    ...(refusesPlainHttp(bucket) ? [] : ['lets plain HTTP in (4.2.1)']),
    ...(Object.values(open ?? {}).includes(false) ? ['does not block public access (1.4.4)'] : []),
    ...(soonest === undefined ? [] : [`lets objects expire after ${soonest} days (10.5.1)`]),
  ];
}

function refusesPlainHttp(bucket: IBucket): boolean {
  const policy = JSON.stringify(Stack.of(bucket).resolve(bucket.policy?.document) ?? '');
  return /"aws:SecureTransport":\[?"?false/.test(policy);
}
