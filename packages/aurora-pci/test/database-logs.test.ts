import { annotationsOf, logKeyStatement, onlyResource, resourcesOf, statementIn } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { App, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import { StorageEncryption } from '../src';
import { database, MYSQL, newStack, stackWith } from './fixtures';

const namesOf = (stack: Stack) => resourcesOf(stack, 'AWS::Logs::LogGroup').map(({ Properties: p }) => p.LogGroupName);

test.each([
  ['PostgreSQL', {}, ['postgresql']],
  ['PostgreSQL with slow queries', { slowQueryThreshold: Duration.seconds(1) }, ['postgresql']],
  ['MySQL', { engine: MYSQL }, ['audit', 'error']],
  [
    'MySQL with slow queries',
    { engine: MYSQL, slowQueryThreshold: Duration.seconds(1) },
    ['audit', 'error', 'slowquery'],
  ],
])('%s: each exported log has its group, and it is there before the cluster', (_name, props, types) => {
  const stack = newStack();
  const aurora = database(stack, props);
  const cluster = onlyResource(stack, 'AWS::RDS::DBCluster');
  const groups = resourcesOf(stack, 'AWS::Logs::LogGroup');
  expect(cluster.Properties.EnableCloudwatchLogsExports).toEqual(types);
  expect(namesOf(stack)).toEqual(
    types.map((type) => `/aws/rds/cluster/${cluster.Properties.DBClusterIdentifier}/${type}`),
  );
  expect(cluster.DependsOn).toEqual(groups.map(({ logicalId }) => logicalId));
  expect(Object.keys(aurora.logGroups)).toEqual(types);
  expect(stack.resolve(aurora.logGroups[types[0] ?? '']?.logGroupName)).toEqual({ Ref: groups[0]?.logicalId });
});

test('no function changes retentions', () => {
  const stack = stackWith({ engine: MYSQL });
  Template.fromStack(stack).resourceCountIs('Custom::LogRetention', 0);
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
});

test('another identifier moves the groups, even if somebody asked for the name before', () => {
  const stack = newStack();
  const aurora = database(stack);
  const group = aurora.logGroups.postgresql?.node.defaultChild as CfnLogGroup | undefined;
  expect(stack.resolve(group?.logGroupName)).toMatch(/^\/aws\/rds\/cluster\/stack-database-\w{8}\/postgresql$/);
  (aurora.cluster.node.defaultChild as CfnDBCluster).dbClusterIdentifier = 'renamed';
  expect(namesOf(stack)).toEqual(['/aws/rds/cluster/renamed/postgresql']);
});

test('card data is masked', () => {
  const { Statement } = onlyResource(stackWith(), 'AWS::Logs::LogGroup').Properties.DataProtectionPolicy;
  for (const statement of Statement as { DataIdentifier: unknown[] }[]) {
    const identifiers = statement.DataIdentifier.map((identifier) => JSON.stringify(identifier));
    expect(identifiers).toEqual([
      expect.stringContaining('data-identifier/CreditCardNumber'),
      expect.stringContaining('data-identifier/CreditCardSecurityCode'),
      expect.stringContaining('data-identifier/CreditCardExpiration'),
    ]);
  }
  expect(Statement.map(({ Operation }: { Operation: object }) => Object.keys(Operation)[0])).toEqual([
    'Audit',
    'Deidentify',
  ]);
});

describe('retention', () => {
  const logGroup = (logRetention?: Duration) => onlyResource(stackWith({ logRetention }), 'AWS::Logs::LogGroup');

  test('is twelve months by default, and the events outlive the stack', () => {
    const { Properties, DeletionPolicy } = logGroup();
    expect(Properties).toMatchObject({ RetentionInDays: 365, DeletionProtectionEnabled: true });
    expect(DeletionPolicy).toBe('Retain');
    expect(annotationsOf(stackWith())).toEqual([]);
  });

  test('can be seven years', () => {
    expect(logGroup(Duration.days(2557)).Properties.RetentionInDays).toBe(2557);
  });

  test('known only at deployment is refused: only certain values exist', () => {
    expect(() => stackWith({ logRetention: Duration.days(Token.asNumber({ Ref: 'Days' })) })).toThrow(
      new Error(
        'Stack/Database: `logRetention` must be known at synthesis, got: a token. CloudWatch Logs offers certain values only.',
      ),
    );
  });

  test.each([
    [Duration.hours(36), '1.5', 3],
    [Duration.days(5000), '5000', 3653],
  ])('%# is refused with the value to use', (retention, days, use) => {
    expect(() => stackWith({ logRetention: retention })).toThrow(
      new Error(
        'Stack/Database: `logRetention` must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, ' +
          `150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days), got: ${days} days. ` +
          `Use Duration.days(${use}).`,
      ),
    );
  });

  test('2555 days are refused with the value to use', () => {
    expect(() => stackWith({ logRetention: Duration.days(2555) })).toThrow(
      new Error(
        'Stack/Database: `logRetention` must be a retention that CloudWatch Logs offers (1, 3, 5, 7, 14, 30, 60, 90, 120, ' +
          '150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days), got: 2555 days. ' +
          'Use Duration.days(2557).',
      ),
    );
  });

  test('below twelve months warns', () => {
    expect(annotationsOf(stackWith({ logRetention: Duration.days(180) }))).toEqual([
      'The database logs are kept for 180 days, and PCI DSS 4.0.1 requirement 10.5.1 asks for twelve months. Use a ' +
        '`logRetention` of at least 365 days, or export the logs to an archive. ' +
        '[ack: @org/aurora-pci:log-retention-below-twelve-months]',
    ]);
  });

  test('ends with the stack where everything does', () => {
    const group = onlyResource(stackWith({ removalPolicy: RemovalPolicy.DESTROY }), 'AWS::Logs::LogGroup');
    expect(group.DeletionPolicy).toBe('Delete');
    expect(group.Properties.DeletionProtectionEnabled).toBeUndefined();
  });
});

describe('a key for the logs', () => {
  test('of another stack gets a statement for these log groups only', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys');
    const stack = new Stack(app, 'Stack');
    const logEncryptionKey = new Key(keys, 'Key', { enableKeyRotation: true });
    database(stack, { logEncryptionKey, encryption: StorageEncryption.awsManaged() });
    expect(JSON.stringify(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.KmsKeyId)).toContain('Fn::ImportValue');
    const { DBClusterIdentifier } = onlyResource(stack, 'AWS::RDS::DBCluster').Properties;
    expect(onlyResource(keys, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.at(-1)).toEqual(
      logKeyStatement(`/aws/rds/cluster/${DBClusterIdentifier}/*`),
    );
    expect(annotationsOf(stack).filter((text) => text.includes('@org/aurora-pci:'))).toEqual([]);
  });

  test('that is imported warns: its policy is out of reach', () => {
    const stack = newStack();
    const logEncryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/given');
    database(stack, { logEncryptionKey });
    const { DBClusterIdentifier } = onlyResource(stack, 'AWS::RDS::DBCluster').Properties;
    expect(annotationsOf(stack).map(statementIn)).toEqual([
      {
        words:
          'The policy of the imported `logEncryptionKey` cannot be changed from this app, and PCI DSS 4.0.1 requirement ' +
          '10.2.1 needs the database logs to arrive. Add this statement where the key is defined: {}. ' +
          '[ack: @org/aurora-pci:imported-log-key]',
        statement: logKeyStatement(`/aws/rds/cluster/${DBClusterIdentifier}/*`),
      },
    ]);
  });
});
