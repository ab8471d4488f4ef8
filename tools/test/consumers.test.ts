import { cacheOf } from '../consumers/cache';
import { program } from '../consumers/readme-example';
import { Stranger } from '../consumers/stranger';
import { normalized } from '../consumers/templates';

const FIXTURE = `import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';

declare const vpc: IVpc;
declare const topics: sns.ITopic[];
declare const database: AuroraCluster;

class Example extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    /// here
  }
}
`;

describe('the example of a README as a program', () => {
  test('gets a real construct for what it takes as given, and for nothing else', () => {
    expect(program(FIXTURE, 'new Thing(this, "Thing", { vpc });')).toBe(`import { standIns } from './stand-ins';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';





class Example extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc: IVpc = standIns.IVpc(this);
new Thing(this, "Thing", { vpc });
  }
}

new Example(standIns.App(), 'Example');
`);
  });

  test.each([
    [
      'a list, of a type from a namespace',
      'notify(topics);',
      'const topics: sns.ITopic[] = standIns.ITopicList(this);',
    ],
    ['a member of it', 'use(vpc.vpcId);', 'const vpc: IVpc = standIns.IVpc(this);'],
  ])('takes %s', (_what, example, definition) => {
    expect(program(FIXTURE, example)).toContain(`    ${definition}\n`);
  });

  test.each([
    ['a key', 'new Thing({ vpc: network.main });'],
    ['a member of something else', 'use(network.vpc);'],
    ['a word in a string', "tag('vpc-id', 'no-vpc');"],
    ['what it defines itself', 'const vpc = make(); use(vpc);'],
  ])('does not take %s', (_what, example) => {
    expect(program(FIXTURE, example)).not.toContain('standIns.IVpc');
  });

  test('may be a whole app, where stacks stand in the app', () => {
    const fixture = 'declare const app: App;\ndeclare const stack: Stack;\n\n/// here\n';
    expect(
      program(fixture, 'new Queue(stack, "Queue"); naming.applyTo(app);'),
    ).toBe(`import { standIns } from './stand-ins';



const app: App = standIns.App();
const stack: Stack = standIns.Stack(app);
new Queue(stack, "Queue"); naming.applyTo(app);

`);
  });
});

describe('a template that is compared', () => {
  const template = (id: string, properties: object, metadata?: object) =>
    JSON.stringify({ Resources: { [id]: { Type: 'AWS::S3::Bucket', Properties: properties, Metadata: metadata } } });

  test('has no metadata, no asset hashes and no order of keys', () => {
    const one = template('Logs', { A: 1, B: `${'0a'.repeat(32)}.zip` }, { 'aws:cdk:path': 'Stack/Logs' });
    const other = template('Logs', { B: `${'f1'.repeat(32)}.zip`, A: 1 });
    expect(normalized(one)).toBe(normalized(other));
  });

  test.each([
    ['a logical id', template('Logs', {}), template('Logs1', {})],
    ['a value', template('Logs', { A: 1 }), template('Logs', { A: 2 })],
    ['a type of value', template('Logs', { A: 1 }), template('Logs', { A: '1' })],
    ['the order of a list', template('Logs', { A: [1, 2] }), template('Logs', { A: [2, 1] })],
    ['a property more', template('Logs', {}), template('Logs', { A: 1 })],
    ['a short hash', template('Logs', { A: 'abcdef01' }), template('Logs', { A: 'abcdef02' })],
  ])('keeps %s', (_what, one, other) => {
    expect(normalized(one)).not.toBe(normalized(other));
  });
});

test('a stranger has a cache of npm of its own, and knows of nothing that npm tells', async () => {
  Object.assign(process.env, { npm_config_cache: '/cache', npm_config_prefix: '/prefix' });
  const stranger = new Stranger('stranger');
  try {
    expect(await stranger.run(['sh', '-c', 'env | grep ^npm_'])).toBe(`npm_config_cache=${cacheOf('npm')}\n`);
  } finally {
    stranger.remove();
  }
});
