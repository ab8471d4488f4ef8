import { absent, everyItem, has, judge } from '../checks';
import { exemptingPlumbing } from '../plumbing';
import { IDENTITY_POLICIES, identityStatements, isBoundary } from '../policies/identity';
import { policyStatements } from '../policies/resource-policies';
import { isNarrowed, type Statement, speaksOfEverybody } from '../policies/statements';
import type { Check, Rule } from '../rule';
import { describe } from '../template/possibility';
import type { Reader } from '../template/read';
import { type Judgement, worst } from '../verdict';

const ROLE = 'AWS::IAM::Role';
const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html';

/** AWS offers these for no single resource. */
const WITHOUT_RESOURCE =
  /^(ecr:GetAuthorizationToken|cloudwatch:PutMetricData|xray:(Put(TraceSegments|TelemetryRecords)|GetSampling(Rules|Targets|StatisticSummaries))|ssmmessages:(Create|Open)(Control|Data)Channel|sts:GetCallerIdentity|kms:GenerateRandom|secretsmanager:GetRandomPassword)$/i;

/** Everything, or everything of a kind: the last part of the ARN names nothing. */
const EVERYWHERE =
  /^(\*|arn:\*.*|arn:[^:]+:\*.*|arn(:[^:]*){4}:\*+(\/\*+)?|arn(?!:[^:]+:s3:::)(:[^:]*){4}:[\w-]+[:/]\*+(\/\*+)?)$/;

/** Policies of AWS that grant a whole service, or all of them. */
const BROAD_POLICY =
  /:aws:policy\/.*(FullAccess(_v\d)?|AdministratorAccess[\w-]*|Administrator|PowerUser(Access)?|ReadWrite)$/;

/** Judges the Allow statements of a policy one by one. */
function eachAllowed(breaks: (statement: Statement) => string | undefined, expected: string): Check {
  return (resource, reader): Judgement => {
    const at = { path: 'Properties.PolicyDocument', expected };
    if (isBoundary(resource, reader))
      return { ...at, outcome: 'not-applicable', found: 'a permissions boundary, which allows nothing by itself' };
    const allowed = identityStatements(resource, reader).filter(({ effect }) => effect !== 'Deny');
    const bad = allowed
      .map((statement) => ({ statement, what: breaks(statement) }))
      .find(({ what }) => what !== undefined);
    if (bad) return { outcome: 'violated', path: bad.statement.path, found: bad.what ?? '', expected };
    const open = allowed.find((statement) => statement.open.length > 0);
    if (open) return { outcome: 'undecidable', path: open.path, found: open.open.join(', '), expected };
    if (allowed.length === 0) return { ...at, outcome: 'not-applicable', found: 'nothing is allowed here' };
    return { ...at, outcome: 'satisfied', found: `${allowed.length} statements` };
  };
}

function actionWildcard({ actions, notActions }: Statement): string | undefined {
  if (notActions.length > 0) return `every action but ${notActions.join(', ')}`;
  return actions.find((action) => /[*?]/.test(action));
}

function everyResource({ actions, resources, notResources }: Statement): string | undefined {
  if (notResources.length > 0) return `every resource but ${notResources.join(', ')}`;
  // References stand in braces, with colons of their own.
  const everywhere = resources.filter((resource) => EVERYWHERE.test(resource.replace(/\$\{[^}]*\}/g, '-')));
  const needsOne = actions.filter((action) => !WITHOUT_RESOURCE.test(action));
  return everywhere.length > 0 && needsOne.length > 0
    ? `${needsOne.join(', ')} on ${everywhere.join(', ')}`
    : undefined;
}

/** Where everybody may have an account. */
const SHARED_PROVIDER = /githubusercontent\.com|gitlab\.com|bitbucket\.org|app\.terraform\.io|accounts\.google\.com/;

/** An identity provider of OpenID Connect whose users no condition tells apart; the audience is the same for all. */
function trustsProvider({ principals, conditions }: Statement): boolean {
  const federated = principals.some(
    ({ kind, value }) => kind === 'Federated' && /oidc-provider\/|OIDC|OpenId/i.test(value),
  );
  const told = conditions.some(
    ({ key, values }) =>
      /:(sub|amr|email|repository|job_workflow_ref)$/.test(key) && values.every((value) => !/^\*|^repo:\*/.test(value)),
  );
  return federated && !told;
}

