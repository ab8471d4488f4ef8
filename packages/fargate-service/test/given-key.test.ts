import { annotationsOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { Discovery, ExecuteCommand, FargateCluster, FargateService, ImageRepository } from '../src';
import { importedVpc, required } from './fixture';

const ID = '@org/fargate-service:key-without-rotation';
const AUTHORITY = 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012';

const PLACES: Record<string, (stack: Stack, key: IKey) => unknown> = {
  'storageEncryptionKey of a cluster': (stack, key) =>
    new FargateCluster(stack, 'Mine', { vpc: importedVpc(stack), storageEncryptionKey: key }),
  'encryptionKey of sessions': (stack, key) =>
    new FargateCluster(stack, 'Mine', {
      vpc: importedVpc(stack),
      executeCommand: ExecuteCommand.audited({ encryptionKey: key }),
    }),
  'encryptionKey of an image repository': (stack, key) => new ImageRepository(stack, 'Mine', { encryptionKey: key }),
  'encryptionKey of Service Connect': (stack, key) => {
    const base = required(stack);
    const { cluster } = new FargateCluster(stack, 'Named', { vpc: base.cluster.vpc, namespace: 'payments.internal' });
    const tls = { certificateAuthorityArn: AUTHORITY, encryptionKey: key };
    new FargateService(stack, 'Mine', { ...base, cluster, discovery: Discovery.connect('mine', { tls }) });
  },
};

function warningsOf(stack: Stack): string[] {
  Template.fromStack(stack);
  return annotationsOf(stack).filter((text) => text.includes(ID));
}

describe.each(Object.entries(PLACES))('the %s', (_, build) => {
  const warningsWith = (enableKeyRotation?: boolean, change: (stack: Stack) => void = () => undefined) => {
    const stack = new Stack(new App(), 'Stack');
    build(stack, new Key(stack, 'Theirs', { enableKeyRotation }));
    change(stack);
    return warningsOf(stack);
  };

  test('that is not rotated warns', () => {
    expect(warningsWith()).toEqual([expect.stringMatching(/^The given key Stack\/Theirs is not rotated, .*3\.7\.4/)]);
  });

  test('that is rotated does not', () => {
    expect(warningsWith(true)).toEqual([]);
  });

  test('is acknowledged with its warning', () => {
    const reason = 'It is replaced by hand every January';
    expect(warningsWith(false, (stack) => Validations.of(stack).acknowledge({ id: ID, reason }))).toEqual([]);
  });
});

/** Elsewhere a role or CloudWatch Logs uses the key; a repository's is used by Amazon ECR, which takes aliases. */
const REFUSED: Record<string, string> = {
  'storageEncryptionKey of a cluster': 'storageEncryptionKey',
  'encryptionKey of sessions': 'executeCommand.encryptionKey',
  'encryptionKey of Service Connect': 'discovery.tls.encryptionKey',
};

test.each(Object.entries(REFUSED))('an alias is refused as the %s', (place, prop) => {
  const stack = new Stack(new App(), 'Stack');
  const alias = Alias.fromAliasName(stack, 'Theirs', 'alias/payments');
  expect(() => PLACES[place]?.(stack, alias)).toThrow(
    `Stack/Mine: \`${prop}\` must be a key, got: the alias Stack/Theirs, by which no role can be let use the key.`,
  );
});

test('the key behind the alias of an image repository is looked at', () => {
  const stack = new Stack(new App(), 'Stack');
  new ImageRepository(stack, 'Mine', { encryptionKey: new Key(stack, 'Theirs').addAlias('alias/images') });
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The given key Stack\/Theirs\/Alias is not rotated, /)]);
});
