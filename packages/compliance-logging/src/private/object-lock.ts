import type { ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** What a lock on the objects of a bucket may contradict. */
interface LockedBucket {
  readonly removalPolicy: RemovalPolicy;
  readonly expireAfter?: Duration;
}

/** Refuses what would fail later: a stack that can't be deleted, or objects that outlive their expiry. */
export function checkObjectLock(scope: IConstruct, lock: ObjectLockRetention | undefined, bucket: LockedBucket): void {
  if (!lock) return;
  if (bucket.removalPolicy === RemovalPolicy.DESTROY) {
    fail(
      scope,
      `\`objectLock\` must be left out with RemovalPolicy.DESTROY, got: ${lockText(lock)}. Locked objects can't be ` +
        'deleted, and the deletion of the stack would fail: use RemovalPolicy.RETAIN.',
    );
  }
  const { expireAfter } = bucket;
  if (!expireAfter || expireAfter.isUnresolved() || expireAfter.toDays() >= lock.duration.toDays()) return;
  fail(
    scope,
    `\`expireAfter\` must not be shorter than \`objectLock\` (${lock.duration.toDays()} days), got: ` +
      `${expireAfter.toDays()} days. Let objects expire later or lock them for less long.`,
  );
}

export function lockText({ mode, duration }: ObjectLockRetention): string {
  return `${mode.toLowerCase()} mode for ${duration.toDays()} days`;
}
