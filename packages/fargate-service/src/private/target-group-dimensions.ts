import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Lazy } from 'aws-cdk-lib/core';

/** How CloudWatch and Application Auto Scaling call a target group. */
export interface TargetGroupDimensions {
  readonly LoadBalancer: string;
  readonly TargetGroup: string;
}

/** Read at the end of the synthesis: a target group often meets its load balancer after the service. */
export function dimensionsOf(targetGroup: IApplicationTargetGroup): TargetGroupDimensions {
  const read = (name: keyof TargetGroupDimensions) =>
    Lazy.string({ produce: () => targetGroup.metrics.requestCount().dimensions?.[name] as string });
  return { LoadBalancer: read('LoadBalancer'), TargetGroup: read('TargetGroup') };
}
