import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Dependable } from 'constructs';
import { acknowledge, objectsBelowPrefix } from './acknowledgements';
import { flatReference } from './flat-reference';

/**
 * Reading and writing objects below a prefix, and the bucket's key for that: CDK's own grants end their actions in a
 * wildcard and allow all objects.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function grantReadWriteObjects(bucket: IBucket, grantee: IGrantable, prefix: string): Grant {
  const arn = bucket.arnForObjects(`${prefix}/*`);
  const objects = Grant.addToPrincipal({
    grantee,
    actions: ['s3:GetObject', 's3:PutObject'],
    resourceArns: [arn],
  });
  acknowledgeWhereGranted(bucket, objects, arn);
  if (!bucket.encryptionKey) return objects;
  const key = Grant.addToPrincipal({
    grantee,
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resourceArns: [bucket.encryptionKey.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` } },
  });
  return objects.combine(key);
}

/** At synthesis: only then a role has its policies, and the finding names the objects as their template does. */
function acknowledgeWhereGranted(bucket: IBucket, grant: Grant, arn: string): void {
  bucket.node.addValidation({
    validate: () => {
      for (const policy of Dependable.of(grant).dependencyRoots) {
        acknowledge(policy, objectsBelowPrefix(flatReference(Stack.of(policy).resolve(arn))));
      }
      return [];
    },
  });
}
