import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { fail } from './fail';

/**
 * To CDK an alias is a key. But a policy that names one as its resource grants nothing, and CloudWatch Logs takes keys only.
 * @param prop with which the key was given
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
 */
export function refuseAlias(scope: IConstruct, prop: string, key: IKey | undefined): void {
  if (!key || !('aliasName' in key)) return;
  fail(
    scope,
    `\`${prop}\` must be a key, got: the alias ${key.node.path}, by which no role can be let use the key. Use the ` +
      '`aliasTargetKey` of an alias of this app, else Key.fromKeyArn() or Key.fromLookup().',
  );
}
