import { resourcesOf } from '@org/testing';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, Stack, Stage, Tags, Token } from 'aws-cdk-lib/core';
import { NamingConvention, StandardTags } from '../src';

const EXPLICIT_STACK_TAGS = '@aws-cdk/core:explicitStackTags';
const tags = StandardTags.of({ Environment: 'prod', CostCenter: '4711' });

const tagsOf = (stack: Stack) =>
  resourcesOf(stack).map(({ Properties }) =>
    Object.fromEntries((Properties.Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value])),
  );

describe.each([true, false, undefined])('with the flag explicitStackTags %s', (flag) => {
  const app = new App({ context: flag === undefined ? {} : { [EXPLICIT_STACK_TAGS]: flag } });
  const stacks = [new Stack(app, 'Plain'), new Stack(new Stage(app, 'Stage'), 'Staged')];
  for (const stack of stacks) new sqs.Queue(stack, 'Jobs');
  tags.applyTo(app);
  const assembly = app.synth();

  test.each([0, 1])('resources carry the tags, in a stage too: %i', (place) => {
    expect(tagsOf(stacks[place] as Stack)).toEqual([{ Environment: 'prod', CostCenter: '4711' }]);
  });

  test('the manifest passes them to the stacks', () => {
    const artifacts = [
      ...assembly.stacks,
      ...assembly.nestedAssemblies.flatMap(({ nestedAssembly }) => nestedAssembly.stacks),
    ];
    expect(artifacts.map((artifact) => artifact.tags)).toEqual([
      { Environment: 'prod', CostCenter: '4711' },
      { Environment: 'prod', CostCenter: '4711' },
    ]);
  });
});

test('a tag of an inner scope wins there', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  Tags.of(new sqs.Queue(stack, 'Jobs')).add('CostCenter', '42');
  new sqs.Queue(stack, 'Mail');
  tags.applyTo(app);
  app.synth();
  expect(tagsOf(stack).map(({ CostCenter }) => CostCenter)).toEqual(['42', '4711']);
});

describe('what tags of several come to on one resource', () => {
  const many = (count: number) =>
    StandardTags.of(Object.fromEntries(Array.from({ length: count }, (_, place) => [`Key${place}`, 'x'])));

  function vpcWith(count: number): () => void {
    const app = new App();
    new ec2.Vpc(new Stack(app, 'Stack'), 'Vpc', { maxAzs: 1, natGateways: 0 });
    many(count).applyTo(app);
    NamingConvention.typeSuffix({ suffix: 'aa1' }).applyTo(app);
    return () => app.synth();
  }

  test('is at most 50: CDK gives each subnet two, and the convention a name', () => {
    expect(vpcWith(47)).not.toThrow();
    expect(vpcWith(48)).toThrow(
      new Error(
        'Stack/Vpc/PublicSubnet1/Subnet: there must be at most 50 tags, got: 51. Leave some out of those of all resources.',
      ),
    );
  });

  test.each([
    ['role', (scope: Stack) => new iam.CfnRole(scope, 'Task', { assumeRolePolicyDocument: {} })],
    ['user', (scope: Stack) => new iam.CfnUser(scope, 'Task')],
  ])('has no keys on a %s that differ only in case', (_, build) => {
    const app = new App();
    Tags.of(build(new Stack(app, 'Stack'))).add('environment', 'prod');
    tags.applyTo(app);
    expect(() => app.synth()).toThrow(
      new Error(
        "Stack/Task: tag keys must differ in more than case, as IAM requires, got: 'environment' and 'Environment'. " +
          'Write both the same way.',
      ),
    );
  });

  test('may have them elsewhere', () => {
    const app = new App();
    Tags.of(new sqs.Queue(new Stack(app, 'Stack'), 'Jobs')).add('environment', 'prod');
    tags.applyTo(app);
    expect(() => app.synth()).not.toThrow();
  });
});

test('a stage that comes later is an error', () => {
  const app = new App();
  tags.applyTo(app);
  new Stack(new Stage(app, 'Late'), 'Stack');
  expect(() => app.synth()).toThrow(
    new Error(
      'Validation failed with the following errors:\n' +
        "  [] StandardTags must be applied after stage 'Late' is created. Call applyTo() last.",
    ),
  );
});

describe('keys', () => {
  test.each(['a', 'Cost Center', 'app:team/env=1+2-3_4.5@x', 'Größe', 'a'.repeat(128)])('takes %j', (key) => {
    expect(() => StandardTags.of({ [key]: 'x' })).not.toThrow();
  });

  test.each(['', 'a'.repeat(129), 'a*b', 'a\tb', Token.asString({ Ref: 'Key' })])('refuses %j', (key) => {
    expect(() => StandardTags.of({ [key]: 'x' })).toThrow(
      new Error(`StandardTags: a tag key must have 1 to 128 letters, digits, spaces or _.:/=+-@, got: '${key}'.`),
    );
  });

  test.each(['aws:team', 'AWS:team'])('refuses %s', (key) => {
    expect(() => StandardTags.of({ [key]: 'x' })).toThrow(
      new Error(`StandardTags: a tag key must not begin with 'aws:', which AWS reserves, got: '${key}'.`),
    );
  });

  test('refuses two that differ only in case', () => {
    expect(() => StandardTags.of({ Team: 'x', team: 'x' })).toThrow(
      new Error("StandardTags: tag keys must differ in more than case, as IAM requires, got: 'Team' and 'team'."),
    );
  });

  test.each([0, 50])('refuses %i of them', (count) => {
    const many = Object.fromEntries(Array.from({ length: count }, (_, place) => [`Key${place}`, 'x']));
    expect(() => StandardTags.of(many)).toThrow(
      new Error(`StandardTags: \`tags\` must have 1 to 49 keys, got: ${count}.`),
    );
  });

  test('takes 49', () => {
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, place) => [`Key${place}`, 'x']));
    expect(() => StandardTags.of(many)).not.toThrow();
  });
});

describe('values', () => {
  test.each(['', 'a'.repeat(256), 'team@example.com', Token.asString({ Ref: 'Value' })])('takes %j', (value) => {
    expect(() => StandardTags.of({ Team: value })).not.toThrow();
  });

  test.each(['a'.repeat(257), 'a*b', '{x}'])('refuses %j', (value) => {
    expect(() => StandardTags.of({ Team: value })).toThrow(
      new Error(
        `StandardTags: the value of 'Team' must have up to 256 letters, digits, spaces or _.:/=+-@, got: '${value}'.`,
      ),
    );
  });
});

test('later changes of the map change nothing', () => {
  const map = { Team: 'payments' };
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new sqs.Queue(stack, 'Jobs');
  const given = StandardTags.of(map);
  map.Team = 'other';
  given.applyTo(app);
  app.synth();
  expect(tagsOf(stack)).toEqual([{ Team: 'payments' }]);
});
