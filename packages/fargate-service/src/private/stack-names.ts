import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * What is wrong with the names of the stacks directly below `scope`, beside all others of the app: ids that are joined by
 * hyphens may read the same, and CloudFormation would take the second stack for an update of the first.
 */
export function stackNameProblems(scope: IConstruct): string[] {
  const named = new Map<string, Stack[]>();
  for (const stack of scope.node.root.node.findAll().filter(Stack.isStack)) {
    named.set(stack.stackName, [...(named.get(stack.stackName) ?? []), stack]);
  }
  return scope.node.children.filter(Stack.isStack).flatMap((own) => {
    const other = named.get(own.stackName)?.find((stack) => stack !== own && mayMeet(stack, own));
    if (!other) return [];
    return [
      `\`stackName\` must be unique in an account and region, got: '${own.stackName}' for both '${own.node.path}' and ` +
        `'${other.node.path}'. Give one of them another name: addStack('${own.node.id}', { stackName }).`,
    ];
  });
}

/** Whether both may be deployed to one account and region, as far as these are known. */
function mayMeet(one: Stack, other: Stack): boolean {
  return maySame(one.account, other.account) && maySame(one.region, other.region);
}

function maySame(one: string, other: string): boolean {
  return one === other || Token.isUnresolved(one) || Token.isUnresolved(other);
}
