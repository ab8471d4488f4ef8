import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import type { Stack } from 'aws-cdk-lib/core';
import { Ingress, PlainHttp } from '../src';
import { albWith } from './fixture';

const listenersOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);

test.each([undefined, PlainHttp.refused()])('by default nothing listens on port 80 (%#)', (plainHttp) => {
  const { stack, alb } = albWith({ plainHttp });
  expect(listenersOf(stack).map(({ Port }) => Port)).toEqual([443]);
  expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toHaveLength(1);
  expect(alb.redirectListener).toBeUndefined();
});

describe('redirected', () => {
  const { stack, alb } = albWith({ plainHttp: PlainHttp.redirected(), ingress: Ingress.cidrs(['203.0.113.0/24']) });

  test('port 80 answers that HTTPS is the way, and nothing else', () => {
    const [, http] = listenersOf(stack);
    expect(listenersOf(stack)).toHaveLength(2);
    expect(http).toMatchObject({ Port: 80, Protocol: 'HTTP' });
    expect(http?.DefaultActions).toEqual([
      { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
    ]);
    expect(http?.ListenerAttributes).toEqual([{ Key: 'routing.http.response.server.enabled', Value: 'false' }]);
    expect(alb.redirectListener?.node.id).toBe('Http');
  });

  test('it is open to those who may use HTTPS, and to nobody else', () => {
    const rule = (port: number, Description: string) => ({
      CidrIp: '203.0.113.0/24',
      Description,
      FromPort: port,
      ToPort: port,
      IpProtocol: 'tcp',
    });
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toEqual([
      rule(443, 'HTTPS from an allowed range'),
      rule(80, 'HTTP from an allowed range, to be redirected'),
    ]);
  });

  test('it leaves a warning', () => {
    expect(annotationsOf(stack)).toEqual([
      'Port 80 is open for a redirect: what a client sends there comes in the clear, and PCI DSS 4.0.1 requirement 4.2.1 ' +
        'asks for strong cryptography on public networks. Leave `plainHttp` out where clients are programs. ' +
        '[ack: @org/audited-alb:plain-http-redirect]',
    ]);
  });
});

test('it does not go with CloudFront, whose list fits into a security group once', () => {
  const ingress = Ingress.cloudFront('pl-0123456789abcdef0');
  expect(() => albWith({ plainHttp: PlainHttp.redirected(), ingress })).toThrow(
    new Error(
      'Stack/Alb: `plainHttp` must be PlainHttp.refused() with Ingress.cloudFront(), because its prefix list fits into a ' +
        'security group once, got: PlainHttp.redirected(). Let CloudFront redirect viewers to HTTPS.',
    ),
  );
});
