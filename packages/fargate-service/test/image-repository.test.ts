import { onlyResource } from '@org/testing';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import { ImageRepository, type ImageRepositoryProps } from '../src';

function repository(props?: ImageRepositoryProps) {
  const stack = new Stack(undefined, 'Stack');
  new ImageRepository(stack, 'Images', props);
  return onlyResource(stack, 'AWS::ECR::Repository');
}

const rulesOf = ({ Properties }: ReturnType<typeof repository>) =>
  JSON.parse(Properties.LifecyclePolicy.LifecyclePolicyText).rules as {
    readonly rulePriority: number;
    readonly selection: object;
  }[];

describe('by default', () => {
  const images = repository();

  test('scans on push, and no tag can be moved', () => {
    expect(images.Properties).toMatchObject({
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
    });
  });

  test('expires untagged images after a week and keeps the newest hundred', () => {
    expect(rulesOf(images).map(({ rulePriority, selection }) => ({ rulePriority, selection }))).toEqual([
      {
        rulePriority: 1,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 7, countUnit: 'days' },
      },
      { rulePriority: 2, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 } },
    ]);
  });

  test('is retained with its images, encrypted by ECR, without a name', () => {
    expect(images.DeletionPolicy).toBe('Retain');
    expect(images.Properties).not.toHaveProperty('EmptyOnDelete', true);
    expect(images.Properties).not.toHaveProperty('EncryptionConfiguration');
    expect(images.Properties).not.toHaveProperty('RepositoryName');
  });
});

test('a customer key encrypts the images', () => {
  const stack = new Stack();
  const encryptionKey = new Key(stack, 'Key');
  new ImageRepository(stack, 'Images', { encryptionKey });
  expect(onlyResource(stack, 'AWS::ECR::Repository').Properties.EncryptionConfiguration).toEqual({
    EncryptionType: 'KMS',
    KmsKey: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::KMS::Key').logicalId, 'Arn'] },
  });
});

test('DESTROY deletes the images too', () => {
  const images = repository({ removalPolicy: RemovalPolicy.DESTROY });
  expect(images).toMatchObject({ DeletionPolicy: 'Delete', Properties: { EmptyOnDelete: true } });
});

test.each([1, 1000])('keeps %i images', (maxImages) => {
  expect(rulesOf(repository({ maxImages }))[1]?.selection).toMatchObject({ countNumber: maxImages });
});

test.each([0, 1001, 1.5])('refuses to keep %d images', (maxImages) => {
  expect(() => repository({ maxImages })).toThrow(
    new Error(`Stack/Images: \`maxImages\` must be a whole number from 1 to 1000 images, got: ${maxImages}.`),
  );
});

test('refuses a number that is known at deployment only, for the rules are text', () => {
  expect(() => repository({ maxImages: Token.asNumber(Lazy.number({ produce: () => 5 })) })).toThrow(
    new Error('Stack/Images: `maxImages` must be known at synthesis, got: a token.'),
  );
});
