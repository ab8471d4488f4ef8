import { annotationsOf, arnInLogs, logKeyStatement, onlyResource, resourcesOf, statementIn } from '@org/testing';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { FirewallLogs, WebFirewall } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

const LOG_GROUP = 'AWS::Logs::LogGroup';
const LOGGING = 'AWS::WAFv2::LoggingConfiguration';
const stackWith = (logs: FirewallLogs) => albWith({ firewall: WebFirewall.managed({ logs }) }).stack;

describe('by default', () => {
  const { stack, alb } = albWith();
  const group = onlyResource(stack, LOG_GROUP);

  test('every request is logged to a group whose name begins as AWS WAF demands', () => {
    expect(group.Properties.LogGroupName).toMatch(/^aws-waf-logs-Stack-Alb-Firewall-[0-9A-F]{8}$/i);
    const { Properties } = onlyResource(stack, LOGGING);
    expect(Properties.LoggingFilter).toBeUndefined();
    expect(Properties.ResourceArn).toEqual({
      'Fn::GetAtt': [onlyResource(stack, 'AWS::WAFv2::WebACL').logicalId, 'Arn'],
    });
    expect(stack.resolve(alb.firewallLogGroup?.logGroupName)).toEqual({ Ref: group.logicalId });
  });

  test('its ARN has no wildcard at the end, and follows the name', () => {
    expect(onlyResource(stack, LOGGING).Properties.LogDestinationConfigs).toEqual([
      arnInLogs(':log-group:', { Ref: group.logicalId }),
    ]);
  });

  test('entries are kept for a year and can be deleted by nobody', () => {
    expect(group.Properties).toMatchObject({ RetentionInDays: 365, DeletionProtectionEnabled: true });
    expect(group.Properties.KmsKeyId).toBeUndefined();
    expect(group.DeletionPolicy).toBe('Retain');
  });

  test('card numbers are masked', () => {
    const masked = JSON.stringify(group.Properties.DataProtectionPolicy);
    for (const kind of ['CreditCardNumber', 'CreditCardSecurityCode', 'CreditCardExpiration']) {
      expect(masked).toContain(`data-identifier/${kind}`);
    }
    expect(masked).toContain('MaskConfig');
  });

  test('an aspect may choose another name', () => {
    const resource = alb.firewallLogGroup?.node.defaultChild as CfnLogGroup;
    expect(resource.node.metadata).toContainEqual(expect.objectContaining({ type: 'derived-name', data: true }));
  });
});

test('DESTROY takes the logs along', () => {
  const group = onlyResource(albWith({ removalPolicy: RemovalPolicy.DESTROY }).stack, LOG_GROUP);
  expect(group.DeletionPolicy).toBe('Delete');
  expect(group.Properties.DeletionProtectionEnabled).toBeUndefined();
});

