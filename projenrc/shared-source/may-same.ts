import { Token } from 'aws-cdk-lib/core';

/** Whether two accounts or regions are the same, as far as they are known. */
export function maySame(one: string, other: string): boolean {
  return one === other || Token.isUnresolved(one) || Token.isUnresolved(other);
}
