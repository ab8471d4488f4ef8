import { everyItem, judge } from '../checks';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, worst } from '../verdict';

const ACL = 'AWS::WAFv2::WebACL';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const GUIDE = 'https://docs.aws.amazon.com/waf/latest/developerguide';

/** Against what 6.2.4 lists: injection, attacks on interfaces and on known weaknesses. */
const WANTED = ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesSQLiRuleSet'];

const isThere = (possibilities: readonly Possibility[]) => possibilities.some(({ kind }) => kind !== 'absent');

/** A rule that counts lets through what it was made to stop; so does one that has single rules of its group count. */
const blocks: Check = everyItem('Rules', (rules, reader) =>
  worst(
    rules.map((rule): Judgement => {
      if (rule.kind === 'unknown') return { ...NO_COUNT, outcome: 'undecidable', path: rule.path, found: rule.reason };
      const counting = ['OverrideAction.Count', 'Action.Count'].find((path) => isThere(reader.below(rule, path)));
      const acts: Judgement = { ...NO_COUNT, outcome: 'satisfied', path: rule.path, found: 'acts' };
      if (!counting) return worst([acts, ...weakened(rule, reader)]);
      return { ...acts, outcome: 'violated', path: `${rule.path}.${counting}`, found: counting };
    }),
  ),
);

const NO_COUNT = { expected: 'no count' } as const;

/** Rules of a group that the firewall has count, or let through, in place of what the group does. */
function weakened(rule: Possibility, reader: Reader): Judgement[] {
  const lists = ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement'].flatMap((kind) =>
    ['RuleActionOverrides', 'ExcludedRules'].map((list) => reader.below(rule, `Statement.${kind}.${list}`)),
  );
  const given = reader.listsOf(lists.flat()).flat(2);
  return given.flatMap((one): Judgement[] => {
    const at = { ...NO_COUNT, path: one.path, found: reader.below(one, 'Name').map(describe).join(' or ') };
    if (one.kind === 'unknown') return [{ ...at, outcome: 'undecidable' }];
    const instead = reader.below(one, 'ActionToUse');
    const weak =
      !isThere(instead) || ['Count', 'Allow'].some((action) => isThere(reader.below(one, `ActionToUse.${action}`)));
    return one.kind !== 'absent' && weak ? [{ ...at, outcome: 'violated' }] : [];
  });
}

/** The groups of AWS by name. Those of others, and rules that somebody wrote, may know the same attacks. */
const knowsAttacks: Check = (acl, reader): Judgement => {
  const at = { path: 'Properties.Rules', expected: WANTED.join(', ') };
  const lists = reader.lists(acl, 'Rules');
  const rules = lists.flat(2);
  const named = (rule: Possibility, name: string) =>
    reader.below(rule, 'Statement.ManagedRuleGroupStatement.Name').every((one) => describe(one) === name);
  // A rule that a condition may leave out protects on some days alone.
  const missing = WANTED.filter(
    (name) => !lists.every((list) => list.some((item) => item.every((rule) => named(rule, name)))),
  );
  if (missing.length === 0) return { ...at, outcome: 'satisfied', found: 'all of them' };
  const others = rules.some((rule) => knowsOthers(rule, reader));
  const found = `no ${missing.join(', no ')}`;
  return { ...at, outcome: others ? 'undecidable' : 'violated', found: others ? `${found}; rules of others` : found };
};

function knowsOthers(rule: Possibility, reader: Reader): boolean {
  const vendors = reader.below(rule, 'Statement.ManagedRuleGroupStatement.VendorName').map(describe);
  const own = ['RuleGroupReferenceStatement', 'SqliMatchStatement', 'XssMatchStatement'].some((kind) =>
    isThere(reader.below(rule, `Statement.${kind}`)),
  );
  return own || rule.kind === 'unknown' || vendors.some((vendor) => vendor !== 'AWS' && vendor !== 'nothing');
}

