import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { wildcardsIn } from '../src';

function policy(actions: string[], resources: string[], effect = iam.Effect.ALLOW): Stack {
  const stack = new Stack(new App(), 'Stack');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  new iam.ManagedPolicy(stack, 'Policy', {
    roles: [role],
    statements: [new iam.PolicyStatement({ actions, resources, effect })],
  });
  return stack;
}

const arn = 'arn:aws:s3:::bucket/prefix/*';

test.each([
  ['an action with a wildcard', ['s3:Get*'], [arn]],
  ['every resource', ['s3:GetObject'], ['*']],
  ['the one exception together with another action', ['ecr:GetAuthorizationToken', 's3:GetObject'], ['*']],
])('%s is reported', (_name, actions, resources) => {
  expect(wildcardsIn(policy(actions, resources))).toHaveLength(1);
});

test.each([
  ['exact action and ARN', ['s3:GetObject'], [arn]],
  ['the one exception', ['ecr:GetAuthorizationToken'], ['*']],
])('%s passes', (_name, actions, resources) => {
  expect(wildcardsIn(policy(actions, resources))).toEqual([]);
});

test.each([
  { notActions: ['s3:GetObject'], resources: [arn] },
  { actions: ['s3:GetObject'], notResources: [arn] },
])('an allowance of whatever is not named (%p) is reported', (statement) => {
  const stack = new Stack(new App(), 'Stack');
  new iam.ManagedPolicy(stack, 'Policy', { statements: [new iam.PolicyStatement(statement)] });
  expect(wildcardsIn(stack)).toHaveLength(1);
});

test('a deny may be as broad as it likes', () => {
  expect(wildcardsIn(policy(['*'], ['*'], iam.Effect.DENY))).toEqual([]);
});

test('policies inside a role are read too', () => {
  const stack = new Stack(new App(), 'Stack');
  new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    inlinePolicies: {
      all: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] }),
    },
  });
  expect(wildcardsIn(stack)).toHaveLength(1);
  expect(wildcardsIn(stack, ({ Type }) => Type === 'AWS::IAM::Role')).toEqual([]);
});
