import {
  type ApplicationListener,
  type ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Annotations } from 'aws-cdk-lib/core';
import { acknowledge, REDIRECT_NEEDS_NO_CERTIFICATE } from './acknowledgements';

/** A listener whose only answer is that HTTPS is the way, for good. */
export function redirectToHttps(loadBalancer: ApplicationLoadBalancer): ApplicationListener {
  const listener = loadBalancer.addListener('Http', {
    port: 80,
    protocol: ApplicationProtocol.HTTP,
    open: false,
    defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
  });
  listener.setAttribute('routing.http.response.server.enabled', 'false');
  acknowledge(listener, REDIRECT_NEEDS_NO_CERTIFICATE);
  Annotations.of(listener).addWarningV2(
    '@org/audited-alb:plain-http-redirect',
    'Port 80 is open for a redirect: what a client sends there comes in the clear, and PCI DSS 4.0.1 requirement 4.2.1 ' +
      'asks for strong cryptography on public networks. Leave `plainHttp` out where clients are programs.',
  );
  return listener;
}
