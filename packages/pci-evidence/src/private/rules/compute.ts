import { any, has, isTrue, oneOf, present, someItem } from '../checks';
import { exemptingPlumbing } from '../plumbing';
import { closedToStrangers } from '../policies/resource-policies';
import { statementsOf } from '../policies/statements';
import type { Check, Rule } from '../rule';
import { describe, textOf } from '../template/possibility';
import { once, targetsOf } from '../template/read';
import { near, type Resource } from '../template/template';
import { best, type Judgement, type Outcome, worst } from '../verdict';
import { judgeVariable } from './secrets-in-text';

const REPOSITORY = 'AWS::ECR::Repository';
const FUNCTION = 'AWS::Lambda::Function';
const ACL = 'AWS::WAFv2::WebACL';
const ACL_LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const ECR_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html';
const LAMBDA_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html';
const WAF_HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html';

/** Runtimes that AWS has stopped patching, or will not patch for long. */
const OLD_RUNTIME =
  /^(nodejs(4|6|8|10|12|14|16|18)\.|nodejs$|python(2|3\.[6-9])|python3\.[6-9]$|java8|dotnetcore|dotnet6|ruby2|ruby3\.2|go1\.x|provided$)/;

/** Everybody may call it without signing in. */
const closedUrl: Check = (url, reader) => oneOf('AuthType', 'AWS_IAM')(url, reader);

const closedPermission: Check = (permission, reader): Judgement => {
  const principals = reader.read(permission, 'Principal');
  // An account, or something of one; all else are services, which work for anybody.
  const named = principals.every(
    (one) => one.kind === 'reference' || /^(\d{12}|\$\{AWS::AccountId\}|arn:.*)$/.test(textOf(one)),
  );
  if (named) return { outcome: 'satisfied', path: 'Properties.Principal', found: 'named', expected: '' };
  const narrowed = best(
    ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].map((path) => present(path)(permission, reader)),
  );
  const open = narrowed.outcome === 'violated' && principals.every(({ kind }) => kind === 'unknown');
  const expected = 'SourceArn, SourceAccount or PrincipalOrgID';
  return { ...narrowed, ...(open ? { outcome: 'undecidable' } : {}), expected };
};

const noSecretVariables: Check = (fn, reader) =>
  worst(
    reader.read(fn, 'Environment.Variables').flatMap((map): Judgement[] => {
      const at = { path: map.path, expected: 'no secret' };
      if (map.kind === 'unknown') return [{ ...at, outcome: 'undecidable', found: map.reason }];
      if (map.kind !== 'known') return [{ ...at, outcome: 'satisfied', found: 'no variables' }];
      return Object.keys(map.value as object).flatMap((name) =>
        reader.below(map, [name]).map((value) => {
          const path = `${map.path}.${name}`;
          return { path, expected: 'no secret', outcome: judgeVariable(name, value), found: name };
        }),
      );
    }),
  );

/** Log groups by their names, and by the functions from whose references these come. */
const logGroups = once((reader) => {
  const groups = new Map<string | Resource, Resource[]>();
  for (const group of reader.platform.all(LOG_GROUP)) {
    for (const name of reader.read(group, 'LogGroupName')) {
      const text = name.kind === 'text' ? name.text : describe(name);
      const functions = text.startsWith('/aws/lambda/') ? targetsOf([name]) : [];
      for (const key of [text, ...functions]) groups.set(key, [...(groups.get(key) ?? []), group]);
    }
  }
  return groups;
});

/** A group with the name that Lambda would give to its own, where Lambda looks for it. */
const namedGroup: Check = (fn, reader): Judgement => {
  const names = reader.read(fn, 'FunctionName').map((name) => `/aws/lambda/${describe(name)}`);
  const groups = [fn, ...names].flatMap((key) => logGroups(reader).get(key) ?? []);
  const group = groups.find((one) => near(one, fn));
  const expected = 'a log group of the app';
  return group
    ? { outcome: 'satisfied', at: group, path: 'Properties.LogGroupName', found: 'the name of its own', expected }
    : { outcome: 'violated', path: `${LOG_GROUP}.LogGroupName`, found: 'none', expected };
};

