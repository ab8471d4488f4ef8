import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnKey, IKey } from 'aws-cdk-lib/aws-kms';
import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { limitPolicySize } from './policy-size';

/**
 * Adds a statement to the policy of a key, and refuses a policy that has become larger than AWS KMS takes. The policy of an
 * imported key can't be changed from here: then it returns the statement as JSON, for a warning from which it is pasted where
 * the key is defined.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
export function missingInKeyPolicy(scope: IConstruct, key: IKey, statement: PolicyStatement): string | undefined {
  if (key.addToResourcePolicy(statement).statementAdded) {
    limitKeyPolicy(key);
    return undefined;
  }
  return JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()));
}

function limitKeyPolicy(key: IKey): void {
  const resource = key.node.defaultChild;
  if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'AWS::KMS::Key') return;
  limitPolicySize(resource, {
    document: () => (resource as CfnKey).keyPolicy,
    bytes: 32 * 1024,
    service: 'AWS KMS',
    remedy: 'Give some of what it encrypts another key.',
  });
}
