import { annotationsOf, onlyResource } from '@org/testing';
import type { Stack } from 'aws-cdk-lib/core';
import { ManagedRules, WebFirewall } from '../src';
import { albWith } from './fixture';

const stackWith = (rules: ManagedRules) => albWith({ firewall: WebFirewall.managed({ ruleGroups: [rules] }) }).stack;
const groupOf = (stack: Stack) => onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules[1];

test.each([
  [ManagedRules.common(), 'AWSManagedRulesCommonRuleSet'],
  [ManagedRules.knownBadInputs(), 'AWSManagedRulesKnownBadInputsRuleSet'],
  [ManagedRules.sqlInjection(), 'AWSManagedRulesSQLiRuleSet'],
  [ManagedRules.ipReputation(), 'AWSManagedRulesAmazonIpReputationList'],
  [ManagedRules.anonymousAddresses(), 'AWSManagedRulesAnonymousIpList'],
  [ManagedRules.adminProtection(), 'AWSManagedRulesAdminProtectionRuleSet'],
  [ManagedRules.linux(), 'AWSManagedRulesLinuxRuleSet'],
  [ManagedRules.named('AWSManagedRulesPHPRuleSet'), 'AWSManagedRulesPHPRuleSet'],
])('%# is %s', (rules, name) => {
  expect(rules.groupName).toBe(name);
});

test('a group blocks', () => {
  const stack = stackWith(ManagedRules.common());
  expect(groupOf(stack).OverrideAction).toEqual({ None: {} });
  expect(groupOf(stack).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toBeUndefined();
});

test('a counting group blocks nothing, and leaves a warning', () => {
  const stack = stackWith(ManagedRules.linux().counting());
  expect(groupOf(stack).OverrideAction).toEqual({ Count: {} });
  expect(annotationsOf(stack)).toEqual([
    'The rule group AWSManagedRulesLinuxRuleSet blocks nothing, and PCI DSS 4.0.1 requirement 6.4.2 asks that web attacks ' +
      'are prevented. Remove .counting() once its counts show that it hits no rightful request. ' +
      '[ack: @org/audited-alb:counting-rules-AWSManagedRulesLinuxRuleSet]',
  ]);
});

test('single rules count while the others block', () => {
  const stack = stackWith(
    ManagedRules.common().countingRulesNamed(['SizeRestrictions_BODY']).countingRulesNamed(['NoUserAgent_HEADER']),
  );
  expect(groupOf(stack).OverrideAction).toEqual({ None: {} });
  expect(groupOf(stack).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([
    { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
    { Name: 'NoUserAgent_HEADER', ActionToUse: { Count: {} } },
  ]);
  expect(annotationsOf(stack)).toEqual([]);
});

test('each method returns a new value', () => {
  const common = ManagedRules.common();
  common.counting();
  common.countingRulesNamed(['SizeRestrictions_BODY']);
  expect(groupOf(stackWith(common)).OverrideAction).toEqual({ None: {} });
  expect(groupOf(stackWith(common)).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toBeUndefined();

  const both = stackWith(common.countingRulesNamed(['SizeRestrictions_BODY']).counting());
  expect(groupOf(both).OverrideAction).toEqual({ Count: {} });
  expect(groupOf(both).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toHaveLength(1);
});

test.each(['', 'CommonRuleSet', 'AWSManagedRules', 'AWSManagedRulesCommon-RuleSet', 'x AWSManagedRulesPHPRuleSet'])(
  "the group '%s' is refused",
  (name) => {
    expect(() => stackWith(ManagedRules.named(name))).toThrow(
      new Error(
        `Stack/Alb/Firewall: \`ruleGroups\` must be a rule group of AWS, 'AWSManagedRules...', got: '${name}'.`,
      ),
    );
  },
);

test.each(['BotControl', 'ATP', 'ACFP', 'AntiDDoS'])('%s needs configuration and is refused', (kind) => {
  const name = `AWSManagedRules${kind}RuleSet`;
  expect(() => stackWith(ManagedRules.named(name))).toThrow(
    new Error(
      `Stack/Alb/Firewall: \`ruleGroups\` must need no configuration, got: '${name}'. Add it to the rules of \`webAcl\`.`,
    ),
  );
});

test.each(['', 'a b', 'a'.repeat(129)])("the rule '%s' is refused", (rule) => {
  expect(() => stackWith(ManagedRules.common().countingRulesNamed([rule]))).toThrow(
    new Error(
      `Stack/Alb/Firewall: \`ruleGroups\` must be named with letters, digits, hyphens and underscores, got: '${rule}'.`,
    ),
  );
});
