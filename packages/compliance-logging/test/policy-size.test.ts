import { Aws, CfnResource, Fn, Stack } from 'aws-cdk-lib/core';
import { limitPolicySize } from '../src/private/policy-size';

/** The errors of a policy for which there is as much room as given. */
function problemsOf(document: unknown, bytes: number): string[] {
  const resource = new CfnResource(new Stack(), 'Policy', { type: 'Test::A::Policy' });
  for (const remedy of ['Say less.', 'Said once.']) {
    limitPolicySize(resource, { document: () => document, bytes, service: 'the test', remedy });
  }
  return resource.node.validate();
}

test.each([
  ['a text', { a: 'text' }, '{"a":"text"}'.length],
  ['a list', { a: ['b', { c: 'd' }] }, '{"a":["b",{"c":"d"}]}'.length],
  ['what is no text', { a: null, b: 1.2 }, '{"a":null,"b":1.2}'.length],
  ['the account', Aws.ACCOUNT_ID, '"123456789012"'.length],
  ['the partition', Aws.PARTITION, '"aws"'.length],
  ['the region', Aws.REGION, '"us-east-1"'.length],
  ['another parameter', { a: Aws.STACK_NAME }, '{"a":""}'.length],
  ['an attribute', { a: Fn.getAtt('A', 'Arn') }, '{"a":""}'.length],
  ['a text with references', `arn:${Aws.PARTITION}:${Fn.importValue('A')}:*`, '"arn:aws::*"'.length],
])('%s counts with the least that it may become', (_what, document, size) => {
  expect(problemsOf(document, size)).toEqual([]);
  expect(problemsOf(document, size - 1)).toEqual([
    `The policy must keep to the ${size - 1} bytes that the test takes, got: at least ${size}. Say less.`,
  ]);
});
