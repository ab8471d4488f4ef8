import { annotationsOf, onlyResource } from '@org/testing';
import type { Stack } from 'aws-cdk-lib/core';
import { TlsPolicy } from '../src';
import { albWith } from './fixture';

const policyOf = (stack: Stack) => onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').Properties.SslPolicy;

// Security Hub's list for ELB.17, as documented.
test.each([
  [TlsPolicy.tls13And12(), 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'],
  [TlsPolicy.tls13Only(), 'ELBSecurityPolicy-TLS13-1-3-2021-06'],
  [TlsPolicy.postQuantum(), 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'],
  [TlsPolicy.postQuantumTls13Only(), 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09'],
  [TlsPolicy.fips(), 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04'],
  [TlsPolicy.fipsTls13Only(), 'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04'],
  [TlsPolicy.fipsPostQuantum(), 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09'],
  [TlsPolicy.fipsPostQuantumTls13Only(), 'ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09'],
])('a named policy is used without a warning (%#)', (tlsPolicy, name) => {
  const { stack } = albWith({ tlsPolicy });

  expect(policyOf(stack)).toBe(name);
  expect(tlsPolicy.policyName).toBe(name);
  expect(annotationsOf(stack)).toEqual([]);
});

test.each([
  'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06',
  'ELBSecurityPolicy-TLS-1-2-2017-01',
  'ELBSecurityPolicy-FS-1-2-Res-2020-10',
])('another policy, %s, leaves a warning', (name) => {
  const { stack } = albWith({ tlsPolicy: TlsPolicy.named(name) });

  expect(policyOf(stack)).toBe(name);
  expect(annotationsOf(stack)).toEqual([
    `The TLS policy '${name}' is not among those that Security Hub control ELB.17 accepts; PCI DSS 4.0.1 requirement ` +
      '4.2.1 asks for strong cryptography. Use TlsPolicy.tls13And12(), or record why a client needs it. ' +
      '[ack: @org/audited-alb:unlisted-tls-policy]',
  ]);
});

test.each([
  'ELBSecurityPolicy-2016-08',
  'ELBSecurityPolicy-TLS13-1-0-2021-06',
  'ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04',
  'ELBSecurityPolicy-TLS13-1-0-PQ-2025-09',
  'ELBSecurityPolicy-TLS-1-1-2017-01',
  'ELBSecurityPolicy-TLS-1-0-2015-04',
  'ELBSecurityPolicy-FS-2018-06',
  'ELBSecurityPolicy-FS-1-1-2019-08',
  'TLS13-1-2-2021-06',
  '',
])('%s is refused', (name) => {
  expect(() => albWith({ tlsPolicy: TlsPolicy.named(name) })).toThrow(
    new Error(
      'Stack/Alb: `tlsPolicy` must be the name of an Elastic Load Balancing policy with TLS 1.2 or newer, such as ' +
        `'ELBSecurityPolicy-TLS13-1-2-2021-06', got: '${name}'.`,
    ),
  );
});
