import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail, requireMatch } from './private/validation';

/** The policies of a bucket and of its key have a size, which so many accounts keep to. */
const MOST_ACCOUNTS = 50;

/** Whose logs a bucket receives. */
export interface LogSources {
  /**
   * Ids of the accounts whose logs arrive, for a bucket of a log archive account: 1 to 50, each once. They are the whole
   * list: name the bucket's own account too if its logs arrive as well. Anything else is an error, and so is a list that is
   * known only at deployment; single ids may be.
   * @default - the account of the bucket alone
   */
  readonly accounts?: string[];
}

/** The accounts, checked; undefined where none are named. */
export function accountsOf(scope: IConstruct, { accounts }: LogSources): string[] | undefined {
  if (accounts === undefined) return undefined;
  if (Token.isUnresolved(accounts)) {
    fail(
      scope,
      '`accounts` must be a list whose length is known at synthesis, got: a list that is known only at deployment. Each ' +
        'account gets a statement of its own: name them one by one, as tokens where you must.',
    );
  }
  if (accounts.length < 1 || accounts.length > MOST_ACCOUNTS) {
    fail(
      scope,
      `\`accounts\` must be 1 to ${MOST_ACCOUNTS} ids, got: ${accounts.length}. Leave it out for this account alone, and ` +
        'give more accounts a second bucket.',
    );
  }
  for (const account of accounts) requireMatch(scope, 'accounts', account, /^\d{12}$/, 'ids of twelve digits');
  const twice = accounts.find((account, place) => accounts.indexOf(account) !== place);
  if (twice !== undefined) fail(scope, `\`accounts\` must name each account once, got: '${twice}' a second time.`);
  return accounts;
}
