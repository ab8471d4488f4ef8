import { ImageRepository } from '@org/fargate-service';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The image repository, deployed first: a service can start only from an image that is there. */
export class RegistryStack extends Stack {
  public readonly repository: IRepository;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const { repository } = new ImageRepository(this, 'Images', { removalPolicy: RemovalPolicy.DESTROY });
    this.repository = repository;
    new CfnOutput(this, 'RepositoryUri', { value: repository.repositoryUri, description: 'Where to push the image' });
  }
}