const trustNobodyUnknown: Check = (role, reader): Judgement => {
  const expected = 'named services and accounts, everybody only under a condition that names them';
  const statements = policyStatements(role, reader).filter(({ effect }) => effect !== 'Deny');
  const bad = statements.find((statement) => speaksOfEverybody(statement) && !isNarrowed(statement));
  const path = bad?.path ?? 'Properties.AssumeRolePolicyDocument';
  if (bad) return { outcome: 'violated', path, found: 'everybody', expected };
  const open = statements.flatMap((statement) => statement.open);
  if (open.length > 0) return { outcome: 'undecidable', path, found: open.join(', '), expected };
  const shared = statements.find(trustsProvider);
  if (shared) {
    const found = `everybody who signs in at ${shared.principals.map(({ value }) => value).join(', ')}`;
    const everybody = SHARED_PROVIDER.test(found);
    return { outcome: everybody ? 'violated' : 'undecidable', path: shared.path, found, expected };
  }
  const named = statements.flatMap(({ principals }) => principals.map(({ value }) => value));
  return { outcome: 'satisfied', path, found: named.join(', '), expected };
};

/** Bool, not BoolIfExists: keys of a user that are used directly do not bring the condition key along. */
function asksForSecondFactor({ conditions }: Statement): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      operator === 'Bool' && key === 'aws:multifactorauthpresent' && values.every((value) => value === 'true'),
  );
}

/** A role of services alone shows nothing of people. Which users of an account may take one, their policies say. */
const usersWithSecondFactor: Check = (role, reader): Judgement => {
  const at = {
    path: 'Properties.AssumeRolePolicyDocument',
    expected: 'the condition aws:MultiFactorAuthPresent = true',
  };
  const namesUser = ({ principals }: Statement) => principals.some(({ value }) => isUser(value, reader));
  const namesAccount = ({ principals }: Statement) => principals.some(({ value }) => isAccount(value));
  const ofPeople = policyStatements(role, reader)
    .filter(({ effect }) => effect !== 'Deny')
    .filter((statement) => namesUser(statement) || namesAccount(statement));
  if (ofPeople.length === 0) return { ...at, outcome: 'not-applicable', found: 'no user' };
  const without = ofPeople.filter((statement) => !asksForSecondFactor(statement));
  const bad = without.find(namesUser);
  if (bad) return { ...at, path: bad.path, outcome: 'violated', found: 'a user without' };
  const [open] = without;
  if (open) return { ...at, path: open.path, outcome: 'undecidable', found: 'users of an account without' };
  return { ...at, outcome: 'satisfied', found: 'such a condition' };
};

function isAccount(principal: string): boolean {
  return /:root$|^\d{12}$|^\$\{AWS::AccountId\}$/.test(principal);
}

function isUser(principal: string, reader: Reader): boolean {
  const users = reader.platform.all('AWS::IAM::User').map((user) => `\${${user.id}.Arn}`);
  return /:user\//.test(principal) || users.includes(principal);
}

const withoutBroadPolicies: Check = everyItem('ManagedPolicyArns', (item) => {
  const expected = 'no policy of AWS that grants a whole service';
  return worst(
    item.map((one) =>
      // A policy of the app is none of AWS, and has rules of its own.
      one.kind === 'reference' && one.resource.type === 'AWS::IAM::ManagedPolicy'
        ? { outcome: 'satisfied', path: one.path, found: describe(one), expected }
        : judge([one], (value) => !BROAD_POLICY.test(String(value)), expected),
    ),
  );
});

