import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Lazy, type Stack } from 'aws-cdk-lib/core';
import { serviceStack } from './fixture';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

const imageOf = (stack: Stack) =>
  onlyResource(stack, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0].Image;
const built = (image: (stack: Stack) => ContainerImage) =>
  serviceStack((stack) => ({ container: { image: image(stack) } })).stack;
const fromEcr = (version?: string) =>
  built((stack) => ContainerImage.fromEcrRepository(Repository.fromRepositoryName(stack, 'Theirs', 'theirs'), version));
const fromRegistry = (name: string) => built(() => ContainerImage.fromRegistry(name));

/** Repositories that the service may pull from. */
function pullsFrom(stack: Stack): unknown[] {
  return resourcesOf(stack, 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes('ecr:BatchGetImage'))
    .map(({ Resource }) => Resource);
}

test.each([
  ['a digest', DIGEST, `/theirs@${DIGEST}`],
  ['a tag', 'v1.2', '/theirs:v1.2'],
])('from a repository by %s, which it may pull from', (_, version, end) => {
  const stack = fromEcr(version);
  expect(imageOf(stack)['Fn::Join'][1].at(-1)).toBe(end);
  expect(JSON.stringify(pullsFrom(stack))).toMatch(/^\[\{.*:repository\/theirs"\]\]\}\]$/);
  expect(annotationsOf(stack)).toEqual([]);
});

test.each(['nginx:1.27', `public.ecr.aws/x/y@${DIGEST}`, 'localhost:5000/x:v1', `x:v1@${DIGEST}`])(
  'from a registry: %s, for which it needs no right',
  (name) => {
    const stack = fromRegistry(name);
    expect(imageOf(stack)).toBe(name);
    expect(pullsFrom(stack)).toEqual([]);
    expect(annotationsOf(stack)).toEqual([]);
  },
);

test('from a registry that asks for a password, which it may read', () => {
  const stack = built((inside) =>
    ContainerImage.fromRegistry('registry.example.com/x:v1', {
      credentials: Secret.fromSecretNameV2(inside, 'Login', 'login'),
    }),
  );
  expect(JSON.stringify(resourcesOf(stack, 'AWS::IAM::ManagedPolicy'))).toContain('secretsmanager:GetSecretValue');
});

test('from an asset, which it may pull from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch');
    const stack = built(() => ContainerImage.fromAsset(folder));
    expect(imageOf(stack)['Fn::Sub']).toMatch(/container-assets-.*:[0-9a-f]{64}$/);
    expect(pullsFrom(stack)).toHaveLength(1);
    expect(annotationsOf(stack)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['no version in a repository', () => fromEcr()],
  ['the tag latest in a repository', () => fromEcr('latest')],
  ['no version in a registry', () => fromRegistry('nginx')],
  ['no version in a registry with a port', () => fromRegistry('localhost:5000/nginx')],
  ['the tag latest in a registry', () => fromRegistry('nginx:latest')],
])('%s warns', (_, build) => {
  expect(annotationsOf(build())).toEqual([
    'The image is the latest one that anybody pushed, and which one that is cannot be told from the template. PCI DSS 4.0.1 ' +
      'requirement 6.5.1 asks that changes are controlled: name a tag, or a digest. ' +
      '[ack: @org/fargate-service:image-latest]',
  ]);
});

test('an image that is known at deployment only does not', () => {
  const stack = fromRegistry(Lazy.string({ produce: () => 'nginx:1.27' }));
  expect(imageOf(stack)).toBe('nginx:1.27');
  expect(annotationsOf(stack)).toEqual([]);
});
