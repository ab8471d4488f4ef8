import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnAlias, Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Lazy, type Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { checkInvalid, checkValid, constructIds, type InvalidProps, type ValidProps } from '../src/random-props';

interface Days {
  readonly days: number;
}

const valid = fc.record({ days: fc.integer({ min: 1, max: 1000 }) });

function safeBucket(stack: Stack, props: Partial<s3.BucketProps> = {}): s3.Bucket {
  return new s3.Bucket(stack, 'Bucket', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    ...props,
  });
}

/** What is said of props under which the stack breaks an invariant from 100 days on. */
function problemOf(build: (stack: Stack) => void, options: Partial<ValidProps<Days>> = {}): string | undefined {
  const { counterexample } = checkValid<Days>({
    valid,
    runs: 100,
    build: (stack, { days }) => {
      if (days >= 100) build(stack);
    },
    ...options,
  });
  if (counterexample) expect(counterexample.props).toBe('{"days":100}');
  return counterexample?.problem;
}

test('props that hold all invariants are counted', () => {
  const run = checkValid<Days>({ valid, runs: 100, build: (stack) => void safeBucket(stack) });
  expect(run).toEqual({ seed: 1, runs: 100, different: expect.any(Number) });
  expect(run.different).toBeGreaterThan(50);
});

test.each<[string, (stack: Stack) => void, RegExp]>([
  ['a bucket without encryption', (stack) => void safeBucket(stack, { encryption: undefined }), /^encrypted: .*Bucket/],
  ['a bucket over plain HTTP', (stack) => void safeBucket(stack, { enforceSSL: false }), /^encrypted: .*plain HTTP/],
  ['a topic without a key', (stack) => void new CfnTopic(stack, 'Topic'), /^encrypted: Stack\/Topic/],
  ['a queue told not to encrypt', (stack) => void queue(stack, { sqsManagedSseEnabled: false }), /^encrypted: .*Queue/],
  ['a key that is not rotated', (stack) => void new Key(stack, 'Key'), /^encrypted: .*Key/],
  ['a bucket open to the public', openBucket, /^no public path.*: Stack\/Bucket/],
  ['a policy for anybody', (stack) => publicPolicy(safeBucket(stack)), /^no public path.*"s3:GetObject"/],
  [
    'a policy for anybody who speaks TLS',
    (stack) => publicPolicy(safeBucket(stack), { Bool: { 'aws:SecureTransport': 'true' } }),
    /^no public path.*"s3:GetObject"/,
  ],
  ['a group open to anybody', openGroup, /^no public path.*lets 0.0.0.0\/0 in \(tcp 443\)/],
  ['a wildcard in a role', wildRole, /^no wildcard: .*s3:\*/],
  ['a name that is too long', (stack) => void queue(stack, { queueName: 'q'.repeat(81) }), /^names.*81 characters/],
  ['a name given twice', twoAliases, /^names.*another one has: alias\/same/],
])('%s is found', (_what, build, problem) => {
  expect(problemOf(build)).toMatch(problem);
});

test('nothing is left in the folder for temporary files', () => {
  checkValid<Days>({ valid, runs: 2, build: (stack) => void safeBucket(stack) });
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`random-props-${process.pid}-`))).toEqual([]);
});

test('an invariant of the package is found broken', () => {
  const invariants = { 'keeps few days': (_view: unknown, { days }: Days) => (days >= 100 ? [`${days} days`] : []) };
  expect(problemOf(() => {}, { invariants })).toBe('keeps few days: 100 days');
});

test('valid props that are refused are found, with the stack of the error', () => {
  const refuse = () => {
    throw new Error('no');
  };
  expect(problemOf(refuse)).toMatch(/^they are refused: Error: no\n +at /);
});

test('valid props that are refused at synthesis are found', () => {
  expect(problemOf((stack) => stack.node.addValidation({ validate: () => ['no'] }))).toMatch(
    /^they are refused: .*\n.*no/,
  );
});