export const IAM_RULES: readonly Rule[] = [
  {
    id: 'PCI.IAM.1',
    title: 'A policy names its actions one by one',
    requirement: '7.2.5',
    related: ['7.2.1', '7.2.2', '7.3.2'],
    severity: 'high',
    resourceTypes: [...IDENTITY_POLICIES, ROLE, 'AWS::IAM::User', 'AWS::IAM::Group'],
    why: 'A wildcard grants what nobody decided to grant, and whatever AWS adds to the service later.',
    fix: 'Write out the actions that the workload calls.',
    source: GUIDE,
    covers: ['prowler:iam_policy_no_full_access_to_kms', 'prowler:iam_inline_policy_no_full_access_to_kms'],
    check: exemptingPlumbing(eachAllowed(actionWildcard, 'actions without a wildcard')),
  },
  {
    id: 'PCI.IAM.2',
    title: 'A policy names the resources that it grants',
    requirement: '7.2.5',
    related: ['7.2.1', '7.2.2', '7.3.2'],
    severity: 'high',
    resourceTypes: [...IDENTITY_POLICIES, ROLE, 'AWS::IAM::User', 'AWS::IAM::Group'],
    why: 'Access that is not bound to a resource reaches card data of every other system in the account.',
    fix: 'Name the ARNs. Few actions have none, such as ecr:GetAuthorizationToken and cloudwatch:PutMetricData.',
    source: GUIDE,
    covers: ['pulumi:iam-user-policy-least-privilege'],
    check: exemptingPlumbing(eachAllowed(everyResource, 'ARNs')),
  },
  {
    id: 'PCI.IAM.3',
    title: 'A role is taken only by principals that are named',
    requirement: '7.3.3',
    related: ['7.2.1', '7.2.5', '8.2.2'],
    severity: 'critical',
    resourceTypes: [ROLE],
    why: 'A role that everybody may take is as good as public credentials.',
    fix: 'Name the service or the account in the trust policy, or narrow it with aws:PrincipalOrgID or aws:SourceAccount.',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    check: trustNobodyUnknown,
  },
  {
    id: 'PCI.IAM.4',
    title: 'No role holds one of the broad policies of AWS',
    requirement: '7.2.1',
    related: ['7.2.2', '7.2.5'],
    severity: 'high',
    resourceTypes: [ROLE, 'AWS::IAM::User', 'AWS::IAM::Group'],
    why: 'AdministratorAccess and the FullAccess policies grant whole services to whoever takes the role.',
    fix: 'Write a policy of your own with the actions that are called.',
    source: GUIDE,
    covers: ['prowler:iam_policy_cloudshell_admin_not_attached', 'prowler:iam_user_administrator_access_policy'],
    check: withoutBroadPolicies,
  },
  {
    id: 'PCI.IAM.5',
    title: 'The template makes no user of IAM',
    requirement: '8.2.2',
    related: ['8.3.6', '8.6.1', '8.6.3'],
    severity: 'high',
    resourceTypes: ['AWS::IAM::User'],
    why: 'Users of IAM have passwords and keys that do not expire; people sign in through an identity provider, workloads take roles.',
    fix: 'Use IAM Identity Center for people and roles for workloads.',
    source: GUIDE,
    check: (): Judgement => ({ outcome: 'violated', path: 'Type', found: 'a user', expected: 'none' }),
  },
  {
    id: 'PCI.IAM.6',
    title: 'The template makes no long-lived access key',
    requirement: '8.6.3',
    related: ['8.3.9', '8.6.2'],
    severity: 'critical',
    resourceTypes: ['AWS::IAM::AccessKey'],
    why: 'A key that is made in a template stands in its outputs, is shared, and never rotates.',
    fix: 'Let the workload take a role.',
    source: HUB,
    covers: ['pulumi:no-direct-user-access-keys'],
    check: (): Judgement => ({ outcome: 'violated', path: 'Type', found: 'an access key', expected: 'none' }),
  },
  {
    id: 'PCI.IAM.7',
    title: 'Permissions are given to roles and groups, never to a user',
    requirement: '7.2.1',
    related: ['7.2.2', '7.2.3'],
    severity: 'medium',
    resourceTypes: ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'],
    why: 'Access by job function can be reviewed; access by person grows.',
    fix: 'Attach the policy to a role or a group.',
    source: HUB,
    covers: ['prowler:iam_policy_attached_only_to_group_or_roles', 'pulumi:iam-user-policy-attachment-prohibited'],
    check: absent('Users'),
  },
  {
    id: 'PCI.IAM.8',
    title: 'A session of a role ends within the hour',
    requirement: '8.6.3',
    related: ['7.2.5', '8.6.1'],
    severity: 'low',
    resourceTypes: [ROLE],
    why: 'Credentials that leak are of use until they expire. Workloads renew theirs by themselves.',
    fix: 'Leave MaxSessionDuration out, which is one hour.',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html',
    covers: ['pulumi:iam-role-session-duration'],
    check: has('MaxSessionDuration', (value) => value === undefined || Number(value) <= 3600, '3600 or less'),
  },
  {
    id: 'PCI.IAM.9',
    title: 'A user takes a role with a second factor alone',
    requirement: '8.4.2',
    related: ['8.4.1', '8.4.3', '8.5.1'],
    severity: 'high',
    resourceTypes: [ROLE],
    why: 'The access key of a user is one factor, and a role that trusts it is worth as much as the key.',
    fix: 'Let people in through an identity provider, or add the condition aws:MultiFactorAuthPresent = true.',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
    covers: ['pulumi:iam-role-assume-role-mfa-enforcement'],
    check: usersWithSecondFactor,
  },
];
