import type { IPeer } from 'aws-cdk-lib/aws-ec2';
import { Annotations, CfnElement, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/**
 * Target groups of a load balancer, of which no account gets more, and rules beside the default one, of which it may.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const QUOTA = 100;

/**
 * Outputs of a stack. CDK writes two for each service of another stack.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const OUTPUTS = 200;

/**
 * Inbound rules of a security group, for each kind of addresses, unless an account asked for more.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const RULES = 60;

const WAY_OUT = 'Put further ones behind another load balancer, in a stack of its own.';

/** Refuses a target group beside so many others that Elastic Load Balancing would. */
export function requireRoom(alb: IConstruct, id: string, targetGroups: number): void {
  if (targetGroups < QUOTA) return;
  fail(
    alb,
    `\`addTargetGroup\` must not add more than the ${QUOTA} target groups that Elastic Load Balancing takes for a load ` +
      `balancer, got: '${id}' as one more. ${WAY_OUT}`,
  );
}

/** Warns once, as soon as there is one more than Elastic Load Balancing takes by default. */
export function warnOfManyRoutes(alb: IConstruct, routes: number): void {
  if (routes !== QUOTA + 1) return;
  Annotations.of(alb).addWarningV2(
    '@org/audited-alb:too-many-routes',
    `There are more than ${QUOTA} routes, and Elastic Load Balancing takes ${QUOTA} for each load balancer unless the account ` +
      `has a higher quota. ${WAY_OUT}`,
  );
}

/** Warns of more rules than Amazon EC2 takes by default. How many entries a prefix list counts as is not known here: one. */
export function warnOfManyRules(alb: IConstruct, peers: readonly IPeer[], ports: number): void {
  const rules = peers.map((peer) => peer.toIngressRuleConfig() as { cidrIp?: string; cidrIpv6?: string });
  // A prefix list counts for both kinds.
  const ipv4 = rules.filter(({ cidrIpv6 }) => cidrIpv6 === undefined).length;
  const ipv6 = rules.filter(({ cidrIp }) => cidrIp === undefined).length;
  const most = Math.max(ipv4, ipv6) * ports;
  if (most <= RULES) return;
  Annotations.of(alb).addWarningV2(
    '@org/audited-alb:too-many-ranges',
    `\`ingress\` makes ${most} inbound rules, and Amazon EC2 takes ${RULES} for each kind of addresses in a security group ` +
      'unless the account has a higher quota (L-0EA8095F). Join ranges, or raise it before the deployment.',
  );
}

/** What is wrong with the stack of a load balancer whose targets stand in other stacks. */
export function outputProblems(alb: IConstruct): string[] {
  const stack = Stack.of(alb);
  const outputs = stack.node.findAll().filter((node) => isOutput(node) && Stack.of(node) === stack).length;
  if (outputs <= OUTPUTS) return [];
  return [
    `The stack of the load balancer must have at most the ${OUTPUTS} outputs that CloudFormation takes, got: ${outputs}, of ` +
      `which each service of another stack takes two. ${WAY_OUT}`,
  ];
}

function isOutput(node: IConstruct): boolean {
  return CfnElement.isCfnElement(node) && 'importValue' in node;
}
