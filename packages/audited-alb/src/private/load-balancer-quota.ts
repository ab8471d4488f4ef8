import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Target groups, and rules beside the default one, of one load balancer, unless the account has a higher quota.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const QUOTA = 100;

/** Warns once, as soon as there is one more than Elastic Load Balancing takes. */
export function warnOfQuota(alb: IConstruct, what: 'routes' | 'target groups', count: number): void {
  if (count !== QUOTA + 1) return;
  Annotations.of(alb).addWarningV2(
    `@org/audited-alb:too-many-${what.replace(' ', '-')}`,
    `There are more than ${QUOTA} ${what}, and Elastic Load Balancing takes ${QUOTA} for each load balancer unless the account ` +
      'has a higher quota. Put further ones behind another load balancer, in a stack of its own.',
  );
}
