import { annotationsOf, type Resource, resourcesOf, wildcardsIn } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { App, type Environment } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { build } from './two-networks';

const templateOf = (app: App, env?: Environment) => Template.fromStack(build(app, env)).toJSON();

describe.each([
  ['without a feature flag', () => new App()],
  ['with all recommended flags', () => new App({ context: { ...recommendedFlags } })],
])('%s', (_flags, newApp) => {
  test.each<[string, Environment | undefined]>([
    ['no account and region', undefined],
    ['a region only', { region: 'us-east-1' }],
    ['an account and a region', { account: '111122223333', region: 'us-east-1' }],
  ])('with %s, two fit in one stack and synthesize alike each time', (_where, env) => {
    expect(templateOf(newApp(), env)).toEqual(templateOf(newApp(), env));
  });

  test('nothing warns, and no role has a wildcard', () => {
    const stack = build(newApp());
    expect(annotationsOf(stack)).toEqual([]);
    expect(wildcardsIn(stack)).toEqual([]);
  });

  test('no name is set, and no zone is', () => {
    const stack = build(newApp());
    const named = ({ Properties }: Resource) => Properties.BucketName ?? Properties.GroupName ?? Properties.RoleName;
    const custom = ({ Type }: Resource) => Type.startsWith('Custom::');
    expect(resourcesOf(stack).filter((resource) => !custom(resource) && named(resource))).toEqual([]);
    expect(JSON.stringify(templateOf(newApp(), { region: 'us-east-1' }))).not.toMatch(/us-east-1[a-f]/);
  });
});
