import { RegionInfo } from 'aws-cdk-lib/region-info';
import { documentOf, POLICED, placeOf, placeOfPolicy, policyStatements } from '../policies/resource-policies';
import { type Statement, speaksOfEverybody } from '../policies/statements';
import type { Check, Rule } from '../rule';
import { once } from '../template/read';
import type { Judgement, Outcome } from '../verdict';

/** By these keys a statement for everybody names an account. */
const KEYS_OF_ACCOUNTS = ['aws:principalaccount', 'aws:principalarn', 'kms:calleraccount'];

/** Accounts that the app deploys to, as far as its stacks say so. */
const ownAccounts = once(({ platform }) => new Set(platform.templates.flatMap(({ source }) => source.account ?? [])));

/** Accounts of Elastic Load Balancing, which writes access logs from them in its older regions. */
const accountsOfAws = once(() => new Set(RegionInfo.regions.map(({ elbv2Account }) => elbv2Account)));

/** Whoever a statement lets in by a name: the text of each as the template has it. */
function namesIn(statement: Statement): string[] {
  const { principals, conditions } = statement;
  const named = principals.filter(({ kind }) => kind === 'AWS' || kind === 'CanonicalUser').map(({ value }) => value);
  const narrowed = conditions.filter(({ key }) => KEYS_OF_ACCOUNTS.includes(key)).flatMap(({ values }) => values);
  return speaksOfEverybody(statement) ? narrowed : named;
}

/** The account in a name. A resource of the app and the account of the stack are none of somebody else. */
function accountIn(name: string): string | undefined {
  if (/^(\*|\$\{[^}]*\})$/.test(name)) return undefined;
  const text = name.replace(/\$\{AWS::AccountId\}/g, '').replace(/\$\{AWS::Partition\}/g, 'aws');
  const [, inArn] = /^arn:[^:]*:(?:iam|sts)::([^:]*)(?::|$)/.exec(text) ?? [];
  // Ids of principals and canonical users have an account that nobody can read off.
  const account = inArn ?? text;
  return account === '' || account === 'cloudfront' ? undefined : account;
}

/** Another account may be right: somebody says so, with a reason. */
const withinAccount: Check = (resource, reader): Judgement => {
  const expected = 'principals of the accounts of this app';
  const judge = (name: string): Outcome => {
    const account = accountIn(name);
    if (account === undefined || ownAccounts(reader).has(account)) return 'satisfied';
    if (!/^\d{12}$/.test(account)) return 'undecidable';
    if (accountsOfAws(reader).has(account)) return 'satisfied';
    // A stack that does not say its account may go to this one.
    return resource.template.source.account === undefined ? 'undecidable' : 'violated';
  };
  const allowed = policyStatements(resource, reader).filter(({ effect }) => effect !== 'Deny');
  const judged = allowed.flatMap((statement) => [
    ...namesIn(statement).map((name) => ({ statement, found: name, outcome: judge(name) })),
    ...statement.open.map((found) => ({ statement, found, outcome: 'undecidable' as const })),
  ]);
  const worse = (wanted: Outcome) => judged.find(({ outcome }) => outcome === wanted);
  const bad = worse('violated') ?? worse('undecidable');
  if (bad) return { outcome: bad.outcome, ...placeOf(bad.statement), found: bad.found, expected };
  const path = placeOfPolicy(resource);
  return { outcome: 'satisfied', path, ...documentOf(allowed), found: 'no other account', expected };
};

/** Rules of who is let in from elsewhere. */
export const ACCOUNT_RULES: readonly Rule[] = [
  {
    id: 'PCI.IAM.11',
    title: 'A resource lets in no other account',
    requirement: '7.2.1',
    related: ['7.2.5', '7.3.3', '10.3.1', '12.5.2', '12.8.1'],
    severity: 'high',
    resourceTypes: POLICED,
    why: 'Who reads and writes there is decided in the other account, by people whom nobody here knows.',
    fix: 'Take the account out of the policy, or accept it with the contract or the reason that it has.',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
    covers: ['prowler:s3_bucket_cross_account_access'],
    check: withinAccount,
  },
];
