import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Dependable } from 'constructs';
import { acknowledge, objectsOfABucket } from './acknowledgements';
import { flatReference } from './flat-reference';

/** Where the objects of a grant are. */
export interface GrantedObjects {
  readonly bucket: IBucket;
  /** Key of the objects. */
  readonly key?: IKey;
  /** Path without outer slashes below which they are; all of the bucket's, if there is none. */
  readonly prefix?: string;
}

/**
 * Reading objects and older versions of them, and the list of both. CDK's own grants end their actions in a wildcard.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function grantReadObjects(objects: GrantedObjects, grantee: IGrantable): Grant {
  const { bucket, prefix } = objects;
  const conditions = prefix === undefined ? undefined : { StringLike: { 's3:prefix': `${prefix}/*` } };
  const resourceArns = [bucket.bucketArn];
  // The list of older versions is an action of its own: without it nobody finds what was overwritten or deleted.
  const actions = ['s3:ListBucket', 's3:ListBucketVersions'];
  return Grant.addToPrincipal({ grantee, actions, resourceArns, conditions }).combine(
    grantObjects(objects, grantee, ['s3:GetObject', 's3:GetObjectVersion'], ['kms:Decrypt']),
  );
}

/** Writing objects. An upload in parts decrypts as well, because Amazon S3 puts them together. */
export function grantWriteObjects(objects: GrantedObjects, grantee: IGrantable): Grant {
  const actions = ['s3:AbortMultipartUpload', 's3:PutObject'];
  return grantObjects(objects, grantee, actions, ['kms:Decrypt', 'kms:GenerateDataKey']);
}

/** Reading and writing objects. */
export function grantReadWriteObjects(objects: GrantedObjects, grantee: IGrantable): Grant {
  return grantObjects(objects, grantee, ['s3:GetObject', 's3:PutObject'], ['kms:Decrypt', 'kms:GenerateDataKey']);
}

/** The use of a key through one service alone. */
export function grantKeyThrough(service: string, key: IKey, grantee: IGrantable, actions: string[]): Grant {
  return Grant.addToPrincipal({
    grantee,
    actions,
    resourceArns: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${key.env.region}.amazonaws.com` } },
  });
}

function grantObjects(
  { bucket, key, prefix }: GrantedObjects,
  grantee: IGrantable,
  actions: string[],
  keyActions: string[],
): Grant {
  const arn = bucket.arnForObjects(prefix === undefined ? '*' : `${prefix}/*`);
  const objects = Grant.addToPrincipal({ grantee, actions, resourceArns: [arn] });
  acknowledgeWhereGranted(bucket, objects, arn);
  return key ? objects.combine(grantKeyThrough('s3', key, grantee, keyActions)) : objects;
}

/** At synthesis: only then a role has its policies, and the finding names the objects as their template does. */
function acknowledgeWhereGranted(bucket: IBucket, grant: Grant, arn: string): void {
  bucket.node.addValidation({
    validate: () => {
      for (const policy of Dependable.of(grant).dependencyRoots) {
        acknowledge(policy, objectsOfABucket(flatReference(Stack.of(policy).resolve(arn))));
      }
      return [];
    },
  });
}
