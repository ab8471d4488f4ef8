import { type ArnComponents, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Holds for what an AWS service writes in the name of these accounts, in the region of a construct. One account stands by
 * itself, as AWS's documentation has it: a list would be another statement, and the policy would have both.
 */
export function fromAccounts(scope: IConstruct, accounts: readonly string[], source: ArnComponents) {
  const arns = accounts.map((account) => Stack.of(scope).formatArn({ ...source, account }));
  return {
    StringEquals: { 'aws:SourceAccount': oneOrMany(accounts) },
    ArnLike: { 'aws:SourceArn': oneOrMany(arns) },
  };
}

/** The account of a construct, where no others are given. */
export function ownAccount(scope: IConstruct): [string] {
  return [Stack.of(scope).account];
}

function oneOrMany(values: readonly string[]): string | string[] {
  const [first, ...rest] = values;
  return first !== undefined && rest.length === 0 ? first : [...values];
}
