import { onlyResource } from '@org/testing';
import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib/core';
import { RateLimit, WebFirewall } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

const limitOf = (rateLimit: RateLimit) => {
  const { stack } = albWith({ firewall: WebFirewall.managed({ rateLimit }) });
  return onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules[0].Statement.RateBasedStatement;
};

test.each([10, 2_000_000_000])('%d requests pass', (requests) => {
  expect(limitOf(RateLimit.perAddress(requests))).toEqual({
    Limit: requests,
    EvaluationWindowSec: 300,
    AggregateKeyType: 'IP',
  });
});

test.each([9, 2_000_000_001, 10.5, Number.NaN])('%d requests are refused', (requests) => {
  expect(() => limitOf(RateLimit.perAddress(requests))).toThrow(
    new Error(
      `Stack/Alb/Firewall: \`rateLimit\` must be a whole number from 10 to 2000000000 requests, got: ${requests}.`,
    ),
  );
});

test.each([1, 2, 5, 10])('a window of %d minutes passes', (minutes) => {
  const window = Duration.minutes(minutes);
  expect(limitOf(RateLimit.perAddress(100, { window })).EvaluationWindowSec).toBe(minutes * 60);
  expect(limitOf(RateLimit.perForwardedAddress(100, { window })).EvaluationWindowSec).toBe(minutes * 60);
});

test.each([0, 59, 180, 601])('a window of %d seconds is refused', (amount) => {
  expect(() => limitOf(RateLimit.perAddress(100, { window: Duration.seconds(amount) }))).toThrow(
    new Error(`Stack/Alb/Firewall: \`window\` must be 1, 2, 5 or 10 minutes, got: ${amount} seconds.`),
  );
});

test('by forwarded address, a request without a valid one counts as over the limit', () => {
  expect(limitOf(RateLimit.perForwardedAddress(100))).toEqual({
    Limit: 100,
    EvaluationWindowSec: 300,
    AggregateKeyType: 'FORWARDED_IP',
    ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' },
  });
});

test('a window known only at deployment is given in seconds', () => {
  const window = Duration.minutes(Lazy.number({ produce: () => 1 }));
  expect(() => limitOf(RateLimit.perAddress(100, { window }))).toThrow(
    'Stack/Alb/Firewall: `window` must be in seconds where it is known only at deployment',
  );
});

test('values known only at deployment pass', () => {
  const { stack, vpc } = stackWithVpc();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const rateLimit = RateLimit.perAddress(number, { window: Duration.seconds(number) });
  addAlb(stack, vpc, { firewall: WebFirewall.managed({ rateLimit }) });
  expect(onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules[0].Statement.RateBasedStatement).toMatchObject({
    Limit: { Ref: 'Number' },
    EvaluationWindowSec: { Ref: 'Number' },
  });
});
