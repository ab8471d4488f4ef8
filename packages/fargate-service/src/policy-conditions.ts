import type { IConstruct } from 'constructs';
import { fail } from './private/validation';

/** IAM's conditions by operator, then by key. */
export type ConditionBlock = Record<string, Record<string, unknown>>;

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
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
   */
  public static requestedRegion(...regions: string[]): PolicyConditions {
    return PolicyConditions.stringEquals('aws:RequestedRegion', ...regions);
  }

  /** Allows requests in which a condition key has one of these values. */
  public static stringEquals(key: string, ...values: string[]): PolicyConditions {
    return new PolicyConditions({ StringEquals: { [key]: values.length === 1 ? values[0] : values } });
  }

  private constructor(
    /** @internal */
    public readonly _conditions: ConditionBlock,
  ) {}

  /** These conditions and others: all must hold. */
  public and(other: PolicyConditions): PolicyConditions {
    const operators = new Set([...Object.keys(this._conditions), ...Object.keys(other._conditions)]);
    return new PolicyConditions(
      Object.fromEntries(
        [...operators].map((operator) => [operator, { ...this._conditions[operator], ...other._conditions[operator] }]),
      ),
    );
  }

  /** @internal */
  public _validate(scope: IConstruct): void {
    for (const [key, value] of Object.values(this._conditions).flatMap(Object.entries)) {
      if (Array.isArray(value) && value.length === 0) {
        fail(scope, `\`policyConditions\` must give each key a value, got: none for ${key}.`);
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
