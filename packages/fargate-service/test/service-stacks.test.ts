import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, type Environment, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { FargateService, ServiceStacks } from '../src';
import { required } from './fixture';

/** A service that so many others call, each in a stack of its own. */
function called(callers: number) {
  const app = new App();
  const props = required(new Stack(app, 'Platform'));
  const stacks = new ServiceStacks(app, 'Services');
  const hub = new FargateService(stacks.addStack('hub'), 'hub', props);
  for (let caller = 0; caller < callers; caller++) {
    const stack = stacks.addStack(`caller-${caller}`);
    const client = new SecurityGroup(stack, 'Client', { vpc: props.cluster.vpc, allowAllOutbound: false });
    client.connections.allowTo(hub, Port.tcp(8080), 'Calls');
  }
  return { hub, templates: Object.fromEntries(app.synth().stacks.map(({ id, template }) => [id, template as object])) };
}

function warnings(callers: number) {
  const { hub } = called(callers);
  return Annotations.fromStack(Stack.of(hub)).findWarning('*', Match.stringLikeRegexp('rule-quota'));
}

test('a stack is named by its service, and has the account and region of its platform', () => {
  const app = new App();
  const stacks = new ServiceStacks(app, 'Services', { env: { region: 'us-east-1' }, terminationProtection: true });
  const stack = stacks.addStack('payments', { stackName: 'payments-prod' });
  expect(stack.node.path).toBe('Services/payments');
  expect(stack).toMatchObject({ region: 'us-east-1', stackName: 'payments-prod', terminationProtection: true });
  expect(stacks.addStack('fraud').stackName).toBe('Services-fraud');
});

test('stacks in a stage take its account and region', () => {
  const stage = new Stage(new App(), 'Prod', { env: { account: '123456789012', region: 'eu-central-1' } });
  expect(new ServiceStacks(stage, 'Services').addStack('payments')).toMatchObject({
    account: '123456789012',
    region: 'eu-central-1',
    stackName: 'Prod-Services-payments',
    terminationProtection: false,
  });
});

test('services that call each other across stacks wait for no one that waits for them', () => {
  const app = new App();
  const props = required(new Stack(app, 'Platform'));
  const stacks = new ServiceStacks(app, 'Services');
  const [one, two] = ['one', 'two'].map((id) => new FargateService(stacks.addStack(id), id, props));
  one?.allowTo(two as FargateService, Port.tcp(8080), 'There');
  two?.allowTo(one as FargateService, Port.tcp(8080), 'And back');
  const dependencies = app.synth().stacks.map(({ id, dependencies: needed }) => [id, needed.map((other) => other.id)]);
  expect(Object.fromEntries(dependencies)).toMatchObject({
    [Stack.of(one as FargateService).artifactId]: expect.arrayContaining([Stack.of(two as FargateService).artifactId]),
    [Stack.of(two as FargateService).artifactId]: expect.not.arrayContaining([
      Stack.of(one as FargateService).artifactId,
    ]),
  });
});

test('a further caller changes nothing but its own stack', () => {
  expect(called(3).templates).toMatchObject(called(2).templates);
});

test('a group with more rules than Amazon EC2 takes is warned of, wherever the rules stand', () => {
  expect(warnings(60)).toEqual([]);
  expect(warnings(61).map(({ id, entry }) => [id, entry.data])).toEqual([
    [
      '/Services/hub/hub/SecurityGroup/Resource',
      'This security group has 61 inbound rules, and Amazon EC2 takes 60 unless the account has a higher quota ' +
        '(L-0EA8095F, at most 200 with five groups a network interface). Raise it before the deployment, or let one service ' +
        'stand before those that many call. [ack: @org/fargate-service:rule-quota]',
    ],
  ]);
});

