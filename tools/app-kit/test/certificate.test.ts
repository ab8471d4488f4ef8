import { Stack } from 'aws-cdk-lib/core';
import { z } from 'zod';
import { certificateArn, certificateFields, certificateOf, oneCertificate } from '../src';

const schema = oneCertificate(z.strictObject(certificateFields));
const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/0-0';
const ZONE = { domainName: 'pay.example.com', hostedZoneId: 'Z0123456789ABC' };
const messages = (value: unknown) => schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

test.each([[{ certificateArn: ARN }], [ZONE]])('%p is a way to a certificate', (fields) => {
  expect(messages(fields)).toEqual([]);
});

test.each([
  ['none', {}, 'give exactly one of certificateArn, and domainName with hostedZoneId'],
  ['both', { certificateArn: ARN, ...ZONE }, 'give exactly one of certificateArn, and domainName with hostedZoneId'],
  ['half of one', { domainName: 'pay.example.com' }, 'domainName and hostedZoneId go together'],
  [
    'half of one beside the other',
    { certificateArn: ARN, hostedZoneId: 'Z1' },
    'domainName and hostedZoneId go together',
  ],
  ['no ARN', { certificateArn: 'mine' }, 'must be the ARN of an ACM certificate'],
  ['no zone', { ...ZONE, hostedZoneId: 'zone' }, 'must be a Route 53 hosted zone id such as Z0123456789ABC'],
])('%s is refused', (_name, fields, message) => {
  expect(messages(fields)).toEqual([expect.stringContaining(message)]);
});

test('an ARN that must be there, and is not, is asked for as one', () => {
  expect(
    certificateArn()
      .safeParse(undefined)
      .error?.issues.map(({ message }) => message),
  ).toEqual(['must be the ARN of an ACM certificate']);
});

test('a hosted zone is made known only where a certificate is requested', () => {
  const given = new Stack();
  certificateOf(given, { certificateArn: ARN });
  expect(given.node.children).toEqual([]);
  const requested = new Stack();
  certificateOf(requested, ZONE);
  expect(requested.node.children.map(({ node }) => node.id)).toEqual(['Zone']);
});
