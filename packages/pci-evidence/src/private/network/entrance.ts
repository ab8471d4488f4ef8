import { describe } from '../template/possibility';
import type { Reader } from '../template/read';
import type { Resource } from '../template/template';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** Whether a resource is an application load balancer that takes requests over HTTPS alone, redirects aside. */
export function isEntrance(resource: Resource, reader: Reader): boolean {
  if (resource.type !== BALANCER) return false;
  const application = reader.read(resource, 'Type').every((one) => ['nothing', 'application'].includes(describe(one)));
  return application && listenersOf(resource, reader).every((listener) => isSafe(listener, reader));
}

/** The listeners of a load balancer, in whatever stack they stand. */
function listenersOf(balancer: Resource, reader: Reader): Resource[] {
  return reader.platform
    .all('AWS::ElasticLoadBalancingV2::Listener')
    .filter((listener) => reader.targets(listener, 'LoadBalancerArn').includes(balancer));
}

/** HTTPS in every possibility, or nothing but a redirect to it. */
function isSafe(listener: Resource, reader: Reader): boolean {
  const https = reader.read(listener, 'Protocol').every((one) => describe(one) === 'HTTPS');
  return https || redirectsOnly(listener, reader);
}

/** Whether a listener and its rules answer with a redirect to HTTPS, whatever is asked. */
export function redirectsOnly(listener: Resource, reader: Reader): boolean {
  const rules = reader.platform
    .all('AWS::ElasticLoadBalancingV2::ListenerRule')
    .filter((rule) => reader.targets(rule, 'ListenerArn').includes(listener));
  const actions = [
    ...reader.lists(listener, 'DefaultActions').flat(2),
    ...rules.flatMap((rule) => reader.lists(rule, 'Actions').flat(2)),
  ];
  const is = (value: string, text: string) => value.toLowerCase() === text;
  return (
    actions.length > 0 &&
    actions.every(
      (action) =>
        reader.below(action, 'Type').every((one) => is(describe(one), 'redirect')) &&
        reader.below(action, 'RedirectConfig.Protocol').every((one) => is(describe(one), 'https')),
    )
  );
}