test('RETAIN_ON_UPDATE_OR_DELETE keeps them, but a creation that fails can delete the log group', () => {
  const { stack } = albWith({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
  const group = onlyResource(stack, LOG_GROUP);
  expect(group.DeletionPolicy).toBe('RetainExceptOnCreate');
  expect(group.Properties.DeletionProtectionEnabled).toBeUndefined();
});

test('names of two stacks and of two load balancers differ', () => {
  const app = new App();
  const stacks = ['One', 'Two'].map((id) => {
    const { stack, vpc } = stackWithVpc({}, new Stack(app, id));
    addAlb(stack, vpc, {}, 'A');
    addAlb(stack, vpc, {}, 'B');
    return stack;
  });
  const names = stacks.flatMap((stack) =>
    resourcesOf(stack, LOG_GROUP).map(({ Properties }) => Properties.LogGroupName),
  );
  expect(new Set(names).size).toBe(4);
});

test('a long path is shortened to what CloudWatch Logs takes', () => {
  const { stack, vpc } = stackWithVpc();
  addAlb(stack, vpc, {}, 'L'.repeat(200));
  expect(onlyResource(stack, LOG_GROUP).Properties.LogGroupName.length).toBeLessThanOrEqual(213);
});

test('blockedAndCounted drops what was let through', () => {
  const stack = stackWith(FirewallLogs.blockedAndCounted());
  expect(onlyResource(stack, LOGGING).Properties.LoggingFilter).toEqual({
    DefaultBehavior: 'DROP',
    Filters: [
      {
        Behavior: 'KEEP',
        Requirement: 'MEETS_ANY',
        Conditions: [
          { ActionCondition: { Action: 'BLOCK' } },
          { ActionCondition: { Action: 'COUNT' } },
          { ActionCondition: { Action: 'EXCLUDED_AS_COUNT' } },
        ],
      },
    ],
  });
});

describe('retention', () => {
  test.each([365, 2557])('%d days pass', (days) => {
    const stack = stackWith(FirewallLogs.blockedAndCounted({ retention: Duration.days(days) }));
    expect(onlyResource(stack, LOG_GROUP).Properties.RetentionInDays).toBe(days);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('below twelve months leaves a warning', () => {
    const stack = stackWith(FirewallLogs.everything({ retention: Duration.days(180) }));
    expect(onlyResource(stack, LOG_GROUP).Properties.RetentionInDays).toBe(180);
    expect(annotationsOf(stack)).toEqual([
      "The firewall's logs are kept for 180 days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Use a " +
        '`retention` of at least 365 days, or export them to a bucket that keeps them. ' +
        '[ack: @org/audited-alb:firewall-logs-below-twelve-months]',
    ]);
  });

  test('that CloudWatch Logs does not offer is refused', () => {
    expect(() => stackWith(FirewallLogs.everything({ retention: Duration.days(366) }))).toThrow(
      new Error(
        'Stack/Alb/Firewall: `retention` must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, ' +
          '120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days), got: 366 days. ' +
          'Use Duration.days(400).',
      ),
    );
    expect(() => stackWith(FirewallLogs.everything({ retention: Duration.days(4000) }))).toThrow(
      'got: 4000 days. Use Duration.days(3653).',
    );
  });

  test('known only at deployment is refused', () => {
    const { stack, vpc } = stackWithVpc();
    const days = new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber;
    const logs = FirewallLogs.everything({ retention: Duration.days(days) });
    expect(() => addAlb(stack, vpc, { firewall: WebFirewall.managed({ logs }) })).toThrow(
      new Error(
        'Stack/Alb/Firewall: `retention` must be known at synthesis, got: a token. ' +
          'CloudWatch Logs offers certain values only.',
      ),
    );
  });
});

describe('encryptionKey', () => {
  test('encrypts, and lets CloudWatch Logs do so for firewall logs alone', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys');
    const encryptionKey = new Key(keys, 'Key', { enableKeyRotation: true });
    const { stack, vpc } = stackWithVpc({}, new Stack(app, 'Stack'));
    addAlb(stack, vpc, { firewall: WebFirewall.managed({ logs: FirewallLogs.everything({ encryptionKey }) }) });

    expect(onlyResource(stack, LOG_GROUP).Properties.KmsKeyId).toBeDefined();
    expect(stack.dependencies).toEqual([keys]);
    expect(keys.dependencies).toEqual([]);
    expect(onlyResource(keys, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toContainEqual(
      logKeyStatement('aws-waf-logs-*'),
    );
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('that is not rotated leaves a warning', () => {
    const { stack, vpc } = stackWithVpc();
    const encryptionKey = new Key(stack, 'Key');
    addAlb(stack, vpc, { firewall: WebFirewall.managed({ logs: FirewallLogs.everything({ encryptionKey }) }) });
    onlyResource(stack, LOG_GROUP);
    expect(annotationsOf(stack)).toEqual([
      expect.stringMatching(
        /^The given key Stack\/Key is not rotated, .*3\.7\.4.*@org\/audited-alb:key-without-rotation\]$/,
      ),
    ]);
  });

  test('that is an alias is refused', () => {
    const { stack, vpc } = stackWithVpc();
    const encryptionKey = Alias.fromAliasName(stack, 'Alias', 'alias/logs');
    const logs = FirewallLogs.everything({ encryptionKey });
    expect(() => addAlb(stack, vpc, { firewall: WebFirewall.managed({ logs }) })).toThrow(
      'Stack/Alb/Firewall: `encryptionKey` must be a key, got: the alias Stack/Alias, by which no role can be let use the ' +
        'key. Use the `aliasTargetKey` of an alias of this app, else Key.fromKeyArn() or Key.fromLookup().',
    );
  });

  test('imported leaves a warning', () => {
    const { stack, vpc } = stackWithVpc();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1');
    addAlb(stack, vpc, { firewall: WebFirewall.managed({ logs: FirewallLogs.everything({ encryptionKey }) }) });
    expect(annotationsOf(stack).map(statementIn)).toEqual([
      {
        words:
          'The policy of the imported `encryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 ' +
          "needs the firewall's logs to arrive. Add this statement where the key is defined: {}. " +
          '[ack: @org/audited-alb:imported-log-key]',
        statement: logKeyStatement('aws-waf-logs-*'),
      },
    ]);
  });
});
