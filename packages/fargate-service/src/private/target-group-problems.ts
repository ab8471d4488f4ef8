import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import type { CfnTargetGroup, IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Stack } from 'aws-cdk-lib/core';
import type { FargateServiceProps } from '../fargate-service-props';
import { cfnServiceOf } from './name-limits';

/** What a service asks of its target groups, which it meets only after it was made. */
export function targetGroupProblems(
  service: FargateService,
  targetGroups: IApplicationTargetGroup[],
  { discovery, healthCheckGracePeriod, scaling }: FargateServiceProps,
): string[] {
  const problems: string[] = [];
  if (scaling?._needsTargetGroup && targetGroups.length === 0) {
    problems.push(
      '`scaling.onRequests` must be left out without a load balancer, got: a service in no target group. ' +
        'Add the service to a target group, or scale on another metric.',
    );
  }
  if (healthCheckGracePeriod && !isAttached(service)) {
    problems.push(
      '`healthCheckGracePeriod` must be left out without a load balancer, got: ' +
        `${healthCheckGracePeriod.toHumanString()}. Add the service to a target group, or use the startPeriod of \`container.healthCheck\`.`,
    );
  }
  if (!discovery?._encrypts) return problems;
  return [...problems, ...targetGroups.filter(speaksPlainly).map(plainProblem)];
}

/** Load balancers of others may be added to the L2. */
function isAttached(service: FargateService): boolean {
  const loadBalancers: unknown = Stack.of(service).resolve(cfnServiceOf(service).loadBalancers);
  return Array.isArray(loadBalancers) && loadBalancers.length > 0;
}

/** The protocol of an imported target group is not known here. */
function speaksPlainly({ node }: IApplicationTargetGroup): boolean {
  return (node.defaultChild as CfnTargetGroup | undefined)?.protocol === 'HTTP';
}

function plainProblem({ node }: IApplicationTargetGroup): string {
  return (
    `\`discovery.tls\` must come with target groups that speak HTTPS, got: HTTP in '${node.path}'. The proxy of Service ` +
    'Connect takes TLS alone on the port of the service: give the target group ApplicationProtocol.HTTPS.'
  );
}