export const COMPUTE_RULES: readonly Rule[] = [
  {
    id: 'PCI.ECR.1',
    title: 'Images are searched for known weaknesses when they are pushed',
    requirement: '6.3.1',
    related: ['6.3.3', '11.3.1', '11.3.1.2'],
    severity: 'high',
    resourceTypes: [REPOSITORY],
    why: 'What is deployed must be known to be free of what everybody knows.',
    fix: 'Set ImageScanningConfiguration.ScanOnPush to true.',
    source: ECR_HUB,
    covers: [
      'securityhub:ECR.1',
      'prowler:ecr_repositories_scan_images_on_push_enabled',
      'pulumi:ecs-task-definition-image-scanning',
    ],
    check: isTrue('ImageScanningConfiguration.ScanOnPush'),
  },
  {
    id: 'PCI.ECR.2',
    title: 'A tag cannot be moved to another image',
    requirement: '6.5.1',
    related: ['6.2.3', '11.5.2'],
    severity: 'medium',
    resourceTypes: [REPOSITORY],
    why: 'What was reviewed and approved must be what runs.',
    fix: 'Set ImageTagMutability to IMMUTABLE.',
    source: ECR_HUB,
    covers: ['securityhub:ECR.2', 'pulumi:ecr-repository-disallow-mutable-image'],
    check: has('ImageTagMutability', (value) => /^IMMUTABLE/.test(String(value)), 'IMMUTABLE'),
  },
  {
    id: 'PCI.ECR.3',
    title: 'Old images go by a rule',
    requirement: '6.3.2',
    related: ['3.2.1', '6.3.3'],
    severity: 'low',
    resourceTypes: [REPOSITORY],
    why: 'An inventory that only grows hides what is in use.',
    fix: 'Give the repository a LifecyclePolicy.',
    source: ECR_HUB,
    covers: ['securityhub:ECR.3', 'prowler:ecr_repositories_lifecycle_policy_enabled'],
    check: present('LifecyclePolicy'),
  },
  {
    id: 'PCI.ECR.4',
    title: 'The policy of a repository lets in nobody unknown',
    requirement: '7.3.3',
    related: ['6.5.1', '7.2.1'],
    severity: 'critical',
    resourceTypes: [REPOSITORY],
    why: 'Whoever may push decides what runs.',
    fix: 'Name the principals, or leave RepositoryPolicyText out.',
    source: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
    check: (repository, reader) =>
      closedToStrangers(statementsOf(repository, 'RepositoryPolicyText', reader), 'Properties.RepositoryPolicyText'),
  },
  {
    id: 'PCI.Lambda.1',
    title: 'A function is called by those alone who are named',
    requirement: '7.3.3',
    related: ['1.4.4', '7.2.1'],
    severity: 'critical',
    resourceTypes: ['AWS::Lambda::Permission'],
    why: 'A permission for a service without a source lets in that service on behalf of anybody.',
    fix: 'Set SourceArn or SourceAccount.',
    source: LAMBDA_HUB,
    covers: [
      'securityhub:Lambda.1',
      'prowler:awslambda_function_not_publicly_accessible',
      'pulumi:lambda-public-access-restricted',
      'pulumi:lambda-permission-configure-source-arn',
    ],
    check: closedPermission,
  },
  {
    id: 'PCI.Lambda.2',
    title: 'A function runs on a runtime that gets security fixes',
    requirement: '6.3.3',
    related: ['12.3.4'],
    severity: 'medium',
    resourceTypes: [FUNCTION],
    why: 'AWS stops patching runtimes some months after their language ends.',
    fix: 'Move Runtime to a version that is supported.',
    source: LAMBDA_HUB,
    covers: ['securityhub:Lambda.2', 'pulumi:lambda-runtime-restrictions'],
    check: has('Runtime', (value) => value === undefined || !OLD_RUNTIME.test(String(value)), 'a supported runtime'),
  },
  {
    id: 'PCI.Lambda.3',
    title: 'The address of a function asks who calls',
    requirement: '1.4.2',
    related: ['7.3.3', '8.2.1', '8.3.1'],
    severity: 'critical',
    resourceTypes: ['AWS::Lambda::Url'],
    why: 'A function URL without authentication is a web service without any of what stands before one.',
    fix: 'Set AuthType to AWS_IAM, or put the function behind the load balancer.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    covers: ['pulumi:lambda-public-access-restricted', 'prowler:awslambda_function_not_publicly_accessible'],
    check: closedUrl,
  },
  {
    id: 'PCI.Lambda.4',
    title: 'No secret stands in the environment of a function',
    requirement: '8.6.2',
    related: ['8.3.2'],
    severity: 'critical',
    resourceTypes: [FUNCTION],
    why: 'The environment is readable in the console, the API and the template.',
    fix: 'Read it from Secrets Manager when the function starts.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    covers: ['pulumi:no-hardcoded-secrets'],
    check: noSecretVariables,
  },
  {
    id: 'PCI.Lambda.5',
    title: 'A function of the platform runs inside its network',
    requirement: '1.4.1',
    related: ['1.2.3', '1.3.2'],
    severity: 'low',
    resourceTypes: [FUNCTION],
    why: 'Outside, no security group holds what it may call.',
    fix: 'Give VpcConfig private subnets and a security group.',
    source: LAMBDA_HUB,
    covers: ['securityhub:Lambda.3', 'prowler:awslambda_function_inside_vpc', 'pulumi:lambda-vpc-placement-required'],
    check: exemptingPlumbing(present('VpcConfig.SubnetIds')),
  },
  {
    id: 'PCI.Lambda.6',
    title: 'A function writes its log to a group of the app',
    requirement: '10.2.1',
    related: ['10.3.3', '10.5.1'],
    severity: 'low',
    resourceTypes: [FUNCTION],
    why: 'A group that Lambda makes by itself has no key, no mask and no end, and no rule sees it.',
    fix: 'Set LoggingConfig.LogGroup to a group of the app, or make the group /aws/lambda/<name of the function>.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
    covers: ['pulumi:lambda-function-logging'],
    check: exemptingPlumbing(any(present('LoggingConfig.LogGroup'), namedGroup)),
  },
  {
    id: 'PCI.WAF.1',
    title: 'A firewall has rules',
    requirement: '6.4.2',
    related: ['6.4.1', '11.5.1'],
    severity: 'high',
    resourceTypes: [ACL, 'AWS::WAFv2::RuleGroup'],
    why: 'A firewall that lets everything through is a line in a diagram.',
    fix: 'Add the managed rule groups of AWS, and a rate limit.',
    source: WAF_HUB,
    covers: ['securityhub:WAF.10', 'prowler:wafv2_webacl_with_rules'],
    check: someItem(
      'Rules',
      (item) =>
        worst(
          item.map((one): Judgement => {
            const outcomes: Partial<Record<string, Outcome>> = { absent: 'violated', unknown: 'undecidable' };
            return { outcome: outcomes[one.kind] ?? 'satisfied', path: one.path, found: 'a rule', expected: 'a rule' };
          }),
        ),
      'a rule',
    ),
  },
  {
    id: 'PCI.WAF.2',
    title: 'A firewall writes down what it sees',
    requirement: '10.2.1',
    related: ['6.4.2', '10.4.2'],
    severity: 'medium',
    resourceTypes: [ACL],
    why: 'Attacks that were blocked tell what comes next.',
    fix: 'Add an AWS::WAFv2::LoggingConfiguration of the web ACL.',
    source: WAF_HUB,
    covers: ['securityhub:WAF.11', 'prowler:wafv2_webacl_logging_enabled', 'pulumi:wafv2-logging-enabled'],
    check: (acl, reader): Judgement => {
      const [own] = reader.referrers(acl, ACL_LOGGING, 'ResourceArn');
      const expected = 'a logging configuration';
      if (!own) return { outcome: 'violated', path: `${ACL_LOGGING}.ResourceArn`, found: 'none', expected };
      const found = reader.listsOf(reader.read(own, 'LogDestinationConfigs')).flat(2).map(describe).join(', ');
      const path = 'Properties.LogDestinationConfigs';
      return reader.certain(own, acl, { outcome: 'satisfied', at: own, path, found, expected });
    },
  },
  {
    id: 'PCI.WAF.3',
    title: 'A firewall measures what its rules do',
    requirement: '10.4.1.1',
    related: ['6.4.2', '10.7.2'],
    severity: 'low',
    resourceTypes: [ACL],
    why: 'A rule whose effect nobody counts is not reviewed.',
    fix: 'Set VisibilityConfig.CloudWatchMetricsEnabled to true.',
    source: WAF_HUB,
    covers: ['securityhub:WAF.12', 'prowler:wafv2_webacl_rule_logging_enabled'],
    check: isTrue('VisibilityConfig.CloudWatchMetricsEnabled'),
  },
];
