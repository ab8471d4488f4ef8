/** The network of a payment service: three tiers in three watched zones, and all that a Fargate task asks AWS for in private. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Endpoints, QueryLogging, SecureVpc } from '../src';

const app = new App();
const stack = new Stack(app, 'secure-vpc-three-tiers');

const network = new SecureVpc(stack, 'Network', {
  endpoints: Endpoints.forFargate(),
  queryLogging: QueryLogging.toFlowLogBucket(),
  removalPolicy: RemovalPolicy.DESTROY,
});
network.addAlarms();

new IntegTest(app, 'ThreeTiers', { testCases: [stack] });
