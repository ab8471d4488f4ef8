import { annotationsOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Alias, type CfnKey, type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { CfnParameter, type Stack, Validations } from 'aws-cdk-lib/core';
import { AuroraCredentials, StorageEncryption } from '../src';
import { database, newStack, strangersVpc } from './fixtures';

const ROTATED = { enableKeyRotation: true };
const ID = '@org/aurora-pci:key-without-rotation';

/** The warnings of rotation, after a synthesis. */
function warningsOf(stack: Stack): string[] {
  Template.fromStack(stack);
  return annotationsOf(stack).filter((text) => text.includes(ID));
}

function warningsWith(key: (stack: Stack) => IKey, change: (key: IKey) => void = () => undefined): string[] {
  const stack = newStack();
  const given = key(stack);
  database(stack, { encryption: StorageEncryption.customerManaged(given) });
  change(given);
  return warningsOf(stack);
}

const NOT_ROTATED =
  'The given key Stack/Theirs is not rotated, and PCI DSS 4.0.1 requirement 3.7.4 asks that keys change at the end of their ' +
  'cryptoperiod. Give it `enableKeyRotation: true`, or leave it out where a key is made without it. ' +
  `[ack: ${ID}]`;

const notByItself = (kind: string) =>
  `The given key Stack/Theirs (key spec ${kind}) is of a kind that AWS KMS does not rotate by itself, as it does symmetric keys ` +
  'whose material it made, and PCI DSS 4.0.1 requirement 3.7.4 asks that keys change at the end of their cryptoperiod. Use such a key, or ' +
  `acknowledge this with how it is changed. [ack: ${ID}]`;

test.each([undefined, false])('whose enableKeyRotation is %s warns', (enableKeyRotation) => {
  expect(warningsWith((stack) => new Key(stack, 'Theirs', { enableKeyRotation }))).toEqual([NOT_ROTATED]);
});

test('that is rotated does not warn, and neither does the own one', () => {
  expect(warningsWith((stack) => new Key(stack, 'Theirs', { enableKeyRotation: true }))).toEqual([]);
  const stack = newStack();
  database(stack);
  expect(warningsOf(stack)).toEqual([]);
});

test('that is given in three places of a cluster warns once', () => {
  const stack = newStack();
  const key = new Key(stack, 'Theirs');
  database(stack, {
    encryption: StorageEncryption.customerManaged(key),
    logEncryptionKey: key,
    credentials: AuroraCredentials.generated({ encryptionKey: key }),
  });
  expect(warningsOf(stack)).toEqual([NOT_ROTATED]);
});

test.each([
  ['logEncryptionKey', (key: IKey) => ({ logEncryptionKey: key })],
  ['credentials', (key: IKey) => ({ credentials: AuroraCredentials.generated({ encryptionKey: key }) })],
])('in `%s` alone warns', (_, props) => {
  const stack = newStack();
  database(stack, props(new Key(stack, 'Theirs')));
  expect(warningsOf(stack)).toEqual([NOT_ROTATED]);
});

test('what is said after it was given counts', () => {
  const rotated = (stack: Stack) => new Key(stack, 'Theirs', { enableKeyRotation: true });
  const change = (key: IKey) => {
    (key.node.defaultChild as CfnKey).enableKeyRotation = false;
  };
  expect(warningsWith(rotated, change)).toEqual([NOT_ROTATED]);
});

test('that AWS KMS cannot rotate warns of that', () => {
  const asymmetric = { keySpec: KeySpec.RSA_2048, keyUsage: KeyUsage.ENCRYPT_DECRYPT };
  expect(warningsWith((stack) => new Key(stack, 'Theirs', asymmetric))).toEqual([
    notByItself('RSA_2048, origin AWS_KMS'),
  ]);
  const change = (key: IKey) => {
    (key.node.defaultChild as CfnKey).origin = 'EXTERNAL';
  };
  expect(warningsWith((stack) => new Key(stack, 'Theirs'), change)).toEqual([
    notByItself('SYMMETRIC_DEFAULT, origin EXTERNAL'),
  ]);
});

test('a rotation that is known at deployment only does not warn, nor a key that is not defined in the app', () => {
  const change = (key: IKey) => {
    const resource = key.node.defaultChild as CfnKey;
    resource.enableKeyRotation = new CfnParameter(key, 'Rotation').value;
  };
  expect(warningsWith((stack) => new Key(stack, 'Theirs'), change)).toEqual([]);
  const arn = 'arn:aws:kms:us-east-1:111122223333:key/given';
  expect(warningsWith((stack) => Key.fromKeyArn(stack, 'Theirs', arn))).toEqual([]);
});

describe('an alias is refused: a role that may use it may use nothing', () => {
  const mine = (stack: Stack) =>
    new Alias(stack, 'Alias', { aliasName: 'alias/payments', targetKey: new Key(stack, 'Theirs', ROTATED) });
  const imported = (stack: Stack) => Alias.fromAliasName(stack, 'Alias', 'alias/payments');
  const refusal = (prop: string) =>
    new Error(
      `Stack/Database: \`${prop}\` must be a key, got: the alias Stack/Alias, by which no role can be let use the key. Use ` +
        'the `aliasTargetKey` of an alias of this app, else Key.fromKeyArn() or Key.fromLookup().',
    );

  test.each([
    ['encryption', mine, (key: IKey) => ({ encryption: StorageEncryption.customerManaged(key) })],
    ['encryption', imported, (key: IKey) => ({ encryption: StorageEncryption.customerManaged(key) })],
    ['logEncryptionKey', mine, (key: IKey) => ({ logEncryptionKey: key })],
    ['credentials', imported, (key: IKey) => ({ credentials: AuroraCredentials.generated({ encryptionKey: key }) })],
  ])('%#: in `%s`', (prop, alias, props) => {
    const stack = newStack();
    expect(() => database(stack, props(alias(stack)))).toThrow(refusal(prop));
  });

  test('the key behind one of the app is taken', () => {
    expect(warningsWith((stack) => mine(stack).aliasTargetKey)).toEqual([]);
  });
});

test('whose maker warns of it, as its metadata says, does not warn twice', () => {
  const marked = (stack: Stack) => {
    const key = new Key(stack, 'Theirs');
    key.node.defaultChild?.node.addMetadata('warns-itself', true);
    return key;
  };
  expect(warningsWith(marked)).toEqual([]);
});

test('the warning can be acknowledged', () => {
  const stack = newStack();
  const encryption = StorageEncryption.customerManaged(new Key(stack, 'Theirs'));
  const reason = 'It is replaced by hand every January';
  Validations.of(database(stack, { encryption })).acknowledge({ id: ID, reason });
  expect(warningsOf(stack)).toEqual([]);
});

test('one key of many logs is refused when its policy becomes larger than AWS KMS takes', () => {
  const sharedBy = (clusters: number) => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    const logEncryptionKey = new Key(stack, 'Theirs', ROTATED);
    const vpc = strangersVpc(stack);
    for (let cluster = 0; cluster < clusters; cluster++)
      database(stack, { vpc, logEncryptionKey }, `Database${cluster}`);
    return () => Template.fromStack(stack);
  };
  expect(sharedBy(5)).not.toThrow();
  expect(sharedBy(90)).toThrow(
    /errors:\n {2}\[Stack\/Theirs\/Resource\] The policy must keep to the 32,768 bytes that AWS KMS takes, got: at least \d\d,\d{3}\. Give some of what it encrypts another key\.$/,
  );
});
