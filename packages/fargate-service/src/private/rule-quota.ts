import { CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { referenced } from './referenced';

/**
 * Rules that a security group may have in one direction, unless an account asked for more.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const QUOTA = 60;

interface Rules {
  in: number;
  out: number;
}

/** Warns of groups that reach the quota. Rules stand in the stacks of all who call, so it takes the whole app to count. */
export function warnOfManyRules(scope: IConstruct): void {
  const counts = new Map<CfnSecurityGroup, Rules>();
  const count = (group: CfnSecurityGroup | undefined, direction: keyof Rules, rules = 1) => {
    if (!group || rules === 0) return;
    const counted = counts.get(group) ?? { in: 0, out: 0 };
    counted[direction] += rules;
    counts.set(group, counted);
  };
  for (const node of scope.node.root.node.findAll()) {
    if (CfnSecurityGroup.isCfnSecurityGroup(node)) {
      count(node, 'in', inline(node, node.securityGroupIngress));
      count(node, 'out', inline(node, node.securityGroupEgress));
    } else if (CfnSecurityGroupIngress.isCfnSecurityGroupIngress(node)) count(groupOf(node.groupId), 'in');
    else if (CfnSecurityGroupEgress.isCfnSecurityGroupEgress(node)) count(groupOf(node.groupId), 'out');
  }
  for (const [group, rules] of counts) warn(group, rules);
}

function inline(group: CfnSecurityGroup, rules: unknown): number {
  const resolved: unknown = Stack.of(group).resolve(rules);
  return Array.isArray(resolved) ? resolved.length : 0;
}

/** The group that a rule names, if it is one of this app. */
function groupOf(id: string | undefined): CfnSecurityGroup | undefined {
  const group = referenced(id);
  return CfnSecurityGroup.isCfnSecurityGroup(group) ? group : undefined;
}

function warn(group: CfnSecurityGroup, rules: Rules): void {
  const [direction, most] = rules.in > rules.out ? ['inbound', rules.in] : ['outbound', rules.out];
  if (most <= QUOTA) return;
  Annotations.of(group).addWarningV2(
    '@org/fargate-service:rule-quota',
    `This security group has ${most} ${direction} rules, and Amazon EC2 takes ${QUOTA} unless the account ` +
      'has a higher quota (L-0EA8095F, at most 200 with five groups a network interface). Raise it before the deployment, or ' +
      'let one service stand before those that many call.',
  );
}
