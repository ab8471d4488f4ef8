import { annotationsOf, logKeyStatement, onlyResource, resourcesOf, scan, statementIn } from '@org/testing';
import { ContainerImage, FargateTaskDefinition, FargateService as PlainService } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { type AuditedSessionsOptions, ExecuteCommand, FargateCluster } from '../src';
import { importedVpc } from './fixture';

type Options = AuditedSessionsOptions | ((stack: Stack) => AuditedSessionsOptions);

function audited(options?: Options, app = new App()) {
  const stack = new Stack(app, 'Stack');
  const given = typeof options === 'function' ? options(stack) : options;
  const platform = new FargateCluster(stack, 'Cluster', {
    vpc: importedVpc(stack),
    executeCommand: ExecuteCommand.audited(given),
  });
  return { stack, platform };
}

const configurationOf = (stack: Stack) =>
  onlyResource(stack, 'AWS::ECS::Cluster').Properties.Configuration.ExecuteCommandConfiguration;

describe('by default', () => {
  const { stack, platform } = audited();
  const key = onlyResource(stack, 'AWS::KMS::Key');
  const logGroup = onlyResource(stack, 'AWS::Logs::LogGroup');

  test('sessions are encrypted with a key of the cluster and logged to a group of it', () => {
    expect(configurationOf(stack)).toEqual({
      KmsKeyId: { 'Fn::GetAtt': [key.logicalId, 'Arn'] },
      Logging: 'OVERRIDE',
      LogConfiguration: { CloudWatchLogGroupName: { Ref: logGroup.logicalId }, CloudWatchEncryptionEnabled: true },
    });
    expect(stack.resolve(platform.sessionKey?.keyArn)).toEqual({ 'Fn::GetAtt': [key.logicalId, 'Arn'] });
    expect(stack.resolve(platform.sessionLogGroup?.logGroupName)).toEqual({ Ref: logGroup.logicalId });
  });

  test('the log is encrypted, masked, kept for a year, and protected', () => {
    expect(logGroup).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        KmsKeyId: { 'Fn::GetAtt': [key.logicalId, 'Arn'] },
        RetentionInDays: 365,
        DeletionProtectionEnabled: true,
      },
    });
    expect(JSON.stringify(logGroup.Properties.DataProtectionPolicy)).toContain('CreditCardNumber');
  });

  test('the key is rotated and kept, and CloudWatch Logs of this account may use it', () => {
    expect(key.DeletionPolicy).toBe('Retain');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.Properties.KeyPolicy.Statement[1]).toEqual(logKeyStatement('*'));
    expect(annotationsOf(stack)).toEqual([]);
  });
});

test('a cluster that says nothing has no configuration, no key and no log', () => {
  const stack = new Stack(new App(), 'Stack');
  const platform = new FargateCluster(stack, 'Cluster', { vpc: importedVpc(stack) });
  expect(resourcesOf(stack).map(({ Type }) => Type)).toEqual(['AWS::ECS::Cluster']);
  expect(onlyResource(stack, 'AWS::ECS::Cluster').Properties).not.toHaveProperty('Configuration');
  expect([platform.sessionKey, platform.sessionLogGroup]).toEqual([undefined, undefined]);
});

test('a given key encrypts both', () => {
  const { stack } = audited((inside) => ({ encryptionKey: new Key(inside, 'Theirs') }));
  const { logicalId } = onlyResource(stack, 'AWS::KMS::Key');
  expect(logicalId).toMatch(/^Theirs/);
  const arn = { 'Fn::GetAtt': [logicalId, 'Arn'] };
  expect(configurationOf(stack).KmsKeyId).toEqual(arn);
  expect(onlyResource(stack, 'AWS::Logs::LogGroup').Properties.KmsKeyId).toEqual(arn);
});

test('a key of another stack does not wait for this one', () => {
  const app = new App();
  const keys = new Stack(app, 'Keys');
  const { stack } = audited({ encryptionKey: new Key(keys, 'Key') }, app);
  expect(onlyResource(keys, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toHaveLength(2);
  expect(stack.dependencies).toEqual([keys]);
  expect(keys.dependencies).toEqual([]);
});

test('an imported key warns, unless the log group is given too', () => {
  const arn = 'arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012';
  const imported = (inside: Stack) => ({ encryptionKey: Key.fromKeyArn(inside, 'Theirs', arn) });
  expect(annotationsOf(audited(imported).stack).map(statementIn)).toEqual([
    {
      words:
        'The policy of the imported `encryptionKey` of `executeCommand` cannot be changed from this app, and PCI DSS 4.0.1 ' +
        'requirement 10.2.1.2 needs the logs of sessions to arrive. Add this statement where the key is defined: {}. ' +
        '[ack: @org/fargate-service:imported-session-key]',
      statement: logKeyStatement('*'),
    },
  ]);
  const logGroup = (inside: Stack) => LogGroup.fromLogGroupName(inside, 'Log', '/theirs');
  const both = audited((inside) => ({ ...imported(inside), logGroup: logGroup(inside) }));
  onlyResource(both.stack, 'AWS::ECS::Cluster');
  expect(annotationsOf(both.stack)).toEqual([
    expect.stringContaining('[ack: @org/fargate-service:imported-log-group]'),
  ]);
});

test('a given log group is used, and none is made', () => {
  const { stack } = audited((inside) => ({ logGroup: LogGroup.fromLogGroupName(inside, 'Theirs', '/theirs') }));
  expect(configurationOf(stack).LogConfiguration.CloudWatchLogGroupName).toBe('/theirs');
  expect(resourcesOf(stack, 'AWS::Logs::LogGroup')).toEqual([]);
  expect(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toHaveLength(1);
});

test('key and log go with the stack if asked', () => {
  const { stack } = audited({ removalPolicy: RemovalPolicy.DESTROY });
  expect(onlyResource(stack, 'AWS::KMS::Key')).toMatchObject({
    DeletionPolicy: 'Delete',
    Properties: { PendingWindowInDays: 7 },
  });
  const logGroup = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(logGroup.DeletionPolicy).toBe('Delete');
  expect(logGroup.Properties).not.toHaveProperty('DeletionProtectionEnabled');
});

test("somebody else's service with ECS Exec gets the rights to this key and this log", () => {
  const { stack, platform } = audited();
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('shell', { image: ContainerImage.fromRegistry('busybox') });
  new PlainService(stack, 'Shell', { cluster: platform.cluster, taskDefinition, enableExecuteCommand: true });
  const [policy] = resourcesOf(stack, 'AWS::IAM::Policy');
  const statements = JSON.stringify(policy?.Properties.PolicyDocument.Statement);
  expect(statements).toContain(JSON.stringify(['kms:Decrypt', 'kms:GenerateDataKey']));
  expect(statements).toContain(JSON.stringify({ Ref: onlyResource(stack, 'AWS::Logs::LogGroup').logicalId }));
});

test('two clusters in one stack', () => {
  const { stack } = audited();
  new FargateCluster(stack, 'Other', {
    vpc: importedVpc(new Stack()),
    executeCommand: ExecuteCommand.audited(),
  });
  expect(resourcesOf(stack, 'AWS::KMS::Key')).toHaveLength(2);
});

test('the rule packs find nothing', () => {
  expect(scan((app) => audited(undefined, app))).toEqual({ findings: [], acknowledged: [] });
});
