/** Governed: plain resources of aws-cdk-lib, named, tagged and bounded from outside. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
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

NamingConvention.typeEnvironmentSuffix({ environment: 'staging', suffix: 'integ' }).applyTo(stack);
StandardTags.of({ Environment: 'staging', ManagedBy: 'cdk' }).applyTo(stack);
EnvironmentBoundary.of({ environment: 'staging' }).applyTo(stack);

const deployed = new DeployedStacks(app, 'Governed', [stack], stack.region);
deployed
  .ask({
    service: 'SQS',
    api: 'getQueueUrl',
    parameters: { QueueName: 'queue-jobs-staging-integ' },
    action: 'sqs:GetQueueUrl',
    on: [jobs.queueArn],
  })
  .assertAtPath('QueueUrl', ExpectedResult.stringLikeRegexp('/queue-jobs-staging-integ$'));
// AWS evaluates policies and boundary together: the worker sends jobs here, and in no other region.
for (const [region, decision] of [
  [stack.region, 'allowed'],
  ['eu-west-1', 'explicitDeny'],
]) {
  const { roleArn = '' } = worker.role ?? {};
  deployed
    .ask({
      service: 'IAM',
      api: 'simulatePrincipalPolicy',
      parameters: {
        PolicySourceArn: roleArn,
        ActionNames: ['sqs:SendMessage'],
        ResourceArns: [jobs.queueArn],
        ContextEntries: [
          { ContextKeyName: 'aws:RequestedRegion', ContextKeyType: 'string', ContextKeyValues: [region] },
          { ContextKeyName: 'aws:ResourceTag/Environment', ContextKeyType: 'string', ContextKeyValues: ['staging'] },
        ],
      },
      action: 'iam:SimulatePrincipalPolicy',
      on: [roleArn],
    })
    .assertAtPath('EvaluationResults.0.EvalDecision', ExpectedResult.exact(decision));
}
