import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A key of a construct's own: rotated every year, and gone as early as AWS KMS allows once it is to be destroyed. */
export function ownKey(scope: Construct, id: string, description: string, removalPolicy: RemovalPolicy): Key {
  return new Key(scope, id, {
    description,
    enableKeyRotation: true,
    removalPolicy,
    pendingWindow: removalPolicy === RemovalPolicy.DESTROY ? Duration.days(7) : undefined,
  });
}
