import { Fn } from 'aws-cdk-lib/core';
import type { Result, RunOptions } from '../../lib/processes';
import { ACCOUNT, type LocalCloud } from '../cloud';
import { type Inventory, leftOver, type Platform } from '../platform';
import { keepCloud } from './keep-cloud';
import { assemblyOf, type Declared, parameter, type StackDefinition } from './stacks';

jest.setTimeout(300_000);

const region = 'us-east-1';
const CERTIFICATE = `arn:aws:acm:${region}:${ACCOUNT}:certificate/00000000-0000-0000-0000-000000000000`;
let cloud: LocalCloud;
let before: Inventory;
keepCloud((started) => {
  cloud = started;
});
beforeAll(async () => {
  const bootstrapped = await cloud.cdk(['bootstrap', `aws://${ACCOUNT}/${region}`], { region });
  expect(bootstrapped).toMatchObject({ status: 0 });
});
beforeEach(async () => {
  before = await inventory();
});

const inventory = () => cloud.ask<Inventory>('inventory', region);
const platform = () => cloud.ask<Pick<Platform, 'stacks' | 'parameters'>>('platform', region, 'stacks', 'parameters');
const aws = (...args: string[]) => cloud.ask<unknown>('call', region, ...args);
const cdk = (verb: string, assembly: string, options: Partial<RunOptions> = {}, ...args: string[]) =>
  cloud.cdk([verb, '--all', '--app', assembly, ...args], { region, ...options });
const deploy = (stacks: Record<string, StackDefinition>, options: Partial<RunOptions> = {}): Promise<Result> =>
  cdk('deploy', assemblyOf(stacks), options, '--require-approval', 'never');
const destroy = (stacks: Record<string, StackDefinition>): Promise<Result> =>
  cdk('destroy', assemblyOf(stacks), {}, '--force');
const stackNamed = async (name: string) => (await platform()).stacks.find((stack) => stack.name === name);

/** What a refused or rolled back creation leaves: its stack's name, and nothing else. */
async function onlyStackLeft(name: string): Promise<void> {
  expect(leftOver(before, await inventory())).toEqual([`stack ${name}`]);
  expect(await destroy({ [name]: { resources: { Any: parameter('any') } } })).toMatchObject({ status: 0 });
  expect(leftOver(before, await inventory())).toEqual([]);
}

describe('a resource that fails in the middle', () => {
  // A listener whose certificate is not there; what it stands on is.
  const network: Record<string, Declared> = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
    SubnetA: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: Fn.ref('Vpc'), CidrBlock: '10.9.0.0/24', AvailabilityZone: 'us-east-1a' },
    },
    SubnetB: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: Fn.ref('Vpc'), CidrBlock: '10.9.1.0/24', AvailabilityZone: 'us-east-1b' },
    },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Scheme: 'internal', Subnets: [Fn.ref('SubnetA'), Fn.ref('SubnetB')] },
    },
  };
  const listener: Declared = {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: Fn.ref('Balancer'),
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: CERTIFICATE }],
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    },
  };

  test('while a stack is created: all of it is taken back', async () => {
    const { status, output } = await deploy({ Failing: { resources: { ...network, Listener: listener } } });
    expect(status).toBe(1);
    expect(output).toMatch(/AWS::ElasticLoadBalancingV2::Listener[\s\S]*[Cc]ertificate/);
    expect(await stackNamed('Failing')).toMatchObject({ status: 'ROLLBACK_COMPLETE', held: 0 });
    await onlyStackLeft('Failing');
  });

  test('while a stack is updated: it is as it was before', async () => {
    const value = async () => (await platform()).parameters.find(({ name }) => name === '/faults/value')?.value;
    expect(
      await deploy({ Updating: { resources: { ...network, Value: parameter('former', '/faults/value') } } }),
    ).toMatchObject({
      status: 0,
    });
    const held = await inventory();
    const changed = {
      ...network,
      Value: parameter('new', '/faults/value'),
      Listener: { ...listener, DependsOn: 'Value' },
    };
    const { status } = await deploy({ Updating: { resources: changed } });
    expect(status).toBe(1);
    expect(await stackNamed('Updating')).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', held: 5, declared: 5 });
    expect(await value()).toBe('former');
    expect(leftOver(held, await inventory())).toEqual([]);
    expect(await destroy({ Updating: { resources: network } })).toMatchObject({ status: 0 });
  });
});

