import { ImageRepository } from '@org/fargate-service';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FRAUD_DETECTION, NOTIFICATION_SERVICE, outputName, PAYMENT_API } from './services';

/** Image repositories, deployed first: a service can start only from an image that is there. */
export class RegistryStack extends Stack {
  public readonly repositories: Record<string, IRepository> = {};

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    for (const { name } of [PAYMENT_API, FRAUD_DETECTION, NOTIFICATION_SERVICE]) {
      const { repository } = new ImageRepository(this, name, { removalPolicy: RemovalPolicy.DESTROY });
      this.repositories[name] = repository;
      new CfnOutput(this, outputName(name, 'RepositoryUri'), {
        value: repository.repositoryUri,
        description: `Where to push the image of ${name}`,
      });
    }
  }
}
