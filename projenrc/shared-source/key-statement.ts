import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Adds a statement to the policy of a key. The policy of an imported key can't be changed from here: then it returns the
 * statement as JSON, for a warning from which it is pasted where the key is defined.
 */
export function missingInKeyPolicy(scope: IConstruct, key: IKey, statement: PolicyStatement): string | undefined {
  if (key.addToResourcePolicy(statement).statementAdded) return undefined;
  return JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()));
}
