import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CfnParameter, type Stack, Validations } from 'aws-cdk-lib/core';
import {
  Certificate,
  Ingress,
  LoadBalancerScheme,
  type ManagedFirewallProps,
  ManagedRules,
  RateLimit,
  WebFirewall,
} from '../src';
import { addAlb, albWith, CERTIFICATE_ARN, stackWithVpc } from './fixture';

const WEB_ACL = 'AWS::WAFv2::WebACL';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const ARN = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shared/12345678-1234-1234-1234-123456789012';

const UNSEEN =
  'The web ACL of WebFirewall.existing() is not made by this package, so nobody sees here what it blocks and logs. Check where ' +
  'it is defined that its rules detect and block web attacks, with none of them left at counting (PCI DSS 4.0.1 requirement ' +
  '6.4.2), and that it has a logging configuration (10.2.1) whose entries are kept for twelve months (10.5.1), or use ' +
  'WebFirewall.managed(). [ack: @org/audited-alb:existing-firewall]';

const firewallWith = (props: ManagedFirewallProps) => albWith({ firewall: WebFirewall.managed(props) }).stack;
const rulesOf = (stack: Stack) => onlyResource(stack, WEB_ACL).Properties.Rules;

describe('by default', () => {
  const { stack, alb } = albWith();
  const webAcl = onlyResource(stack, WEB_ACL);
  const loadBalancer = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').logicalId;

  test('the load balancer stands behind a regional web ACL of its own', () => {
    expect(onlyResource(stack, ASSOCIATION).Properties).toEqual({
      ResourceArn: { Ref: loadBalancer },
      WebACLArn: { 'Fn::GetAtt': [webAcl.logicalId, 'Arn'] },
    });
    expect(webAcl.Properties).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(webAcl.Properties.Name).toBeUndefined();
    expect(stack.resolve(alb.webAcl?.attrArn)).toEqual({ 'Fn::GetAtt': [webAcl.logicalId, 'Arn'] });
  });

  test('it limits each address first, and then asks the rule groups of AWS in order', () => {
    const visible = (name: string) => ({
      CloudWatchMetricsEnabled: true,
      SampledRequestsEnabled: true,
      MetricName: name,
    });
    const group = (name: string, priority: number) => ({
      Name: name,
      Priority: priority,
      OverrideAction: { None: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name } },
      VisibilityConfig: visible(name),
    });
    expect(webAcl.Properties.Rules).toEqual([
      {
        Name: 'RateLimit',
        Priority: 0,
        Action: { Block: {} },
        Statement: { RateBasedStatement: { Limit: 2000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
        VisibilityConfig: visible('RateLimit'),
      },
      group('AWSManagedRulesAmazonIpReputationList', 1),
      group('AWSManagedRulesKnownBadInputsRuleSet', 2),
      group('AWSManagedRulesCommonRuleSet', 3),
      group('AWSManagedRulesSQLiRuleSet', 4),
    ]);
  });

  test('credentials stay out of its logs and samples', () => {
    expect(webAcl.Properties.DataProtectionConfig).toEqual({
      DataProtections: [
        {
          Action: 'SUBSTITUTION',
          Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'x-api-key'] },
        },
        { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_COOKIE' } },
      ],
    });
  });

  test('it has metrics of its own', () => {
    expect(webAcl.Properties.VisibilityConfig).toEqual({
      CloudWatchMetricsEnabled: true,
      SampledRequestsEnabled: true,
      MetricName: expect.stringMatching(/^Stack-Alb-Firewall-[0-9A-F]{8}$/i),
    });
    const blocked = alb.metricBlockedRequests();
    expect(blocked.namespace).toBe('AWS/WAFV2');
    expect(stack.resolve(blocked.dimensions)).toEqual({
      WebACL: webAcl.Properties.VisibilityConfig.MetricName,
      Region: { Ref: 'AWS::Region' },
      Rule: 'ALL',
    });
    expect([blocked.metricName, blocked.statistic, blocked.period.toSeconds()]).toEqual(['BlockedRequests', 'Sum', 60]);
  });

  test('nothing is left to warn of', () => {
    expect(annotationsOf(stack)).toEqual([]);
  });
});