describe('a change that is called safe', () => {
  const change = (build: ValidProps<Days>['build']) =>
    checkValid<Days>({ valid, runs: 50, build, safeChange: fc.record({ days: fc.constant(2) }) }).counterexample
      ?.problem;

  test('is one that updates in place', () => {
    expect(change((stack, { days }) => void queue(stack, { messageRetentionPeriod: days }))).toBeUndefined();
  });

  test('is one beside a property that would replace and keeps its reference', () => {
    const withImages = (stack: Stack, days: number) => {
      const kmsKey = new Key(stack, 'Key', { enableKeyRotation: true, description: `${days}` }).keyArn;
      new CfnRepository(stack, 'Images', { encryptionConfiguration: { encryptionType: 'KMS', kmsKey } });
    };
    expect(change((stack, { days }) => withImages(stack, days))).toBeUndefined();
  });

  test('is none if it replaces a resource', () => {
    const problem = change((stack, { days }) => void queue(stack, { queueName: `q${days}` }));
    expect(problem).toMatch(/^not a safe change: Stack\/Queue\.QueueName \(AWS::SQS::Queue\): "q1" becomes "q2"/);
  });

  test('is none if a resource gets another logical id', () => {
    expect(change((stack, { days }) => void new CfnQueue(stack, `Queue${days}`))).toMatch(
      /logical id changes to Queue2/,
    );
  });
});

describe('invalid props', () => {
  const outcome = (build: InvalidProps<Days>['build'], expected: string | RegExp = 'days') =>
    checkInvalid<Days>({ invalid: fc.record({ props: valid, expected: fc.constant(expected) }), build, runs: 20 })
      .counterexample?.problem;
  const refuse = (message: string, path = 'Stack/') => {
    throw new Error(`${path}${message}`);
  };

  test('that are accepted are found', () => {
    expect(outcome(() => {})).toBe('they are accepted');
  });

  test.each([
    ['without a path', () => refuse('`days` must be few, got: 1.', ''), 'does not begin with the path of a construct'],
    ['of another prop', () => refuse('`hours` must be few, got: 1.', 'Stack: '), 'does not name days'],
    ['that does not say what was given', () => refuse('`days` must be few.', 'Stack: '), 'does not say what was given'],
    [
      'of a test, not of a package',
      () => refuse('`days` must be few, got: 1.', 'Stack: '),
      'comes out of a dependency',
    ],
  ])('refused with an error %s are found', (_what, build, problem) => {
    expect(outcome(build)).toContain(problem);
  });

  test("refused by CDK, with CDK's error, are found", () => {
    const problem = outcome(
      (stack) => void safeBucket(stack, { bucketName: `${Lazy.string({ produce: () => '' })}x y` }),
    );
    expect(problem).toBeDefined();
    expect(outcome((stack) => void safeBucket(stack, { bucketName: 'x y' }))).toContain('comes out of a dependency');
  });

  test('refused by a construct that validates itself are ours', () => {
    const validate = () => ['`days` must be few, got: 1.'];
    expect(outcome((stack) => stack.node.addValidation({ validate }))).toBeUndefined();
  });
});

test('RANDOM_SEED chooses other props', () => {
  process.env.RANDOM_SEED = '42';
  try {
    expect(checkValid<Days>({ valid, runs: 1, build: () => {} }).seed).toBe(42);
    process.env.RANDOM_SEED = 'x';
    expect(() => checkValid<Days>({ valid, runs: 1, build: () => {} })).toThrow(
      "RANDOM_SEED must be a whole number, got: 'x'.",
    );
  } finally {
    delete process.env.RANDOM_SEED;
  }
});

function queue(stack: Stack, props: ConstructorParameters<typeof CfnQueue>[2]): CfnQueue {
  return new CfnQueue(stack, 'Queue', props);
}

function openBucket(stack: Stack): void {
  const open = new s3.BlockPublicAccess({ blockPublicAcls: true });
  safeBucket(stack, { blockPublicAccess: open });
}

function publicPolicy(bucket: s3.Bucket, conditions?: iam.PolicyStatementProps['conditions']): void {
  bucket.addToResourcePolicy(
    new iam.PolicyStatement({
      conditions,
      principals: [new iam.StarPrincipal()],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
    }),
  );
}

function openGroup(stack: Stack): void {
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
  new SecurityGroup(stack, 'Group', { vpc }).connections.allowFromAnyIpv4(Port.tcp(443));
}

function wildRole(stack: Stack): void {
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::bucket'] }));
}

function twoAliases(stack: Stack): void {
  for (const id of ['One', 'Two']) new CfnAlias(stack, id, { aliasName: 'alias/same', targetKeyId: 'key' });
}

test('no random id is that of a construct which a test makes beside its own', () => {
  const short = fc.sample(constructIds, 5_000).filter((id) => id.length < 60 && !['Default', 'Resource'].includes(id));
  expect(short.filter((id) => !/^[a-z]/.test(id))).toEqual([]);
});
