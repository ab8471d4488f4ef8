import { annotationsOf, KEY_USE_BY_LOG_SERVICES, onlyResource } from '@org/testing';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { App, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { ComplianceLogGroup, type ComplianceLogGroupProps, DataMasking } from '../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function logGroupWith(props?: ComplianceLogGroupProps): Stack {
  const stack = new Stack(new App(), 'Stack');
  new ComplianceLogGroup(stack, 'Log', props);
  return stack;
}

const propertiesOf = (stack: Stack) => onlyResource(stack, 'AWS::Logs::LogGroup').Properties;

test('says that it warns of what it lacks, so that nobody that it is given to does so again', () => {
  const { logGroup } = new ComplianceLogGroup(new Stack(new App(), 'Stack'), 'Log');
  expect(logGroup.node.defaultChild?.node.metadata).toContainEqual(
    expect.objectContaining({ type: 'warns-itself', data: true }),
  );
});

describe('with defaults', () => {
  const stack = logGroupWith();

  test('keeps twelve months', () => {
    expect(propertiesOf(stack).RetentionInDays).toBe(365);
  });

  test('stays when the stack goes, protected from deletion by hand', () => {
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(Properties.DeletionProtectionEnabled).toBe(true);
  });

  test('has no name, no customer key, and warns of nothing', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.absent(),
      KmsKeyId: Match.absent(),
    });
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('masks', () => {
    expect(propertiesOf(stack).DataProtectionPolicy).toBeDefined();
  });
});

describe('retention', () => {
  const offered = Object.values(RetentionDays).filter((days) => typeof days === 'number' && days !== 9999);

  test('is what CloudWatch Logs offers, or an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 1, max: 4_000 }), fc.constantFrom(...(offered as number[]))), (days) => {
        const build = () => propertiesOf(logGroupWith({ retention: Duration.days(days) })).RetentionInDays;
        if (offered.includes(days)) expect(build()).toBe(days);
        else expect(build).toThrow('must be a retention that CloudWatch Logs offers');
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [2555, 2557],
    [366, 400],
    [4000, 3653],
  ])('%i days are refused in favor of %i', (days, next) => {
    expect(() => logGroupWith({ retention: Duration.days(days) })).toThrow(
      new Error(
        'Stack/Log: `retention` must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, ' +
          `180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days), got: ${days} days. ` +
          `Use Duration.days(${next}).`,
      ),
    );
  });

  test('warns below twelve months', () => {
    expect(annotationsOf(logGroupWith({ retention: Duration.days(180) }))).toEqual([
      'The log events are kept for 180 days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Use a ' +
        '`retention` of at least 365 days, or export the events to an AuditBucket. ' +
        '[ack: @org/compliance-logging:retention-below-twelve-months]',
    ]);
  });

  test('refuses a value known only at deployment, which could be too short without a warning', () => {
    expect(() => logGroupWith({ retention: Duration.days(Lazy.number({ produce: () => 7 })) })).toThrow(
      new Error(
        'Stack/Log: `retention` must be known at synthesis, got: a token. CloudWatch Logs offers certain values only.',
      ),
    );
  });
});

