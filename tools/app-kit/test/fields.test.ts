import { RemovalPolicy } from 'aws-cdk-lib/core';
import { z } from 'zod';
import { emailAddress, exceptions, imageTag, logRetentionDays, ordered, removalPolicy } from '../src';

const messages = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => [...path, message].join(': ')) ?? [];

test.each([1, 365, 2557, 3653])('CloudWatch Logs keeps events for %p days', (days) => {
  expect(messages(logRetentionDays(), days)).toEqual([]);
});

test.each([
  [0, 'the next one is 1'],
  [2555, 'the next one is 2557'],
  [9999, 'the next one is 3653'],
])('a retention of %p days is refused, with the next one', (days, next) => {
  expect(messages(logRetentionDays(), days)).toEqual([
    `must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653); ${next}`,
  ]);
});

test('an e-mail address', () => {
  expect(messages(emailAddress(), 'alerts@example.com')).toEqual([]);
  expect(messages(emailAddress(), 'alerts.example.com')).toEqual([
    'must be an e-mail address such as alerts@example.com',
  ]);
});

test('an image tag', () => {
  expect(messages(imageTag(), '1.0.0')).toEqual([]);
  expect(messages(imageTag(), '-1')).toEqual(['must be an image tag']);
});

test('who accepts exceptions, and until when', () => {
  const accepted = { acceptedBy: 'Head of Payments', until: '2028-02-29' };
  expect(messages(exceptions(), accepted)).toEqual([]);
  expect(messages(exceptions(), { acceptedBy: '', until: '2027-02-29' })).toEqual([
    'acceptedBy: must be a person or a role that can answer for it, e.g. Head of Payments',
    'until: must be a day written as YYYY-MM-DD',
  ]);
});

test('what happens to data', () => {
  expect(removalPolicy().parse('destroy')).toBe(RemovalPolicy.DESTROY);
  expect(removalPolicy().parse('retain')).toBe(RemovalPolicy.RETAIN);
  expect(messages(removalPolicy(), 'snapshot')).toEqual(['must be destroy or retain']);
});

test('two fields in order', () => {
  const range = ordered(z.strictObject({ min: z.int(), max: z.int() }), 'min', 'max');
  expect(messages(range, { min: 2, max: 2 })).toEqual([]);
  expect(messages(range, { min: 3, max: 2 })).toEqual(['min: must not be above max (2)']);
});
