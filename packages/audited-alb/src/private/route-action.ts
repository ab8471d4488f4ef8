import { type IApplicationTargetGroup, ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type Duration, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { FixedResponse, WeightedOptions, WeightedTarget } from '../route-actions';
import { requireSeconds, seconds } from './duration';
import { requireIntegerIfGiven } from './if-given';
import { stickinessOf } from './target-group';
import { fail, requireInteger, requireMatch } from './validation';

const CONTENT_TYPES = /^(text\/(plain|css|html)|application\/(javascript|json))$/;

export function weightedAction(
  scope: IConstruct,
  targets: readonly WeightedTarget[],
  options: WeightedOptions,
): ListenerAction {
  requireInteger(scope, 'routing', targets.length, { min: 1, max: 5, unit: 'target groups' });
  const [only] = targets;
  for (const { weight } of targets) requireInteger(scope, 'weight', weight, { min: 0, max: 999 });
  if (targets.every(({ weight }) => weight === 0)) {
    fail(
      scope,
      '`weight` must be above 0 for at least one target group, got: 0 for all. Nobody would get the requests.',
    );
  }
  for (const { targetGroup } of targets) requireOwn(scope, targetGroup);
  if (options.stickiness) requireSeconds(scope, 'stickiness', options.stickiness, { min: 1, max: 604_800 });
  return targets.length === 1 && only
    ? ListenerAction.forward([only.targetGroup])
    : ListenerAction.weightedForward([...targets], {
        stickinessDuration: options.stickiness ?? longestStickiness(targets),
      });
}

/** Which load balancer routes to a target group. */
const ROUTED_BY = new WeakMap<IApplicationTargetGroup, IConstruct>();

/**
 * Refuses a target group to which another load balancer routes.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
function requireOwn(alb: IConstruct, targetGroup: IApplicationTargetGroup): void {
  const other = ROUTED_BY.get(targetGroup) ?? alb;
  ROUTED_BY.set(targetGroup, other);
  if (other === alb) return;
  fail(
    alb,
    `\`routing\` must lead to target groups that no other load balancer routes to, got: ${targetGroup.node.path}, which ` +
      `${other.node.path} routes to. Add one to this load balancer, with the same targets.`,
  );
}

/** Elastic Load Balancing refuses a sticky target group in a route that may send the client to another one. */
function longestStickiness(targets: readonly WeightedTarget[]): Duration | undefined {
  return targets
    .map(({ targetGroup }) => stickinessOf(targetGroup))
    .filter((duration) => duration !== undefined)
    .reduce<Duration | undefined>((a, b) => (a === undefined || seconds(a) < seconds(b) ? b : a), undefined);
}

export function fixedResponseAction(scope: IConstruct, response: FixedResponse): ListenerAction {
  const { statusCode, contentType = 'text/plain', body } = response;
  requireInteger(scope, 'statusCode', statusCode, { min: 200, max: 599 });
  if (statusCode >= 300 && statusCode <= 399) {
    fail(
      scope,
      `\`statusCode\` must be 200 to 299 or 400 to 599, got: ${statusCode}. A redirect is not a fixed response.`,
    );
  }
  requireMatch(
    scope,
    'contentType',
    contentType,
    CONTENT_TYPES,
    'text/plain, text/css, text/html, application/javascript or application/json',
  );
  if (!Token.isUnresolved(body)) {
    requireIntegerIfGiven(scope, 'body', body?.length, { min: 0, max: 1024, unit: 'characters' });
  }
  return ListenerAction.fixedResponse(statusCode, { contentType, messageBody: body });
}
