import { ImageRepository } from '@org/fargate-service';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ServiceName } from './config';
import { outputName } from './outputs';

/** The image repositories, deployed first: a service can start only from an image that is there. */
export class RegistryStack extends Stack {
  public readonly repositories: Readonly<Record<ServiceName, IRepository>>;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.repositories = {
      'payment-api': this.addRepository('payment-api'),
      'fraud-detection': this.addRepository('fraud-detection'),
      'notification-service': this.addRepository('notification-service'),
    };
  }

  private addRepository(name: ServiceName): IRepository {
    const { repository } = new ImageRepository(this, name, { removalPolicy: RemovalPolicy.DESTROY });
    new CfnOutput(this, outputName(name, 'RepositoryUri'), {
      value: repository.repositoryUri,
      description: `Where to push the image of ${name}`,
    });
    return repository;
  }
}
