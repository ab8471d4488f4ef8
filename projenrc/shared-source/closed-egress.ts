import type { CfnSecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Lazy, Stack } from 'aws-cdk-lib/core';

/**
 * Keeps the rule that stands for "nothing out" until the group itself has another one. CDK drops it as soon as any
 * stack has a rule for the group, and without a rule of its own EC2 opens a group to everywhere: for as long as it takes
 * until the other stack is deployed, and again once that stack is deleted.
 */
export function keepEgressClosed(securityGroup: SecurityGroup): void {
  const stack = Stack.of(securityGroup);
  const resource = securityGroup.node.defaultChild as CfnSecurityGroup;
  const rules = resource.securityGroupEgress;
  const closed = stack.resolve(rules);
  resource.securityGroupEgress = Lazy.any({ produce: () => (stack.resolve(rules) === undefined ? closed : rules) });
}