test('an internal load balancer has one too', () => {
  const { stack } = albWith({ scheme: LoadBalancerScheme.internal() });
  expect(resourcesOf(stack, ASSOCIATION)).toHaveLength(1);
});

test('two in one stack keep their metrics apart', () => {
  const { stack, vpc } = stackWithVpc();
  addAlb(stack, vpc, {}, 'A');
  addAlb(stack, vpc, {}, 'B');
  const names = resourcesOf(stack, WEB_ACL).map(({ Properties }) => Properties.VisibilityConfig.MetricName);
  expect(new Set(names).size).toBe(2);
});

describe('ruleGroups', () => {
  test('replace the default, in the order given', () => {
    const stack = firewallWith({ ruleGroups: [ManagedRules.linux(), ManagedRules.common()] });
    expect(rulesOf(stack).map(({ Name, Priority }: { Name: string; Priority: number }) => [Name, Priority])).toEqual([
      ['RateLimit', 0],
      ['AWSManagedRulesLinuxRuleSet', 1],
      ['AWSManagedRulesCommonRuleSet', 2],
    ]);
  });

  test('none at all are refused', () => {
    expect(() => firewallWith({ ruleGroups: [] })).toThrow(
      new Error('Stack/Alb/Firewall: `ruleGroups` must be a whole number from 1 to 20 groups, got: 0.'),
    );
  });

  test('more than twenty are refused, twenty are not', () => {
    const groups = Array.from({ length: 21 }, (_, index) => ManagedRules.named(`AWSManagedRulesNo${index}RuleSet`));
    expect(() => firewallWith({ ruleGroups: groups })).toThrow(
      new Error('Stack/Alb/Firewall: `ruleGroups` must be a whole number from 1 to 20 groups, got: 21.'),
    );
    expect(rulesOf(firewallWith({ ruleGroups: groups.slice(1) }))).toHaveLength(21);
  });

  test('given twice are refused', () => {
    const ruleGroups = [ManagedRules.common(), ManagedRules.linux(), ManagedRules.common().counting()];
    expect(() => firewallWith({ ruleGroups })).toThrow(
      new Error('Stack/Alb/Firewall: `ruleGroups` must have each group once, got: AWSManagedRulesCommonRuleSet twice.'),
    );
  });
});

describe('rateLimit', () => {
  const limitOf = (stack: Stack) => rulesOf(stack)[0].Statement.RateBasedStatement;

  test('behind CloudFront there is none, which warns: nothing there tells clients apart', () => {
    const { stack } = albWith({ ingress: Ingress.cloudFront('pl-0123456789abcdef0') });
    expect(JSON.stringify(rulesOf(stack))).not.toContain('RateBasedStatement');
    expect(rulesOf(stack)).toHaveLength(4);
    expect(annotationsOf(stack)).toEqual([
      'Nothing limits how many requests one client sends, and PCI DSS 4.0.1 requirement 6.4.2 asks that web attacks are ' +
        'detected and prevented. Limit them in the web ACL of the distribution, which sees who connects, or show what ' +
        'limits them instead. [ack: @org/audited-alb:no-rate-limit]',
    ]);
  });

  test('an explicit one holds there too', () => {
    const { stack } = albWith({
      ingress: Ingress.cloudFront('pl-0123456789abcdef0'),
      firewall: WebFirewall.managed({ rateLimit: RateLimit.perAddress(50_000) }),
    });
    expect(limitOf(stack)).toMatchObject({ Limit: 50_000, AggregateKeyType: 'IP' });
  });

  test('none leaves the rule groups and a warning', () => {
    const stack = firewallWith({ rateLimit: RateLimit.none(), ruleGroups: [ManagedRules.common()] });
    expect(rulesOf(stack).map(({ Name }: { Name: string }) => Name)).toEqual(['AWSManagedRulesCommonRuleSet']);
    expect(annotationsOf(stack)).toEqual([
      'Nothing limits how many requests one client sends, and PCI DSS 4.0.1 requirement 6.4.2 asks that web attacks are ' +
        'detected and prevented. Use RateLimit.perAddress(), or show what limits them instead. ' +
        '[ack: @org/audited-alb:no-rate-limit]',
    ]);
  });
});