/** Credentials travel in these two; either the web ACL or its log leaves them out. */
const keepsNoCredentials: Check = (acl, reader): Judgement => {
  const at = { path: 'Properties.DataProtectionConfig', expected: 'the header authorization and cookies protected' };
  const logs = reader.referrers(acl, LOGGING, 'ResourceArn');
  if (logs.length === 0) return { ...at, outcome: 'not-applicable', found: 'no log' };
  const known = [...protectedFields(acl, reader), ...logs.flatMap((log) => redactedFields(log, reader))];
  const missing = ['authorization', 'cookie'].filter((name) => !known.includes(name));
  const found = missing.length > 0 ? `${missing.join(' and ')} in clear text` : 'both';
  return { ...at, outcome: missing.length > 0 ? 'violated' : 'satisfied', found };
};

/** Names of headers, `cookie` for every cookie as well. A protection without keys covers all of its kind. */
function protectedFields(acl: Resource, reader: Reader): string[] {
  return reader
    .lists(acl, 'DataProtectionConfig.DataProtections')
    .flat(2)
    .flatMap((one) => {
      const kind = reader.below(one, 'Field.FieldType').map(describe);
      const keys = reader.listsOf(reader.below(one, 'Field.FieldKeys')).flat(2).map(describe);
      if (kind.includes('SINGLE_COOKIE')) return keys.length === 0 ? ['cookie'] : [];
      return kind.includes('SINGLE_HEADER') ? (keys.length === 0 ? ['authorization', 'cookie'] : keys) : [];
    })
    .map((name) => name.toLowerCase());
}

function redactedFields(log: Resource, reader: Reader): string[] {
  return reader
    .lists(log, 'RedactedFields')
    .flat(2)
    .flatMap((field) => reader.below(field, 'SingleHeader.Name'))
    .map((name) => describe(name).toLowerCase());
}

/** Rules of web application firewalls that look into what they do. */
export const FIREWALL_RULES: readonly Rule[] = [
  {
    id: 'PCI.WAF.4',
    title: 'The rules of a firewall act, and do not only count',
    requirement: '6.4.2',
    related: ['6.4.1', '11.5.1'],
    severity: 'medium',
    resourceTypes: [ACL],
    why: 'Counting is for the week before a rule goes live; attacks pass it.',
    fix: 'Set OverrideAction to None, or Action to Block, and leave no rule of a group out by RuleActionOverrides.',
    source: `${GUIDE}/web-acl-rule-group-override-options.html`,
    check: blocks,
  },
  {
    id: 'PCI.WAF.5',
    title: 'A firewall knows common attacks, known bad inputs and SQL injection',
    requirement: '6.4.2',
    related: ['6.2.4', '6.4.1'],
    severity: 'medium',
    resourceTypes: [ACL],
    why: 'The standard wants web-based attacks detected and prevented; a list of addresses alone knows none.',
    fix: 'Add the managed rule groups of AWS that are missing.',
    source: `${GUIDE}/aws-managed-rule-groups-list.html`,
    check: knowsAttacks,
  },
  {
    id: 'PCI.WAF.6',
    title: 'The log of a firewall keeps no credentials',
    requirement: '8.3.2',
    related: ['3.3.1', '8.6.2', '10.3.1'],
    severity: 'medium',
    resourceTypes: [ACL],
    why: 'A log of requests holds the tokens and sessions of everybody who called.',
    fix: 'Protect the header authorization and all cookies in DataProtectionConfig, or name them in RedactedFields.',
    source: `${GUIDE}/waf-data-protection-and-logging.html`,
    check: keepsNoCredentials,
  },
  {
    id: 'PCI.WAF.7',
    title: 'Every rule of a firewall is measured',
    requirement: '10.4.1.1',
    related: ['6.4.2', '10.7.2'],
    severity: 'low',
    resourceTypes: [ACL],
    why: 'Nobody sees that one rule stopped working when only their sum is counted.',
    fix: 'Set VisibilityConfig.CloudWatchMetricsEnabled of each rule to true.',
    source: `${GUIDE}/monitoring-cloudwatch.html`,
    check: everyItem('Rules', (rules, reader) =>
      worst(
        rules.map((rule) =>
          judge(reader.below(rule, 'VisibilityConfig.CloudWatchMetricsEnabled'), (value) => value === true, 'true'),
        ),
      ),
    ),
  },
];
