import type { IConstruct } from 'constructs';
import { fail, requireMatch } from './private/validation';

/** IAM's conditions by operator, then by key. */
export type ConditionBlock = Record<string, Record<string, unknown>>;

interface Condition {
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * IAM conditions that a service puts on every statement that its two roles allow. Each method returns a new value:
 * `PolicyConditions.requestedRegion('us-east-1').and(PolicyConditions.stringEquals('aws:PrincipalTag/Environment', 'prod'))`.
 *
 * A condition must hold for every action of the roles. A key such as `aws:ResourceTag/Environment` does not, because
 * `ecr:GetAuthorizationToken` has no resource, so that no task would start: it is refused.
 * @see PCI DSS 4.0.1 requirement 7.2.2
 */
export class PolicyConditions {
  /**
   * Allows calls to these regions alone.
   * @param regions their codes, such as `us-east-1`, one at least
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
   */
  public static requestedRegion(...regions: string[]): PolicyConditions {
    return PolicyConditions.stringEquals('aws:RequestedRegion', ...regions);
  }

  /**
   * Allows requests in which a condition key has one of these values.
   * @param key such as `aws:PrincipalTag/Environment`
   * @param values one at least
   */
  public static stringEquals(key: string, ...values: string[]): PolicyConditions {
    return new PolicyConditions([{ key, values }]);
  }

  private constructor(private readonly conditions: readonly Condition[]) {}

  /**
   * These conditions and others: all must hold. A key that both have is an error, because a request has one value of it.
   * @param other what must hold as well
   */
  public and(other: PolicyConditions): PolicyConditions {
    return new PolicyConditions([...this.conditions, ...other.conditions]);
  }

  /** @internal */
  public get _conditions(): ConditionBlock {
    const byKey = this.conditions.map(({ key, values }) => [key, values.length === 1 ? values[0] : values]);
    return { StringEquals: Object.fromEntries(byKey) };
  }

  /** @internal */
  public _validate(scope: IConstruct): void {
    for (const condition of this.conditions) checkTexts(scope, condition);
    // IAM reads keys without regard to case.
    const keys = this.conditions.map(({ key }) => key.toLowerCase());
    for (const [place, { key, values }] of this.conditions.entries()) {
      if (values.length === 0) fail(scope, `\`policyConditions\` must give each key a value, got: none for ${key}.`);
      if (keys.indexOf(key.toLowerCase()) !== place) {
        fail(
          scope,
          `\`policyConditions\` must name each key once, got: ${key} a second time. Give all its values at once.`,
        );
      }
      if (!key.includes(':ResourceTag/')) continue;
      fail(
        scope,
        `\`policyConditions\` must hold for actions without a resource, got: ${key}. ` +
          'Use PolicyConditions.requestedRegion(), or a permissions boundary.',
      );
    }
  }
}

/** A value that is not there would leave the condition out, and open what it narrows. */
function checkTexts(scope: IConstruct, { key, values }: Condition): void {
  requireMatch(scope, 'policyConditions', key, /^[\w-]+:\S/, "on condition keys, such as 'aws:RequestedRegion'");
  for (const value of values) requireMatch(scope, 'policyConditions', value, /\S/, `on values of ${key} that are text`);
}