describe('removalPolicy', () => {
  test('DESTROY deletes the log group and protects nothing', () => {
    const stack = logGroupWith({ removalPolicy: RemovalPolicy.DESTROY });
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    expect(Properties).not.toHaveProperty('DeletionProtectionEnabled');
  });

  test('RETAIN_ON_UPDATE_OR_DELETE keeps it, but a creation that fails may take it away', () => {
    const stack = logGroupWith({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(Properties).not.toHaveProperty('DeletionProtectionEnabled');
  });

  test('SNAPSHOT is refused', () => {
    expect(() => logGroupWith({ removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(
      new Error(
        'Stack/Log: `removalPolicy` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: SNAPSHOT, which exists ' +
          'for databases and volumes only. Use RemovalPolicy.RETAIN.',
      ),
    );
  });
});

describe('logGroupName', () => {
  test.each(['/aws/rds/cluster/payments/postgresql', 'a', 'x'.repeat(512), 'a_b-c/d.e#9'])(
    'may be %s',
    (logGroupName) => {
      expect(propertiesOf(logGroupWith({ logGroupName })).LogGroupName).toBe(logGroupName);
    },
  );

  test.each(['', 'with space', 'x'.repeat(513), 'aws/mine', 'a:b', 'a\nb'])('must not be %j', (logGroupName) => {
    expect(() => logGroupWith({ logGroupName })).toThrow(
      new Error(
        "Stack/Log: `logGroupName` must be 1 to 512 letters, digits and '_-/.#' that do not begin with 'aws/', " +
          `got: '${logGroupName}'.`,
      ),
    );
  });

  test('may be known only at deployment', () => {
    const logGroupName = Lazy.string({ produce: () => 'with space' });
    expect(propertiesOf(logGroupWith({ logGroupName })).LogGroupName).toBe('with space');
  });
});

describe('encryptionKey', () => {
  test('lets CloudWatch Logs use the key for log groups of this account and region', () => {
    const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const encryptionKey = new Key(stack, 'Key');
    new ComplianceLogGroup(stack, 'First', { encryptionKey });
    new ComplianceLogGroup(stack, 'Second', { encryptionKey });
    const key = onlyResource(stack, 'AWS::KMS::Key');
    expect(key.Properties.KeyPolicy.Statement.slice(1)).toEqual([
      {
        Sid: 'AllowCloudWatchLogs',
        Effect: 'Allow',
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Action: KEY_USE_BY_LOG_SERVICES,
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:*' },
        },
      },
    ]);
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', {
      KmsKeyId: { 'Fn::GetAtt': [key.logicalId, 'Arn'] },
    });
  });

  test('of another stack makes no cycle', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys');
    const stack = new Stack(app, 'Stack');
    new ComplianceLogGroup(stack, 'Log', { encryptionKey: new Key(keys, 'Key') });
    Template.fromStack(keys).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'AllowCloudWatchLogs' })]) },
    });
    expect(keys.dependencies).toEqual([]);
  });

  test('that is imported warns', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/some-key');
    new ComplianceLogGroup(stack, 'Log', { encryptionKey });
    const [warning = '', ...others] = annotationsOf(stack);
    expect(others).toEqual([]);
    expect(warning).toMatch(
      /^The policy of the imported `encryptionKey` cannot be changed from this app, .* where the key is defined: \{.*\}\. \[ack: @org\/compliance-logging:imported-key\]$/,
    );
    const { Sid, Action, Principal, Resource } = JSON.parse(/\{.*\}/.exec(warning)?.[0] ?? '');
    expect({ Sid, Principal, Resource }).toEqual({
      Sid: 'AllowCloudWatchLogs',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Resource: '*',
    });
    expect(Action).toContain('kms:GenerateDataKey');
  });
});

describe('masking', () => {
  test('switched off leaves no policy, and a warning', () => {
    const stack = logGroupWith({ masking: DataMasking.none() });
    expect(propertiesOf(stack)).not.toHaveProperty('DataProtectionPolicy');
    expect(annotationsOf(stack)).toEqual([
      'Nothing masks card numbers in this log group, and PCI DSS 4.0.1 requirement 3.4.1 allows them to be displayed ' +
        'masked only. Use DataMasking.cardNumbersAndCredentials(), or show that no event can hold them. ' +
        '[ack: @org/compliance-logging:no-masking]',
    ]);
  });
});

describe('metricIncomingLogEvents', () => {
  const stack = new Stack(new App(), 'Stack');
  const log = new ComplianceLogGroup(stack, 'Log');
  const statOf = (metric: Metric) => metric.toMetricConfig().metricStat;

  test('sums the events of this log group over five minutes', () => {
    expect(statOf(log.metricIncomingLogEvents())).toMatchObject({
      namespace: 'AWS/Logs',
      metricName: 'IncomingLogEvents',
      dimensions: [{ name: 'LogGroupName', value: log.logGroup.logGroupName }],
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
  });

  test('keeps its own where an option is undefined', () => {
    const metric = log.metricIncomingLogEvents({ period: Duration.hours(1), statistic: undefined });
    expect(statOf(metric)).toMatchObject({ statistic: 'Sum', period: Duration.hours(1) });
  });

  test('takes options', () => {
    const metric = log.metricIncomingLogEvents({ period: Duration.hours(1), statistic: 'Average', label: 'Findings' });
    expect(statOf(metric)).toMatchObject({ statistic: 'Average', period: Duration.hours(1) });
    expect(metric.label).toBe('Findings');
  });
});
