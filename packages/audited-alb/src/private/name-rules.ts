import type { ApplicationLoadBalancer, CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Token } from 'aws-cdk-lib/core';

/**
 * What is wrong with the load balancer's physical name, if one was given. CDK checks the name of its own construct, but
 * not the one that an aspect sets on the resource.
 */
export function nameProblems(loadBalancer: ApplicationLoadBalancer): string[] {
  const { name } = loadBalancer.node.defaultChild as CfnLoadBalancer;
  if (name === undefined || Token.isUnresolved(name)) return [];
  const wellFormed = /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name);
  if (wellFormed) return [];
  return [
    `The load balancer's name must have 1 to 32 letters, digits and hyphens, no hyphen at either end and not begin with ` +
      `'internal-', got: '${name}' (${name.length} characters). Shorten it where it is set.`,
  ];
}
