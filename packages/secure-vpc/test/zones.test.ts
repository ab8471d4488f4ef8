import { annotationsOf, resourcesOf } from '@org/testing';
import { App, type Environment, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import { Endpoints, SecureVpc, Zones } from '../src';
import { KNOWN_LENGTH } from './lists';

function stackWith(zones?: Zones, env?: Environment): Stack {
  const stack = new Stack(new App(), 'Stack', { env });
  new SecureVpc(stack, 'Network', { zones });
  return stack;
}

const zonesOf = (stack: Stack) => [
  ...new Set(
    resourcesOf(stack, 'AWS::EC2::Subnet').map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone)),
  ),
];

const refusal = (message: string) => new Error(`Stack/Network: \`zones\` must ${message}`);

describe('first', () => {
  const first = (count: number) =>
    Array.from({ length: count }, (_, index) => JSON.stringify({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] }));

  test.each<[string, Environment | undefined]>([
    ['no account and region', undefined],
    ['a region only', { region: 'eu-west-1' }],
    ['an account and a region', { account: '111122223333', region: 'eu-west-1' }],
  ])('3 is the default, and means 3 with %s', (_where, env) => {
    const stack = stackWith(undefined, env);
    expect(zonesOf(stack)).toEqual(first(3));
    expect(resourcesOf(stack, 'AWS::EC2::Subnet')).toHaveLength(9);
  });

  test.each([undefined, { region: 'eu-west-1' }, { account: '111122223333', region: 'eu-west-1' }])(
    'nothing is looked up with %j',
    (env) => {
      const app = new App();
      new SecureVpc(new Stack(app, 'Stack', { env }), 'Network', { endpoints: Endpoints.forFargate() });
      expect(app.synth().manifest.missing).toBeUndefined();
    },
  );

  test.each([1, 2, 4, 5, 6])('%i', (count) => {
    const stack = stackWith(Zones.first(count));
    expect(zonesOf(stack)).toEqual(first(count));
    expect(resourcesOf(stack, 'AWS::EC2::NatGateway')).toHaveLength(count);
    expect(annotationsOf(stack)).toEqual([]);
  });

  test.each([0, 7, -1, 2.5, Number.NaN])('%d is refused', (count) => {
    expect(() => stackWith(Zones.first(count))).toThrow(refusal(`be a whole number from 1 to 6, got: ${count}.`));
  });

  test('a token is refused', () => {
    expect(() => stackWith(Zones.first(Lazy.number({ produce: () => 3 })))).toThrow(
      refusal(
        'have a number that is known at synthesis, because it decides how many subnets there are, got: a token. Take ' +
          'the number from configuration or context instead of a CloudFormation parameter.',
      ),
    );
  });
});

describe('named', () => {
  const names = (zones: string) => [...zones].map((zone) => `us-east-1${zone}`);

  test.each(['a', 'fb', 'abcdef'])('%s are used in this order, and decide how many there are', (zones) => {
    const stack = stackWith(Zones.named(names(zones)), { region: 'us-east-1' });
    expect(zonesOf(stack)).toEqual(names(zones).map((name) => JSON.stringify(name)));
    expect(resourcesOf(stack, 'AWS::EC2::Subnet')).toHaveLength(3 * zones.length);
  });

  test.each(['us-gov-west-1a', 'eusc-de-east-1b', 'ap-southeast-7c'])('%s', (name) => {
    expect(zonesOf(stackWith(Zones.named([name])))).toEqual([JSON.stringify(name)]);
  });

  test('may be known only at deployment', () => {
    const tokens = ['x', 'y'].map((zone) => Lazy.string({ produce: () => zone }));
    expect(zonesOf(stackWith(Zones.named(tokens), { region: 'us-east-2' }))).toEqual(['"x"', '"y"']);
  });

  test('are not a list whose length is known only at deployment', () => {
    expect(() => stackWith(Zones.named(Fn.getAzs()))).toThrow(refusal(KNOWN_LENGTH));
  });

  test('are those of the call, whatever becomes of its list', () => {
    const given = names('ab');
    const zones = Zones.named(given);
    given.push('us-east-1c');
    expect(zonesOf(stackWith(zones))).toHaveLength(2);
  });

  test('are not looked up, and one more moves no subnet', () => {
    const template = (given: string[]) => {
      const app = new App();
      const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
      new SecureVpc(stack, 'Network', { zones: Zones.named(given) });
      expect(app.synth().manifest.missing).toBeUndefined();
      return Object.fromEntries(resourcesOf(stack, 'AWS::EC2::Subnet').map((subnet) => [subnet.logicalId, subnet]));
    };
    expect(template(names('cdb'))).toMatchObject(template(names('cd')));
  });

  test.each(['', 'abcdefg'])('%j are refused', (zones) => {
    expect(() => stackWith(Zones.named(names(zones)))).toThrow(refusal(`have 1 to 6 names, got: ${zones.length}.`));
  });

  test.each([
    '',
    'us-east-1',
    'use1-az1',
    'us-west-2-lax-1a',
    'US-EAST-1A',
    'us-east-1ab',
    'x us-east-1a',
    'usa-east-1a',
  ])('%j is refused', (name) => {
    expect(() => stackWith(Zones.named(['us-east-1a', name]))).toThrow(
      refusal(`be names of zones such as 'us-east-1a', of which none stands twice, got: '${name}'.`),
    );
  });

  test('a zone of another region is refused', () => {
    expect(() => stackWith(Zones.named(names('ab')), { region: 'us-east-2' })).toThrow(
      refusal("be of the region of the stack, which is us-east-2, got: 'us-east-1a'."),
    );
  });

  test('one name twice is refused', () => {
    expect(() => stackWith(Zones.named(names('aba')))).toThrow(
      refusal("be names of zones such as 'us-east-1a', of which none stands twice, got: 'us-east-1a' a second time."),
    );
  });
});
