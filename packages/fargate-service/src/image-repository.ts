import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { warnOfGivenKey } from './private/given-key';
import { removalPolicyOf } from './private/removal-policy';
import { fail, requireInteger } from './private/validation';

/** Properties of an `ImageRepository`. */
export interface ImageRepositoryProps {
  /**
   * The customer key that encrypts the images. It cannot be changed once the repository exists. One of
   * this app that is not rotated leaves the warning `@org/fargate-service:key-without-rotation`.
   * @default - encryption with AES-256 by keys of ECR
   * @see PCI DSS 4.0.1 requirements 3.5.1 and 3.7.4
   */
  readonly encryptionKey?: IKey;

  /**
   * How many images are kept, 1 to 1000. Older ones expire, also those that tasks still run: keep more than the releases
   * between which you may want to roll back.
   * @default 100
   */
  readonly maxImages?: number;

  /**
   * What happens to the repository when it leaves the stack. With `DESTROY` its images are deleted too.
   * `SNAPSHOT` is an error.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A pushed tag replaced by a newer push leaves an image that nothing names. */
const UNTAGGED_KEPT = Duration.days(7);

/** A private image repository: scanned on push, with tags that cannot be moved to another image. */
export class ImageRepository extends Construct {
  /** CDK's repository: to hand on as an `IRepository`, and for properties that have no prop here. */
  public readonly repository: Repository;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps = {}) {
    super(scope, id);
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    const maxImages = props.maxImages ?? 100;
    // It becomes part of a JSON text.
    if (Token.isUnresolved(maxImages)) fail(this, '`maxImages` must be known at synthesis, got: a token.');
    requireInteger(this, 'maxImages', maxImages, { min: 1, max: 1000, unit: 'images' });
    warnOfGivenKey(this, props.encryptionKey, '@org/fargate-service:key-without-rotation');
    this.repository = new Repository(this, 'Repository', {
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      encryption: props.encryptionKey ? RepositoryEncryption.KMS : RepositoryEncryption.AES_256,
      encryptionKey: props.encryptionKey,
      removalPolicy,
      emptyOnDelete: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: `Untagged images expire after ${UNTAGGED_KEPT.toDays()} days`,
          tagStatus: TagStatus.UNTAGGED,
          maxImageAge: UNTAGGED_KEPT,
        },
        {
          rulePriority: 2,
          description: `The newest ${maxImages} images are kept`,
          tagStatus: TagStatus.ANY,
          maxImageCount: maxImages,
        },
      ],
    });
  }
}
