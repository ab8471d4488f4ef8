import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Lazy } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** How CloudWatch and Application Auto Scaling call a target group. */
export interface TargetGroupDimensions {
  readonly LoadBalancer: string;
  readonly TargetGroup: string;
}

/**
 * Read at the end of the synthesis: a target group often meets its load balancer after the service.
 * @param prop what the target group was given to
 */
export function dimensionsOf(
  scope: IConstruct,
  prop: string,
  targetGroup: IApplicationTargetGroup,
): TargetGroupDimensions {
  const read = (name: keyof TargetGroupDimensions) =>
    Lazy.string({ produce: () => requestCount(scope, prop, targetGroup).dimensions?.[name] as string });
  return { LoadBalancer: read('LoadBalancer'), TargetGroup: read('TargetGroup') };
}

/** CDK says of a target group without a load balancer neither which one it is nor who asks. */
function requestCount(scope: IConstruct, prop: string, targetGroup: IApplicationTargetGroup): Metric {
  try {
    return targetGroup.metrics.requestCount();
  } catch {
    fail(
      scope,
      `\`${prop}\` must have a target group behind a load balancer, got: '${targetGroup.node.path}', to which no listener ` +
        'leads. Add it to one, or import it with `loadBalancerArns`.',
    );
  }
}
