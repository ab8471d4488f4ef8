import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { maySame } from './may-same';

/**
 * What is wrong with the names of the stacks directly below `scope`, beside all others of the app: ids that are joined by
 * hyphens may read the same, and CloudFormation would take the second stack for an update of the first.
 */
export function stackNameProblems(scope: IConstruct): string[] {
  const stacks = scope.node.root.node.findAll().filter(Stack.isStack);
  const isOurs = ({ node }: Stack) => node.scope === scope;
  return stacks.filter(isOurs).flatMap((own) => {
    const other = stacks.find((stack) => stack !== own && stack.stackName === own.stackName && mayMeet(stack, own));
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
