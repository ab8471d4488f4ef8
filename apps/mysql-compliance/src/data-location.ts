import type { AuditBucket } from '@org/compliance-logging';
import { ContainerSecret } from '@org/fargate-service';
import type { Secret } from 'aws-cdk-lib/aws-ecs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

/** Where the service keeps its files, as the variable DATA_LOCATION: the bucket's name is known only at deployment. */
export function dataLocation(data: AuditBucket, prefix: string): { [name: string]: Secret } {
  const parameter = new StringParameter(data, 'Location', {
    description: 'Where the service keeps its files',
    stringValue: data.bucket.s3UrlForObject(`${prefix}/`),
  });
  return { DATA_LOCATION: ContainerSecret.fromParameter(parameter) };
}
