import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Names, type RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { FirewallLogs } from '../firewall-logs';
import type { ManagedRules } from '../managed-rules';
import type { RateLimit } from '../rate-limit';
import { destinationArn } from './firewall-log-group';
import { fail, requireInteger } from './validation';

/** Also the number of them that AWS lists; far below what a web ACL can hold. */
const MOST_GROUPS = 20;

interface WebAclOptions {
  readonly ruleGroups: ManagedRules[];
  readonly rateLimit: RateLimit;
  readonly logs: FirewallLogs;
  readonly removalPolicy: RemovalPolicy;
  readonly behindCloudFront: boolean;
}

interface WebAcl {
  readonly webAcl: CfnWebACL;
  readonly logGroup: LogGroup;
  /** What its metrics are found under. */
  readonly metricName: string;
}

/** A web ACL that lets through what no rule blocks, with its logs. */
export function createWebAcl(scope: Construct, options: WebAclOptions): WebAcl {
  const metricName = Names.uniqueResourceName(scope, { separator: '-', maxLength: 128 });
  const webAcl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    rules: rulesOf(scope, options),
    dataProtectionConfig: { dataProtections: CREDENTIALS },
    visibilityConfig: { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName },
  });
  // Says to load balancers that it is given to that what it lacks has a warning here (ADR 88).
  webAcl.node.addMetadata('warns-itself', true);
  const logGroup = options.logs._logGroup(scope, options.removalPolicy);
  new CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [destinationArn(logGroup)],
    loggingFilter: options.logs._filter,
  });
  return { webAcl, logGroup, metricName };
}

/** What logs and samples must never show, requirement 8.3.2; rules see it all the same. */
const CREDENTIALS: CfnWebACL.DataProtectProperty[] = [
  { field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'x-api-key'] }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_COOKIE' }, action: 'SUBSTITUTION' },
];

/** The limit comes first: who is over it is not worth a further look. */
function rulesOf(
  scope: Construct,
  { ruleGroups, rateLimit, behindCloudFront }: WebAclOptions,
): CfnWebACL.RuleProperty[] {
  requireInteger(scope, 'ruleGroups', ruleGroups.length, { min: 1, max: MOST_GROUPS, unit: 'groups' });
  const names = ruleGroups.map(({ groupName }) => groupName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) fail(scope, `\`ruleGroups\` must have each group once, got: ${twice} twice.`);

  const limit = rateLimit._bind(scope, behindCloudFront);
  const first = limit ? [limitRule(limit)] : [];
  return [...first, ...ruleGroups.map((group, index) => group._bind(scope, index + 1))];
}

function limitRule(rateBasedStatement: CfnWebACL.RateBasedStatementProperty): CfnWebACL.RuleProperty {
  const name = 'RateLimit';
  return {
    name,
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement },
    visibilityConfig: { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: name },
  };
}
