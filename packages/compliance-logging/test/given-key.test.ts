import { annotationsOf } from '@org/testing';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AlertTopic, AuditBucket, AuditPurpose, AuditTrail, ComplianceKey, ComplianceLogGroup } from '../src';

const ID = '@org/compliance-logging:key-without-rotation';

const PLACES: Record<string, (stack: Stack, encryptionKey: IKey) => unknown> = {
  'a log group': (stack, encryptionKey) => new ComplianceLogGroup(stack, 'Mine', { encryptionKey }),
  'a bucket': (stack, encryptionKey) => new AuditBucket(stack, 'Mine', { purpose: AuditPurpose.data(), encryptionKey }),
  'a topic': (stack, encryptionKey) => new AlertTopic(stack, 'Mine', { encryptionKey }),
  'a trail to a given bucket and log group': (stack, encryptionKey) => {
    const { bucket } = new AuditBucket(stack, 'Bucket', { purpose: AuditPurpose.trail() });
    const { logGroup } = new ComplianceLogGroup(stack, 'Log');
    new AuditTrail(stack, 'Mine', { bucket, logGroup, encryptionKey });
  },
};

function warningsOf(stack: Stack): string[] {
  Template.fromStack(stack);
  return annotationsOf(stack).filter((text) => text.includes(ID));
}

const newStack = () => new Stack(new App(), 'Stack');
const WARNING = expect.stringMatching(/^The given key Stack\/Theirs is not rotated, .*3\.7\.4/);

describe.each(Object.entries(PLACES))('the key of %s', (_, build) => {
  test('that is not rotated warns', () => {
    const stack = newStack();
    build(stack, new Key(stack, 'Theirs'));
    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('that is a ComplianceKey does not', () => {
    const stack = newStack();
    build(stack, new ComplianceKey(stack, 'Ours').key);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is acknowledged with its warning', () => {
    const stack = newStack();
    build(stack, new Key(stack, 'Theirs'));
    Validations.of(stack).acknowledge({ id: ID, reason: 'It is replaced by hand every January' });
    expect(warningsOf(stack)).toEqual([]);
  });
});

const ALIASES: Record<string, (stack: Stack) => Alias | ReturnType<typeof Alias.fromAliasName>> = {
  'of the app': (stack) => new ComplianceKey(stack, 'Ours').alias,
  'of another one': (stack) => Alias.fromAliasName(stack, 'Theirs', 'alias/payments'),
};

describe.each(Object.entries(ALIASES))('an alias %s', (_, alias) => {
  test.each(Object.entries(PLACES))('is refused in the place of the key of %s', (_place, build) => {
    const stack = newStack();
    const given = alias(stack);
    expect(() => build(stack, given)).toThrow(
      `Stack/Mine: \`encryptionKey\` must be a key, got: the alias ${given.node.path}, by which no role can be let use the key. ` +
        'Use the `aliasTargetKey` of an alias of this app, else Key.fromKeyArn() or Key.fromLookup().',
    );
  });
});

test('the key of a trail warns once, at the trail, whatever parts the trail makes', () => {
  const stack = newStack();
  new AuditTrail(stack, 'Trail', { encryptionKey: new Key(stack, 'Theirs') });
  expect(warningsOf(stack)).toEqual([WARNING]);
  expect(Annotations.fromStack(stack).findWarning('/Stack/Trail', Match.stringLikeRegexp(ID))).toHaveLength(1);
});

test('a key of two constructs warns at each', () => {
  const stack = newStack();
  const encryptionKey = new Key(stack, 'Theirs');
  new ComplianceLogGroup(stack, 'One', { encryptionKey });
  new ComplianceLogGroup(stack, 'Two', { encryptionKey });
  expect(warningsOf(stack)).toEqual([WARNING, WARNING]);
});
