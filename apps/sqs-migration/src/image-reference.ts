import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { z } from 'zod';

/** A path of words; a first one with a dot in it would be the host of a registry. */
const REPOSITORY = '(?![^/]*\\.[^/]*/)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';
const REFERENCE = new RegExp(`^${REPOSITORY}(:\\w[\\w.-]{0,127}|@sha256:[0-9a-f]{64})$`);

/** An image in a repository that is there before the stack: a service can start only from an image that was pushed. */
export function imageReference(): z.ZodString {
  return z
    .string()
    .regex(
      REFERENCE,
      'must be <repository>:<tag> or <repository>@sha256:<digest>, in Amazon ECR of this account and region and ' +
        'without the host of a registry, e.g. payment-api:1.0.0',
    );
}

/** The image that a checked reference names. */
export function imageFrom(scope: Construct, id: string, reference: string): ContainerImage {
  const [repository = '', tagOrDigest] = reference.split(/[:@](.*)/);
  return ContainerImage.fromEcrRepository(Repository.fromRepositoryName(scope, id, repository), tagOrDigest);
}
