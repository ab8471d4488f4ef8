import { onlyResource, resourcesOf } from '@org/testing';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { PolicyConditions } from '../src';
import { type Built, serviceStack } from './fixture';

const arn = 'arn:aws:sqs:us-east-1:111122223333:jobs';

function built(policyConditions?: PolicyConditions, conditions?: Record<string, Record<string, unknown>>): Built {
  const result = serviceStack({ policyConditions });
  Grant.addToPrincipal({ grantee: result.service, actions: ['sqs:SendMessage'], resourceArns: [arn], conditions });
  return result;
}

/** Conditions of each statement of both roles. */
function conditionsOf({ stack }: Built): unknown[] {
  return resourcesOf(stack, 'AWS::IAM::ManagedPolicy').flatMap(({ Properties }) =>
    (Properties.PolicyDocument.Statement as { Condition?: unknown }[]).map(({ Condition }) => Condition),
  );
}

test('there are none by default', () => {
  expect(conditionsOf(built())).toEqual([undefined, undefined, undefined, undefined]);
});

test('a region stands on every statement of both roles', () => {
  const found = conditionsOf(built(PolicyConditions.requestedRegion('us-east-1')));
  expect(found).toHaveLength(4);
  expect(found).toEqual(found.map(() => ({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })));
});

test('several regions, and several conditions', () => {
  const regions = PolicyConditions.requestedRegion('us-east-1', 'us-west-2');
  const both = regions.and(PolicyConditions.stringEquals('aws:PrincipalTag/Environment', 'prod'));
  expect(conditionsOf(built(both))[0]).toEqual({
    StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'], 'aws:PrincipalTag/Environment': 'prod' },
  });
  expect(conditionsOf(built(regions))[0]).toEqual({
    StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] },
  });
});

test("they stand beside a statement's own, the same one included", () => {
  const own = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' }, Bool: { 'aws:SecureTransport': 'true' } };
  expect(conditionsOf(built(PolicyConditions.requestedRegion('us-east-1'), own))).toContainEqual(own);
});

test('refuses a statement that says otherwise', () => {
  const own = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  expect(() => built(PolicyConditions.requestedRegion('us-east-1'), own)).toThrow(
    new Error(
      'Stack/payments/TaskRole: `policyConditions` must agree with the statements of the role: it asks that ' +
        'aws:RequestedRegion is "us-east-1", got: a statement in which it is "eu-west-1". Leave the key out of the statement.',
    ),
  );
});

test('refuses a key that no call without a resource carries', () => {
  expect(() => built(PolicyConditions.stringEquals('aws:ResourceTag/Environment', 'prod'))).toThrow(
    new Error(
      'Stack/payments: `policyConditions` must hold for actions without a resource, got: aws:ResourceTag/Environment. ' +
        'Use PolicyConditions.requestedRegion(), or a permissions boundary.',
    ),
  );
});

test.each(['aws:RequestedRegion', 'aws:requestedregion'])(
  'refuses a second value for a key that has one: %s',
  (key) => {
    const twice = PolicyConditions.requestedRegion('us-east-1').and(PolicyConditions.stringEquals(key, 'us-west-2'));
    expect(() => built(twice)).toThrow(
      new Error(
        `Stack/payments: \`policyConditions\` must name each key once, got: ${key} a second time. Give all its values at once.`,
      ),
    );
  },
);

test('refuses a key without a value', () => {
  expect(() => built(PolicyConditions.requestedRegion())).toThrow(
    new Error('Stack/payments: `policyConditions` must give each key a value, got: none for aws:RequestedRegion.'),
  );
});

test('passes values that are known at deployment only', () => {
  const { stack } = serviceStack((scope) => ({ policyConditions: PolicyConditions.requestedRegion(scope.region) }));
  const { Statement } = onlyResource(stack, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument;
  expect(Statement[0].Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': { Ref: 'AWS::Region' } } });
});
