import type { CfnLogGroup, ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { TWELVE_MONTHS_IN_DAYS } from './twelve-months';
import { warnsItself } from './warns-itself';

/**
 * Warns of a given log group that holds less than one of this package. At synthesis, because what a group is may be said
 * after it was given.
 */
export function warnOfGivenLogGroup(scope: Construct, logGroup: ILogGroup): void {
  scope.node.addValidation({
    validate: () => {
      for (const [id, found] of Object.entries(shortcomings(logGroup))) {
        const text = `The given \`logGroup\` ${logGroup.node.path} ${found}`;
        Annotations.of(scope).addWarningV2(`@org/fargate-service:${id}`, text);
      }
      return [];
    },
  });
}

/** What it lacks, by the id of the warning. */
function shortcomings(logGroup: ILogGroup): Record<string, string> {
  const resource = logGroup.node.defaultChild;
  if (!CfnResource.isCfnResource(resource)) return { 'imported-log-group': UNKNOWN };
  if (warnsItself(resource)) return {};
  const { dataProtectionPolicy, retentionInDays } = resource as CfnLogGroup;
  const { masking, days } = Stack.of(resource).resolve({ masking: dataProtectionPolicy, days: retentionInDays });
  return {
    ...(masksCardNumbers(masking) ? {} : { 'no-masking': NOT_MASKED }),
    // Without a retention events stay for ever; one that is not a number is known at deployment only.
    ...(typeof days === 'number' && days < TWELVE_MONTHS_IN_DAYS
      ? { 'log-retention-below-twelve-months': `keeps events for ${days} days, ${TOO_SHORT}` }
      : {}),
  };
}

/** Whether the policy of a log group hides card numbers, and does not only report them. */
function masksCardNumbers(policy: unknown): boolean {
  const text = JSON.stringify(policy ?? '');
  return text.includes('data-identifier/CreditCardNumber') && text.includes('Deidentify');
}

const UNKNOWN =
  'is not defined in this app, where nobody sees whether it masks card numbers (PCI DSS 4.0.1 requirement 3.4.1) and keeps ' +
  'events for twelve months (10.5.1). Look at it where it is defined.';

const NOT_MASKED =
  'does not mask card numbers, and PCI DSS 4.0.1 requirement 3.4.1 allows them to be displayed masked only. Give it a ' +
  '`dataProtectionPolicy` with DataIdentifier.CREDITCARDNUMBER, or leave `logGroup` out.';

const TOO_SHORT =
  `and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Give it a \`retention\` of at least ${TWELVE_MONTHS_IN_DAYS} ` +
  'days, leave `logGroup` out, or export the events to a bucket that keeps them.';
