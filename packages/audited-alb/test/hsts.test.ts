import { annotationsOf, onlyResource } from '@org/testing';
import { CfnParameter, Duration, type Stack, Token } from 'aws-cdk-lib/core';
import { Hsts, type HstsProps } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

const headersOf = (stack: Stack): Record<string, unknown> =>
  Object.fromEntries(
    onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').Properties.ListenerAttributes.map(
      ({ Key, Value }: { Key: string; Value: unknown }) => [Key.replace('routing.http.response.', ''), Value],
    ),
  );
const hstsOf = (stack: Stack) => headersOf(stack)['strict_transport_security.header_value'];

test('by default browsers are told to stay for a year, to guess no types, and not what serves them', () => {
  expect(headersOf(albWith().stack)).toEqual({
    'strict_transport_security.header_value': 'max-age=31536000; includeSubDomains',
    'x_content_type_options.header_value': 'nosniff',
    'server.enabled': 'false',
  });
  expect(hstsOf(albWith({ hsts: Hsts.oneYear() }).stack)).toBe('max-age=31536000; includeSubDomains');
});

test.each<[HstsProps, string]>([
  [{}, 'max-age=31536000; includeSubDomains'],
  [{ includeSubdomains: false }, 'max-age=31536000'],
  [{ maxAge: Duration.seconds(0) }, 'max-age=0; includeSubDomains'],
  [{ maxAge: Duration.days(730), preload: true }, 'max-age=63072000; includeSubDomains; preload'],
  [{ preload: true }, 'max-age=31536000; includeSubDomains; preload'],
])('%j says %s', (props, header) => {
  const { stack } = albWith({ hsts: Hsts.of(props) });
  expect(hstsOf(stack)).toBe(header);
  expect(annotationsOf(stack)).toEqual([]);
});

test.each([
  [Duration.millis(1500), 1.5],
  [Duration.seconds(63_072_001), 63_072_001],
])('%s is refused', (maxAge, got) => {
  expect(() => albWith({ hsts: Hsts.of({ maxAge }) })).toThrow(
    new Error(`Stack/Alb: \`hsts.maxAge\` must be a whole number from 0 to 63072000 seconds, got: ${got}.`),
  );
});

test.each<[HstsProps, string]>([
  [{ preload: true, includeSubdomains: false }, 'no subdomains'],
  [{ preload: true, maxAge: Duration.days(364) }, 'a `maxAge` of 364 days'],
])('%j cannot be preloaded', (props, got) => {
  expect(() => albWith({ hsts: Hsts.of(props) })).toThrow(
    new Error(
      'Stack/Alb: `hsts.preload` must come with `includeSubdomains` and a `maxAge` of at least 365 days, got: ' +
        `${got}. Leave \`preload\` out, or give both.`,
    ),
  );
});

test('a duration known only at deployment may be preloaded', () => {
  const maxAge = Duration.seconds(Token.asNumber({ Ref: 'Age' }));
  expect(() => albWith({ hsts: Hsts.of({ maxAge, preload: true }) })).not.toThrow();
});

test('a duration known only at deployment passes', () => {
  const { stack, vpc } = stackWithVpc();
  const maxAge = Duration.seconds(new CfnParameter(stack, 'Age', { type: 'Number' }).valueAsNumber);
  addAlb(stack, vpc, { hsts: Hsts.of({ maxAge }) });
  expect(hstsOf(stack)).toEqual({ 'Fn::Join': ['', ['max-age=', { Ref: 'Age' }, '; includeSubDomains']] });
});

test('none leaves it to the targets, and a warning', () => {
  const { stack } = albWith({ hsts: Hsts.none() });
  expect(headersOf(stack)).toEqual({ 'x_content_type_options.header_value': 'nosniff', 'server.enabled': 'false' });
  expect(annotationsOf(stack)).toEqual([
    'The load balancer does not tell browsers to stay with HTTPS, and PCI DSS 4.0.1 requirement 4.2.1 asks for strong ' +
      'cryptography on public networks. Use Hsts.oneYear(), or let every target send the header. ' +
      '[ack: @org/audited-alb:no-hsts]',
  ]);
});
