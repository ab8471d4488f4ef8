import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const acl = (properties: object, others: Resources = {}): Resources => ({
  X: { Type: 'AWS::WAFv2::WebACL', Properties: properties },
  ...others,
});
const managed = (name: string, more: object = {}, vendor = 'AWS') => ({
  Name: name,
  OverrideAction: { None: {} },
  Statement: { ManagedRuleGroupStatement: { VendorName: vendor, Name: name } },
  ...more,
});
const wanted = ['Common', 'KnownBadInputs', 'SQLi'].map((kind) => managed(`AWSManagedRules${kind}RuleSet`));
const log = (properties: object = {}): Resources => ({
  Log: {
    Type: 'AWS::WAFv2::LoggingConfiguration',
    Properties: { ResourceArn: { 'Fn::GetAtt': ['X', 'Arn'] }, ...properties },
  },
});
const header = (...FieldKeys: string[]) => ({ Action: 'HASH', Field: { FieldType: 'SINGLE_HEADER', FieldKeys } });
const cookies = { Action: 'HASH', Field: { FieldType: 'SINGLE_COOKIE' } };
const protects = (...DataProtections: object[]) => ({ DataProtectionConfig: { DataProtections } });
const measured = (CloudWatchMetricsEnabled: unknown) => ({ VisibilityConfig: { CloudWatchMetricsEnabled } });

const seeds: Seed[] = [
  {
    rule: 'PCI.WAF.4',
    bad: acl({ Rules: [...wanted, managed('Trial', { OverrideAction: { Count: {} } })] }),
    good: acl({ Rules: [...wanted, { Name: 'Limit', Action: { Block: {} } }] }),
  },
  { rule: 'PCI.WAF.5', bad: acl({ Rules: wanted.slice(1) }), good: acl({ Rules: wanted }) },
  {
    rule: 'PCI.WAF.6',
    bad: acl(protects(header('authorization')), log()),
    good: acl(protects(header('Authorization'), cookies), log()),
  },
  {
    rule: 'PCI.WAF.7',
    bad: acl({ Rules: [managed('A', measured(true)), managed('B', measured('false'))] }),
    good: acl({ Rules: [managed('A', measured('true'))] }),
  },
];
testSeeds(seeds);

const redacted = (...names: string[]) => log({ RedactedFields: names.map((Name) => ({ SingleHeader: { Name } })) });

const group = (kind: string, more: object) =>
  acl({ Rules: [{ OverrideAction: { None: {} }, Statement: { [kind]: more } }] });
const instead = (ActionToUse: object) => ({ RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse }] });

test.each<[string, Resources, string]>([
  ['counts', group('ManagedRuleGroupStatement', instead({ Count: {} })), 'violated'],
  ['lets through', group('RuleGroupReferenceStatement', instead({ Allow: {} })), 'violated'],
  ['is left out', group('ManagedRuleGroupStatement', { ExcludedRules: [{ Name: 'NoUserAgent_HEADER' }] }), 'violated'],
  ['asks for a proof', group('ManagedRuleGroupStatement', instead({ Challenge: {} })), 'satisfied'],
  ['is open', group('ManagedRuleGroupStatement', { RuleActionOverrides: { Ref: 'Overrides' } }), 'undecidable'],
  [
    'counts in one branch',
    group('ManagedRuleGroupStatement', instead({ 'Fn::If': ['Trial', { Count: {} }, { Block: {} }] })),
    'violated',
  ],
])('PCI.WAF.4 sees that a rule of a group %s', (_name, resources, outcome) => {
  expect(outcomes('PCI.WAF.4', resources)).toEqual([outcome]);
});

test.each<[string, string, Resources, string]>([
  ['a rule that counts', 'PCI.WAF.4', acl({ Rules: [{ Action: { Count: {} } }] }), 'violated'],
  ['an empty firewall', 'PCI.WAF.5', acl({}), 'violated'],
  ['groups of another vendor', 'PCI.WAF.5', acl({ Rules: [managed('All', {}, 'Other')] }), 'undecidable'],
  ['rules of the app', 'PCI.WAF.5', acl({ Rules: [{ Statement: { SqliMatchStatement: {} } }] }), 'undecidable'],
  ['a log that redacts', 'PCI.WAF.6', acl({}, redacted('authorization', 'cookie')), 'satisfied'],
  ['half in each', 'PCI.WAF.6', acl(protects(cookies), redacted('authorization')), 'satisfied'],
  [
    'one cookie of many',
    'PCI.WAF.6',
    acl(protects({ Field: { FieldType: 'SINGLE_COOKIE', FieldKeys: ['a'] } }), redacted('authorization')),
    'violated',
  ],
  ['every header', 'PCI.WAF.6', acl(protects({ Field: { FieldType: 'SINGLE_HEADER' } }), log()), 'satisfied'],
  ['no log', 'PCI.WAF.6', acl({}), 'not-applicable'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});
