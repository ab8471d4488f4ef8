/** Governed: plain resources of aws-cdk-lib, named, tagged and bounded from outside. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { EnvironmentBoundary, NamingConvention, StandardTags } from '../src';

const app = new App();
const stack = new Stack(app, 'governance-governed', { env: { region: 'us-east-1' } });
const removalPolicy = RemovalPolicy.DESTROY;

const jobs = new Queue(stack, 'Jobs', { enforceSSL: true, removalPolicy });
// Emptied by a custom resource of CDK's, whose role is bounded too.
new Bucket(stack, 'Archive', { enforceSSL: true, autoDeleteObjects: true, removalPolicy });
const worker = new LambdaFunction(stack, 'Worker', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => undefined;'),
  logGroup: new LogGroup(stack, 'WorkerLogs', { removalPolicy }),
});
jobs.grantSendMessages(worker);

new IntegTest(app, 'Governed', { testCases: [stack] });

NamingConvention.typeEnvironmentSuffix({ environment: 'staging', suffix: 'integ' }).applyTo(stack);
StandardTags.of({ Environment: 'staging', ManagedBy: 'cdk' }).applyTo(stack);
EnvironmentBoundary.of({ environment: 'staging' }).applyTo(stack);
