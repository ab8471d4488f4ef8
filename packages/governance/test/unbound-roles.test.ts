import { annotationsOf } from '@org/testing';
import { HostedRotation, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { App, CfnResource, NestedStack, Stack } from 'aws-cdk-lib/core';
import { EnvironmentBoundary } from '../src';

function bounded(build: (stack: Stack) => void): Stack {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  build(stack);
  EnvironmentBoundary.of({ environment: 'prod' }).applyTo(app);
  app.synth();
  app.synth({ force: true });
  return stack;
}

const warning = (maker: string) =>
  `${maker} makes resources that stand in no template of the app, and the boundary of the environment holds none of their ` +
  'roles. Make those roles in the app, or see to it that their own policies keep to the environment. ' +
  '[ack: @org/governance:unbound-roles]';

test.each<[string, (stack: Stack) => void]>([
  [
    'AWS::SecretsManager-2024-09-16',
    (stack) =>
      new Secret(stack, 'Password').addRotationSchedule('Rotation', {
        hostedRotation: HostedRotation.postgreSqlSingleUser(),
      }),
  ],
  ['AWS::Serverless-2016-10-31', (stack) => stack.addTransform('AWS::Serverless-2016-10-31')],
  ['Mine', (stack) => stack.addTransform('Mine')],
])('a stack with the macro %s has a warning', (macro, build) => {
  const stack = bounded((scope) => {
    build(scope);
    new CfnTopic(scope, 'Topic');
  });
  expect(annotationsOf(stack)).toEqual([warning(macro)]);
});

test.each([
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::StackSet',
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
  'Payments::Roles::Task::MODULE',
])('a resource that brings others has a warning: %s', (type) => {
  const stack = bounded((scope) => new CfnResource(scope, 'Other', { type }));
  expect(annotationsOf(stack)).toEqual([warning(type)]);
});

test('what is in the templates has none: nested stacks, what only computes values', () => {
  const stack = bounded((scope) => {
    new CfnTopic(new NestedStack(scope, 'Nested'), 'Topic');
    scope.addTransform('AWS::LanguageExtensions');
  });
  expect(annotationsOf(stack)).toEqual([]);
});