describe('what the engine does not take', () => {
  test.each([
    ['a type that AWS does not have', { Type: 'AWS::Made::Up' }, 'AWS::Made::Up'],
    ['a type that is not emulated', { Type: 'AWS::Glue::Database' }, 'AWS::Glue::Database is not emulated'],
  ])('%s: refused before anything is made', async (_what, resource, message) => {
    const { status, output } = await deploy({ Odd: { resources: { Fine: parameter('fine'), Odd: resource } } });
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(leftOver(before, await inventory())).toEqual([]);
  });

  test('a property that the type does not have: the stack fails and names both', async () => {
    const odd = { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' }, DependsOn: 'Fine' };
    const { status, output } = await deploy({ Property: { resources: { Fine: parameter('fine'), Odd: odd } } });
    expect(status).toBe(1);
    expect(output).toMatch(/AWS::SQS::Queue: unknown property Colour/);
    await onlyStackLeft('Property');
  });

  test('a property that AWS has and moto does not: the stack fails and names both', async () => {
    const odd = { Type: 'AWS::ECR::Repository', Properties: { ImageTagMutabilityExclusionFilters: EXCLUSION } };
    const { status, output } = await deploy({ Missing: { resources: { Odd: odd } } });
    expect(status).toBe(1);
    expect(output).toMatch(/ImageTagMutabilityExclusionFilters of\s+AWS::ECR::Repository is not handled/);
    await onlyStackLeft('Missing');
  });

  test('an export that nobody made', async () => {
    const { status, output } = await deploy({
      Importing: { resources: { Value: parameter(Fn.importValue('nobody')) } },
    });
    expect(status).toBe(1);
    expect(output).toContain('No export named nobody');
    await onlyStackLeft('Importing');
  });

  test('resources that wait for each other', async () => {
    const resources = { Hen: parameter(Fn.ref('Egg')), Egg: parameter(Fn.ref('Hen')) };
    const { status, output } = await deploy({ Circle: { resources } });
    expect(status).toBe(1);
    expect(output).toMatch(/Circular dependency between resources: (Hen -> Egg -> Hen|Egg -> Hen -> Egg)/);
    expect(leftOver(before, await inventory())).toEqual([]);
  });

  test('a template over the size limit', async () => {
    const large = { ...parameter('value'), Metadata: { Padding: 'x'.repeat(1_000_000) } };
    const { status, output } = await deploy({ Large: { resources: { Large: large } } });
    expect(status).toBe(1);
    expect(output).toMatch(/The template has \d+ bytes, the limit is 1000000/);
    expect(leftOver(before, await inventory())).toEqual([]);
  });
});

test('a bucket that holds something and is not emptied by its stack: destroy fails and says so', async () => {
  const stacks = {
    Kept: { resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'kept-bucket' } } } },
  };
  expect(await deploy(stacks)).toMatchObject({ status: 0 });
  await aws('s3', 'put_object', '{"Bucket": "kept-bucket", "Key": "log", "Body": "1"}');

  const { status, output } = await destroy(stacks);
  expect(status).toBe(1);
  expect(output).toMatch(/BucketNotEmpty/);
  expect(await stackNamed('Kept')).toMatchObject({ status: 'DELETE_FAILED', held: 1 });

  await aws('s3', 'delete_object', '{"Bucket": "kept-bucket", "Key": "log"}');
  expect(await destroy(stacks)).toMatchObject({ status: 0 });
  expect(leftOver(before, await inventory())).toEqual([]);
});

test('a CLI that is killed half way: the next deployment succeeds', async () => {
  const resources = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`P${n}`, parameter(`${n}`)]));
  const stacks = { Killed: { resources } };
  const murder = new AbortController();
  const killed = deploy(stacks, { signal: murder.signal });
  // A quick cloud may be done before this looks again; the CLI, which asks less often, does not know it then.
  await until(async () =>
    (await cloud.progress()).some(({ stack, status }) => stack === 'Killed' && status.startsWith('CREATE_')),
  );
  murder.abort();
  expect((await killed).status).toBe(-1);
  // What CloudFormation was told to do goes on without the CLI.
  await until(async () =>
    (await cloud.progress()).some(({ stack, status }) => stack === 'Killed' && status === 'CREATE_COMPLETE'),
  );
  expect(await deploy(stacks)).toMatchObject({ status: 0 });
  expect(await stackNamed('Killed')).toMatchObject({ held: 400, declared: 400 });
  expect(await destroy(stacks)).toMatchObject({ status: 0 });
});

test('a stack whose export is imported: not deleted before the importer is', async () => {
  const producer = { Producer: { resources: { Value: parameter('value') }, exports: { Shared: Fn.ref('Value') } } };
  const importer = { Importer: { resources: { Value: parameter(Fn.importValue('Shared')) } } };
  expect(await deploy(producer)).toMatchObject({ status: 0 });
  expect(await deploy(importer)).toMatchObject({ status: 0 });

  const { status, output } = await destroy(producer);
  expect(status).toBe(1);
  expect(output).toMatch(/Export Shared cannot be deleted as it is in use by Importer/);
  expect(await destroy(importer)).toMatchObject({ status: 0 });
  expect(await destroy(producer)).toMatchObject({ status: 0 });
  expect(leftOver(before, await inventory())).toEqual([]);
});

const EXCLUSION = [{ ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'x*' }];

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come to that.');
}
