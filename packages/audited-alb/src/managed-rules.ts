import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { fail, requireMatch } from './private/validation';

/**
 * A group of rules that AWS writes and keeps current. A request that one of them matches is blocked.
 *
 * Immutable: each method returns a new value.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 * @see PCI DSS 4.0.1 requirement 6.4.2
 */
export class ManagedRules {
  /**
   * Common attacks, such as cross-site scripting and path traversal (`AWSManagedRulesCommonRuleSet`). It also blocks
   * bodies of more than 8 KB: for uploads, let `SizeRestrictions_BODY` count only.
   */
  public static common(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesCommonRuleSet');
  }

  /** Requests known to exploit vulnerabilities, such as Log4j's (`AWSManagedRulesKnownBadInputsRuleSet`). */
  public static knownBadInputs(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesKnownBadInputsRuleSet');
  }

  /** SQL injection (`AWSManagedRulesSQLiRuleSet`). */
  public static sqlInjection(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesSQLiRuleSet');
  }

  /** Addresses that AWS knows for attacks (`AWSManagedRulesAmazonIpReputationList`). */
  public static ipReputation(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesAmazonIpReputationList');
  }

  /** VPNs, proxies, Tor nodes and hosting providers (`AWSManagedRulesAnonymousIpList`). It blocks partners' servers too. */
  public static anonymousAddresses(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesAnonymousIpList');
  }

  /** Administration pages that are exposed by mistake (`AWSManagedRulesAdminProtectionRuleSet`). */
  public static adminProtection(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesAdminProtectionRuleSet');
  }

  /** Attacks on Linux, such as the inclusion of local files (`AWSManagedRulesLinuxRuleSet`). */
  public static linux(): ManagedRules {
    return ManagedRules.named('AWSManagedRulesLinuxRuleSet');
  }

  /**
   * Another group of AWS that needs no configuration.
   * @param groupName its name, such as `AWSManagedRulesPHPRuleSet`.
   */
  public static named(groupName: string): ManagedRules {
    return new ManagedRules(groupName, false, []);
  }

  private constructor(
    /** As AWS WAF spells it, such as `AWSManagedRulesCommonRuleSet`. */
    public readonly groupName: string,
    private readonly countsOnly: boolean,
    private readonly countingRules: string[],
  ) {}

  /** Lets the whole group count what it would block, and block nothing: for a first look. Leaves a warning. */
  public counting(): ManagedRules {
    return new ManagedRules(this.groupName, true, this.countingRules);
  }

  /**
   * Lets single rules of the group count what they would block, such as `SizeRestrictions_BODY` where files are uploaded.
   * @param rules names of rules, as AWS WAF's logs have them.
   */
  public countingRulesNamed(rules: string[]): ManagedRules {
    return new ManagedRules(this.groupName, this.countsOnly, [...this.countingRules, ...rules]);
  }

  /** @internal */
  public _bind(scope: Construct, priority: number): CfnWebACL.RuleProperty {
    const { groupName: name } = this;
    requireMatch(scope, 'ruleGroups', name, /^AWSManagedRules\w{1,100}$/, "a rule group of AWS, 'AWSManagedRules...'");
    if (/^AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)RuleSet$/.test(name)) {
      fail(scope, `\`ruleGroups\` must need no configuration, got: '${name}'. Add it to the rules of \`webAcl\`.`);
    }
    for (const rule of this.countingRules) {
      requireMatch(scope, 'ruleGroups', rule, /^[\w-]{1,128}$/, 'named with letters, digits, hyphens and underscores');
    }
    if (this.countsOnly) {
      Annotations.of(scope).addWarningV2(
        `@org/audited-alb:counting-rules-${name}`,
        `The rule group ${name} blocks nothing, and PCI DSS 4.0.1 requirement 6.4.2 asks that web attacks are prevented. ` +
          'Remove .counting() once its counts show that it hits no rightful request.',
      );
    }
    return {
      name,
      priority,
      overrideAction: this.countsOnly ? { count: {} } : { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ruleActionOverrides: this.countingRules.length > 0 ? this.overrides() : undefined,
        },
      },
      visibilityConfig: { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: name },
    };
  }

  private overrides(): CfnWebACL.RuleActionOverrideProperty[] {
    return this.countingRules.map((name) => ({ name, actionToUse: { count: {} } }));
  }
}
