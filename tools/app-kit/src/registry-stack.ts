import { ImageRepository } from '@org/fargate-service';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { outputName } from './output-name';

export interface RegistryStackProps<Name extends string> extends StackProps {
  /** What the images are called; each is the id of its repository. */
  readonly images: readonly Name[];
  /**
   * What happens to them when the stack goes.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Image repositories, deployed first: a service can start only from an image that is there. */
export class RegistryStack<Name extends string> extends Stack {
  public readonly repositories: Readonly<Record<Name, IRepository>>;

  constructor(scope: Construct, id: string, props: RegistryStackProps<Name>) {
    super(scope, id, props);
    const { images, removalPolicy = RemovalPolicy.DESTROY } = props;
    const repositories = images.map((name) => [name, this.addRepository(name, removalPolicy)] as const);
    this.repositories = Object.fromEntries(repositories) as Record<Name, IRepository>;
  }

  private addRepository(name: Name, removalPolicy: RemovalPolicy): IRepository {
    const { repository } = new ImageRepository(this, name, { removalPolicy });
    new CfnOutput(this, outputName(name, 'RepositoryUri'), {
      value: repository.repositoryUri,
      description: `Where to push the image of ${name}`,
    });
    return repository;
  }
}
