import { Endpoints } from '@org/secure-vpc';
import { Peer, InterfaceVpcEndpointAwsService as Service } from 'aws-cdk-lib/aws-ec2';

/** What a task calls to start and to run: its image, log, parameters, secrets and queue. Nothing else of AWS is open. */
export const AWS_SERVICES = Endpoints.of([
  Service.ECR,
  Service.ECR_DOCKER,
  Service.CLOUDWATCH_LOGS,
  Service.SSM,
  Service.SECRETS_MANAGER,
  Service.SQS,
]);

/** Amazon S3 in us-east-1, the one region of this app. Image layers lie there, behind the gateway endpoint. */
export const S3_IN_US_EAST_1 = Peer.prefixList('pl-63a5400a');