describe('existing', () => {
  test('one of another region is refused', () => {
    const { stack, vpc } = stackWithVpc({ env: { region: 'eu-west-3' } });
    const certificate = Certificate.fromArn(CERTIFICATE_ARN.replace('us-east-1', 'eu-west-3'));
    expect(() => addAlb(stack, vpc, { certificate, firewall: WebFirewall.existing(ARN) })).toThrow(
      new Error(
        "Stack/Alb/Firewall: `firewall` must be in the load balancer's region eu-west-3, got: " +
          `'${ARN}'. Use a web ACL of that region.`,
      ),
    );
  });

  test('is associated, and brings nothing else', () => {
    const { stack, alb } = albWith({ firewall: WebFirewall.existing(ARN) });
    expect(onlyResource(stack, ASSOCIATION).Properties.WebACLArn).toBe(ARN);
    for (const type of [WEB_ACL, LOGGING, 'AWS::Logs::LogGroup']) expect(resourcesOf(stack, type)).toEqual([]);
    expect([alb.webAcl, alb.firewallLogGroup]).toEqual([undefined, undefined]);
  });

  test('leaves a warning, because nobody sees its rules and logs', () => {
    expect(annotationsOf(albWith({ firewall: WebFirewall.existing(ARN) }).stack)).toEqual([UNSEEN]);
  });

  test('that of another load balancer does not: whoever made it warns of it', () => {
    const { stack, vpc } = stackWithVpc();
    const { webAcl } = addAlb(stack, vpc, {}, 'A');
    addAlb(stack, vpc, { firewall: WebFirewall.existing(`${webAcl?.attrArn}`) }, 'B');
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('the warning can be acknowledged', () => {
    const { stack, alb } = albWith({ firewall: WebFirewall.existing(ARN) });
    Validations.of(alb).acknowledge({ id: '@org/audited-alb:existing-firewall', reason: 'The security team owns it' });
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('may be one of the same app, or known only at deployment', () => {
    const { stack, vpc } = stackWithVpc();
    const visibilityConfig = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: 'own' };
    const own = new CfnWebACL(stack, 'Own', { scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig });
    addAlb(stack, vpc, { firewall: WebFirewall.existing(own.attrArn) }, 'A');
    addAlb(stack, vpc, { firewall: WebFirewall.existing(new CfnParameter(stack, 'Arn').valueAsString) }, 'B');
    const arns = resourcesOf(stack, ASSOCIATION).map(({ Properties }) => Properties.WebACLArn);
    expect(arns).toEqual([{ 'Fn::GetAtt': ['Own', 'Arn'] }, { Ref: 'Arn' }]);
    expect(annotationsOf(stack)).toEqual([UNSEEN, UNSEEN]);
  });

  test.each([
    '',
    'shared',
    ARN.replace('regional', 'global'),
    ARN.replace('webacl', 'rulegroup'),
    `${ARN}0`,
    `x${ARN}`,
    ARN.replace('111122223333', '1111'),
  ])("'%s' is refused", (arn) => {
    expect(() => albWith({ firewall: WebFirewall.existing(arn) })).toThrow(
      new Error(`Stack/Alb/Firewall: \`firewall\` must be the ARN of a regional web ACL of AWS WAF, got: '${arn}'.`),
    );
  });
});

describe('none', () => {
  const { stack, alb } = albWith({ firewall: WebFirewall.none() });

  test('brings nothing', () => {
    const template = Template.fromStack(stack);
    for (const type of [WEB_ACL, ASSOCIATION, LOGGING, 'AWS::Logs::LogGroup']) template.resourceCountIs(type, 0);
  });

  test('leaves a warning', () => {
    expect(annotationsOf(stack)).toEqual([
      'No firewall inspects requests, and PCI DSS 4.0.1 requirement 6.4.2 asks for one in front of public web ' +
        'applications. Use WebFirewall.managed(), or show what stands in front of the load balancer instead. ' +
        '[ack: @org/audited-alb:no-firewall]',
    ]);
  });

  test('has no metric', () => {
    expect(() => alb.metricBlockedRequests()).toThrow(
      new Error(
        'Stack/Alb: `firewall` must be WebFirewall.managed() for metricBlockedRequests(), got: another one or none.',
      ),
    );
  });
});