describe('refused', () => {
  test('a place inside a stack', () => {
    const stack = new Stack(new App(), 'Platform');
    expect(() => new ServiceStacks(stack, 'Services')).toThrow(
      "Platform/Services: `scope` must be an app or a stage, got: something in the stack 'Platform'. Services stand beside " +
        'the stacks that they need, so that these change without them.',
    );
  });

  test('a second stack for one service', () => {
    const stacks = new ServiceStacks(new App(), 'Services');
    stacks.addStack('payments');
    expect(() => stacks.addStack('payments')).toThrow(
      "Services: `name` must be unique, got: 'payments' a second time. Keep the stack that the first call returned.",
    );
  });

  describe('a name in CloudFormation that another stack of the app has', () => {
    function synth(...envs: (Environment | undefined)[]) {
      const app = new App();
      for (const [index, env] of envs.entries())
        new ServiceStacks(app, `Services${index}`, { env }).addStack('payments', { stackName: 'payments' });
      return () => app.synth();
    }
    const [central, west] = ['eu-central-1', 'eu-west-1'].map((region) => ({ account: '123456789012', region }));

    test('because the ids of both paths read the same', () => {
      const app = new App();
      new ServiceStacks(new Construct(app, 'q'), 'a-b').addStack('c');
      new ServiceStacks(new Construct(app, 'q-a'), 'b').addStack('c');
      expect(() => app.synth()).toThrow(
        "[q/a-b] `stackName` must be unique in an account and region, got: 'q-a-b-c' for both 'q/a-b/c' and 'q-a/b/c'. " +
          "Give one of them another name: addStack('c', { stackName }).",
      );
    });

    test('that is no service', () => {
      const app = new App();
      new ServiceStacks(app, 'Services').addStack('payments');
      new Stack(app, 'Platform', { stackName: 'Services-payments' });
      expect(() => app.synth()).toThrow("'Services-payments' for both 'Services/payments' and 'Platform'");
    });

    test('that stands in another stage', () => {
      const app = new App();
      new ServiceStacks(new Stage(app, 'Blue'), 'Services').addStack('payments', { stackName: 'payments' });
      new ServiceStacks(new Stage(app, 'Green'), 'Services').addStack('payments', { stackName: 'payments' });
      expect(() => app.synth()).toThrow("for both 'Blue/Services/payments' and 'Green/Services/payments'");
    });

    test.each<[string, Environment | undefined, Environment | undefined]>([
      ['in one region', central, central],
      ['in regions that are not known', undefined, undefined],
      ['where one region is not known', central, { account: central?.account }],
      ['where one account is not known', { region: west?.region }, west],
    ])('%s', (_, one, other) => {
      expect(synth(one, other)).toThrow("got: 'payments' for both 'Services0/payments' and 'Services1/payments'");
    });

    test('is no name of what stands beside the stacks', () => {
      const app = new App();
      const stacks = new ServiceStacks(app, 'Services');
      for (const id of ['Shared', 'Common']) new Construct(stacks, id);
      expect(() => app.synth()).not.toThrow();
    });

    test.each<[string, Environment | undefined]>([
      ['but in another region', west],
      ['but in another account', { ...central, account: '210987654321' }],
    ])('%s is taken', (_, other) => {
      expect(synth(central, other)).not.toThrow();
    });
  });

  test.each(['', '1st', 'pay ments', 'a'.repeat(65)])("the name '%s'", (name) => {
    expect(() => new ServiceStacks(new App(), 'Services').addStack(name)).toThrow(
      `Services: \`name\` must be a letter, then letters, digits and hyphens, at most 64 characters, got: '${name}'.`,
    );
  });

  test.each<[string, string, string | undefined]>([
    ['my_services-payments', 'my_services', undefined],
    [`${'a'.repeat(120)}-payments`, 'a'.repeat(120), undefined],
    ['payments_prod', 'Services', 'payments_prod'],
  ])("the name in CloudFormation '%s'", (got, id, stackName) => {
    expect(() => new ServiceStacks(new App(), id).addStack('payments', { stackName })).toThrow(
      `${id}: \`stackName\` must be a letter, then letters, digits and hyphens, at most 128 characters, which the ids of the ` +
        `path make unless it is given, got: '${got}'.`,
    );
  });
});
