import { CfnSecurityGroupEgress, CfnSecurityGroupIngress, type IConnectable, type Port } from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { referenced } from './referenced';
import { TaskSecurityGroup } from './task-security-group';

/**
 * Opens a port on both sides. Rules between two stacks stand in the stack of the caller, which then waits for the other
 * one; if that one waits for the caller's already, they stand there instead: two stacks cannot wait for each other.
 */
export function openPort(
  caller: IConnectable & IConstruct,
  called: IConnectable,
  port: Port,
  description: string,
): void {
  const here = Stack.of(caller);
  const elsewhere = called.connections.securityGroups.map((group) => Stack.of(group)).filter((stack) => stack !== here);
  if (elsewhere.some((stack) => waitsFor(stack, here))) {
    called.connections.allowFrom(caller, port, description);
    return;
  }
  caller.connections.allowTo(called, port, description);
}

function waitsFor(stack: Stack, other: Stack, seen = new Set<Stack>()): boolean {
  if (stack === other) return true;
  if (seen.has(stack)) return false;
  seen.add(stack);
  return [...stack.dependencies, ...namedInRules(stack, stack)].some((candidate) => waitsFor(candidate, other, seen));
}

/** The stacks whose security groups are named in rules of this one, whoever made these: CDK counts them only later. */
function namedInRules(node: IConstruct, stack: Stack): Stack[] {
  if (Stack.of(node) !== stack) return [];
  if (CfnSecurityGroupEgress.isCfnSecurityGroupEgress(node))
    return stacksOf(node.groupId, node.destinationSecurityGroupId);
  if (CfnSecurityGroupIngress.isCfnSecurityGroupIngress(node))
    return stacksOf(node.groupId, node.sourceSecurityGroupId);
  // Rules of a service stand below its group. Whatever else it consists of is left out: in a long chain of services each
  // call looks at all that follow.
  const { children } = (TaskSecurityGroup.tryOf(node) ?? node).node;
  return children.flatMap((child) => namedInRules(child, stack));
}

function stacksOf(...groups: readonly (string | undefined)[]): Stack[] {
  return groups.flatMap((id) => {
    const group = referenced(id);
    return group ? [Stack.of(group)] : [];
  });
}
