import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AlertTopic, type AlertTopicProps } from '../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const fromThisAccount = (sourceArn: string) => ({
  StringEquals: { 'aws:SourceAccount': '111122223333' },
  ArnLike: { 'aws:SourceArn': sourceArn },
});
const PUBLISHERS = [
  {
    sid: 'AllowCloudWatchAlarms',
    service: 'cloudwatch.amazonaws.com',
    conditions: { Condition: fromThisAccount('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*') },
  },
  { sid: 'AllowEventBridge', service: 'events.amazonaws.com', conditions: {} },
  {
    sid: 'AllowRdsEvents',
    service: 'events.rds.amazonaws.com',
    conditions: { Condition: fromThisAccount('arn:aws:rds:eu-west-1:111122223333:*') },
  },
  {
    sid: 'AllowBudgets',
    service: 'budgets.amazonaws.com',
    conditions: { Condition: fromThisAccount('arn:aws:budgets::111122223333:*') },
  },
];
const KEY_STATEMENTS = PUBLISHERS.map(({ sid, service, conditions }) => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
  ...conditions,
}));

const stackIn = (app: App, id = 'Stack') => new Stack(app, id, { env: ENV });
const emptyStack = () => stackIn(new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } }));

function topicWith(props?: AlertTopicProps): Stack {
  const stack = emptyStack();
  new AlertTopic(stack, 'Alerts', props);
  return stack;
}

describe('with defaults', () => {
  const stack = topicWith();
  const key = onlyResource(stack, 'AWS::KMS::Key');
  const topic = onlyResource(stack, 'AWS::SNS::Topic');
  const topicPolicy = onlyResource(stack, 'AWS::SNS::TopicPolicy').Properties;

  test('encrypts with a key of its own that rotates and stays', () => {
    expect(topic.Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [key.logicalId, 'Arn'] });
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect([key.DeletionPolicy, key.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(key.Properties).not.toHaveProperty('PendingWindowInDays');
  });

  test('lets exactly the four alerting services use the key', () => {
    expect(key.Properties.KeyPolicy.Statement.slice(1)).toEqual(KEY_STATEMENTS);
  });

  test('denies publishing without TLS', () => {
    expect(topicPolicy.Topics).toEqual([{ Ref: topic.logicalId }]);
    expect(topicPolicy.PolicyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Action: 'sns:Publish',
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('lets exactly the four alerting services publish', () => {
    expect(topicPolicy.PolicyDocument.Statement.slice(1)).toEqual(
      PUBLISHERS.map(({ sid, service, conditions }) => ({
        Sid: sid,
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sns:Publish',
        Resource: { Ref: topic.logicalId },
        ...conditions,
      })),
    );
  });

  test('signs with SHA256, has no name and no subscription, and warns of nothing', () => {
    expect(topic.Properties.SignatureVersion).toBe('2');
    expect(topic.Properties).not.toHaveProperty('TopicName');
    expect(resourcesOf(stack, 'AWS::SNS::Subscription')).toEqual([]);
    expect(annotationsOf(stack)).toEqual([]);
  });
});

describe('removalPolicy', () => {
  test('DESTROY deletes the key as soon as AWS KMS allows', () => {
    const key = onlyResource(topicWith({ removalPolicy: RemovalPolicy.DESTROY }), 'AWS::KMS::Key');
    expect([key.DeletionPolicy, key.UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    expect(key.Properties.PendingWindowInDays).toBe(7);
  });

  test.each([
    ['with a key of its own', () => topicWith({ removalPolicy: RemovalPolicy.SNAPSHOT })],
    [
      'with a given key',
      () => topicWith({ removalPolicy: RemovalPolicy.SNAPSHOT, encryptionKey: new Key(emptyStack(), 'Key') }),
    ],
  ])('SNAPSHOT is refused %s', (_what, topic) => {
    expect(topic).toThrow(
      new Error(
        'Stack/Alerts: `removalPolicy` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: SNAPSHOT, which ' +
          'exists for databases and volumes only. Use RemovalPolicy.RETAIN.',
      ),
    );
  });
});

describe('encryptionKey', () => {
  test('of a stranger in another stack serves two topics with one set of statements', () => {
    const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
    const keys = stackIn(app, 'Keys');
    const stack = stackIn(app);
    const encryptionKey = new Key(keys, 'Key');
    const alerts = new AlertTopic(stack, 'First', { encryptionKey });
    new AlertTopic(stack, 'Second', { encryptionKey });
    expect(alerts.encryptionKey).toBe(encryptionKey);
    expect(onlyResource(keys, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.slice(1)).toEqual(KEY_STATEMENTS);
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
    expect(resourcesOf(stack, 'AWS::SNS::Topic')).toHaveLength(2);
  });

  test('that is imported warns', () => {
    const stack = emptyStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/some-key');
    new AlertTopic(stack, 'Alerts', { encryptionKey });
    expect(onlyResource(stack, 'AWS::SNS::Topic').Properties.KmsMasterKeyId).toBe(encryptionKey.keyArn);
    const [warning = '', ...others] = annotationsOf(stack);
    expect(others).toEqual([]);
    expect(warning).toContain('needs the logs and alerts to arrive. Add these statements where the key is defined: {');
    expect(warning).toContain('. [ack: @org/compliance-logging:imported-key]');
    expect([...warning.matchAll(/"Sid":"(\w+)"/g)].map(([, sid]) => sid)).toEqual([
      'AllowCloudWatchAlarms',
      'AllowEventBridge',
      'AllowRdsEvents',
      'AllowBudgets',
    ]);
  });
});

describe('addEmail', () => {
  test('subscribes mailboxes', () => {
    const stack = emptyStack();
    const alerts = new AlertTopic(stack, 'Alerts');
    alerts.addEmail('alerts@example.com');
    alerts.addEmail('on-call+cards@pay.example.co.uk');
    const topic = onlyResource(stack, 'AWS::SNS::Topic').logicalId;
    const subscription = (Endpoint: string) => ({ Protocol: 'email', TopicArn: { Ref: topic }, Endpoint });
    expect(resourcesOf(stack, 'AWS::SNS::Subscription').map(({ Properties }) => Properties)).toEqual([
      subscription('alerts@example.com'),
      subscription('on-call+cards@pay.example.co.uk'),
    ]);
  });

  test.each(['', 'alerts', 'alerts@example', '@example.com', 'a b@example.com', 'a@b@example.com'])(
    'refuses %j',
    (address) => {
      const alerts = new AlertTopic(emptyStack(), 'Alerts');
      expect(() => alerts.addEmail(address)).toThrow(
        new Error(`Stack/Alerts: \`address\` must be an email address such as alerts@example.com, got: '${address}'.`),
      );
    },
  );

  test('refuses the same address twice', () => {
    const alerts = new AlertTopic(emptyStack(), 'Alerts');
    alerts.addEmail('alerts@example.com');
    expect(() => alerts.addEmail('alerts@example.com')).toThrow(
      new Error(
        "Stack/Alerts: `address` must be new to the topic, got: 'alerts@example.com' a second time. Remove one of the " +
          'two calls.',
      ),
    );
  });

  test('takes addresses known only at deployment', () => {
    const stack = emptyStack();
    const alerts = new AlertTopic(stack, 'Alerts');
    alerts.addEmail(Lazy.string({ produce: () => 'one@example.com' }));
    alerts.addEmail(Lazy.string({ produce: () => 'two@example.com' }));
    expect(resourcesOf(stack, 'AWS::SNS::Subscription').map(({ Properties }) => Properties.Endpoint)).toEqual([
      'one@example.com',
      'two@example.com',
    ]);
  });
});
