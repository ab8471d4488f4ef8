import { annotationsOf, type Json, onlyResource, resourcesOf } from '@org/testing';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Aws, Stack, Token } from 'aws-cdk-lib/core';
import { EnvironmentBoundary, type EnvironmentBoundaryProps } from '../src';

const service = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');

/** The statements of the boundary by their ids, in a stack with one role. */
function statementsOf(props: EnvironmentBoundaryProps, region?: string): Record<string, Json> {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  new iam.Role(stack, 'Task', { assumedBy: service });
  EnvironmentBoundary.of(props).applyTo(stack);
  const { Properties } = onlyResource(stack, 'AWS::IAM::ManagedPolicy');
  return Object.fromEntries(Properties.PolicyDocument.Statement.map(({ Sid, ...rest }: Json) => [Sid, rest]));
}

describe('the policy', () => {
  const statements = statementsOf({ environment: 'prod' }, 'us-east-1');

  test('allows what it does not deny', () => {
    expect(Object.keys(statements)).toEqual([
      'LeaveTheRestToThePoliciesOfTheRole',
      'RefuseOtherRegions',
      'RefuseResourcesOfOtherEnvironments',
      'RefuseTagsOfOtherEnvironments',
      'RefuseWaysOut',
      'RefuseRolesThatDeploy',
    ]);
    expect(statements.LeaveTheRestToThePoliciesOfTheRole).toEqual({ Effect: 'Allow', Action: '*', Resource: '*' });
  });

  test('denies what happens in another region, but for services without regions', () => {
    expect(statements.RefuseOtherRegions).toEqual({
      Effect: 'Deny',
      NotAction: [
        'budgets:*',
        'cloudfront:*',
        'ec2:DescribeRegions',
        'globalaccelerator:*',
        'health:*',
        'iam:*',
        'organizations:*',
        'route53:*',
        's3:ListAllMyBuckets',
        'shield:*',
        'sts:*',
        'support:*',
        'waf:*',
      ],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] } },
    });
  });

  test.each([
    ['RefuseResourcesOfOtherEnvironments', 'aws:ResourceTag/Environment'],
    ['RefuseTagsOfOtherEnvironments', 'aws:RequestTag/Environment'],
  ])('%s: denies where the tag is there and names another environment', (sid, key) => {
    expect(statements[sid]).toEqual({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringNotEquals: { [key]: 'prod' }, Null: { [key]: 'false' } },
    });
  });

  test('denies what would shake it off', () => {
    expect(statements.RefuseWaysOut).toEqual({
      Effect: 'Deny',
      Action: [
        ...['CreateChangeSet', 'UpdateStack', 'UpdateStackSet'].map((action) => `cloudformation:${action}`),
        ...[
          'AddUserToGroup',
          'AttachGroupPolicy',
          'AttachRolePolicy',
          'AttachUserPolicy',
          'CreateAccessKey',
          'CreateLoginProfile',
          'CreatePolicyVersion',
          'CreateRole',
          'CreateServiceSpecificCredential',
          'CreateUser',
          'DeletePolicyVersion',
          'DeleteRolePermissionsBoundary',
          'DeleteUserPermissionsBoundary',
          'PutGroupPolicy',
          'PutRolePermissionsBoundary',
          'PutRolePolicy',
          'PutUserPermissionsBoundary',
          'PutUserPolicy',
          'ResetServiceSpecificCredential',
          'SetDefaultPolicyVersion',
          'UpdateAccessKey',
          'UpdateAssumeRolePolicy',
          'UpdateLoginProfile',
          'UpdateSAMLProvider',
          'UploadSSHPublicKey',
          'UploadSigningCertificate',
        ].map((action) => `iam:${action}`),
        'sts:AssumeRoot',
      ],
      Resource: '*',
    });
  });

  test("denies to act as CDK's bootstrap roles, which trust the account", () => {
    expect(statements.RefuseRolesThatDeploy).toEqual({
      Effect: 'Deny',
      Action: 'sts:AssumeRole',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::*:role/cdk-*']] },
    });
  });

  test('keeps its description, because another one replaces it', () => {
    const stack = new Stack(new App(), 'Stack');
    new iam.Role(stack, 'Task', { assumedBy: service });
    EnvironmentBoundary.of({ environment: 'prod' }).applyTo(stack);
    expect(onlyResource(stack, 'AWS::IAM::ManagedPolicy').Properties.Description).toBe(
      'The most that roles of this environment can do, whatever their policies allow',
    );
  });
});

describe('environment', () => {
  test.each(['dev', 'pre prod/eu', 'x'.repeat(256), Token.asString({ Ref: 'Environment' })])('takes %j', (value) => {
    const condition = statementsOf({ environment: value }).RefuseResourcesOfOtherEnvironments?.Condition;
    const environment = Token.isUnresolved(value) ? { Ref: 'Environment' } : value;
    expect(condition.StringNotEquals).toEqual({ 'aws:ResourceTag/Environment': environment });
  });

  test.each(['', 'a*', '${aws:username}', 'x'.repeat(257)])('refuses %j', (environment) => {
    expect(() => EnvironmentBoundary.of({ environment })).toThrow(
      new Error(
        'EnvironmentBoundary: `environment` must be 1 to 256 letters, digits, spaces or _.:/=+-@, ' +
          `got: '${environment}'.`,
      ),
    );
  });
});

describe('regions', () => {
  const regionsOf = (regions?: string[], own?: string) =>
    statementsOf({ environment: 'prod', regions }, own).RefuseOtherRegions?.Condition.StringNotEquals[
      'aws:RequestedRegion'
    ];

  test("are the stack's own, as a reference where it is unknown", () => {
    expect(regionsOf(undefined, 'eu-west-1')).toEqual(['eu-west-1']);
    expect(regionsOf()).toEqual([{ Ref: 'AWS::Region' }]);
  });

  test('are the given ones, tokens too', () => {
    expect(regionsOf(['us-east-1', 'us-gov-west-1'], 'eu-west-1')).toEqual(['us-east-1', 'us-gov-west-1']);
    expect(regionsOf([Aws.REGION, 'us-east-2'])).toEqual([{ Ref: 'AWS::Region' }, 'us-east-2']);
    expect(regionsOf(['eusc-de-east-1'])).toEqual(['eusc-de-east-1']);
  });

  test('are some', () => {
    expect(() => EnvironmentBoundary.of({ environment: 'prod', regions: [] })).toThrow(
      new Error('EnvironmentBoundary: `regions` must have at least one code of a region, got: [].'),
    );
  });

  test.each(['', 'virginia', 'us-east-1a', 'us-east-1 ', 'xus-east-1', 'us-*-1'])('refuses %j', (region) => {
    expect(() => EnvironmentBoundary.of({ environment: 'prod', regions: ['us-east-1', region] })).toThrow(
      new Error(`EnvironmentBoundary: \`regions\` must be codes of regions, e.g. us-east-1, got: '${region}'.`),
    );
  });
});

describe('tagKey', () => {
  test('stands in both conditions', () => {
    const { RefuseResourcesOfOtherEnvironments: resources, RefuseTagsOfOtherEnvironments: tags } = statementsOf({
      environment: 'prod',
      tagKey: 'team:stage',
    });
    expect(resources?.Condition.Null).toEqual({ 'aws:ResourceTag/team:stage': 'false' });
    expect(tags?.Condition.Null).toEqual({ 'aws:RequestTag/team:stage': 'false' });
  });

  test.each(['', 'aws:stage', 'AWS:x', 'a*', 'x'.repeat(129), Token.asString({ Ref: 'Key' })])(
    'refuses %j',
    (tagKey) => {
      expect(() => EnvironmentBoundary.of({ environment: 'prod', tagKey })).toThrow(
        new Error(
          'EnvironmentBoundary: `tagKey` must be 1 to 128 letters, digits, spaces or _.:/=+-@, not beginning with ' +
            `'aws:', got: '${tagKey}'.`,
        ),
      );
    },
  );
});

describe('globalActions', () => {
  test('are exempt from the rule on regions, each once', () => {
    const globalActions = ['ce:*', 'sts:*', 'ecr-public:GetAuthorizationToken', 'a4b:Get*'];
    const exempt: string[] = statementsOf({ environment: 'prod', globalActions }).RefuseOtherRegions?.NotAction;
    expect(exempt.slice(-3)).toEqual(['ce:*', 'ecr-public:GetAuthorizationToken', 'a4b:Get*']);
    expect(exempt.filter((action) => action === 'sts:*')).toHaveLength(1);
  });

  test.each(['', '*', '*:*', 'ce', 'ce:Get*Cost', 'CE:Get', ' ce:*', 'ce:Get Cost', Token.asString({ Ref: 'Action' })])(
    'refuses %j',
    (action) => {
      expect(() => EnvironmentBoundary.of({ environment: 'prod', globalActions: ['ce:*', action] })).toThrow(
        new Error(
          'EnvironmentBoundary: `globalActions` must be actions of a service, e.g. ce:* or pricing:GetProducts, ' +
            `got: '${action}'.`,
        ),
      );
    },
  );
});

test('later changes of the lists change nothing', () => {
  const [regions, globalActions] = [['us-east-1'], ['ce:*']];
  const stack = new Stack(new App(), 'Stack');
  new iam.Role(stack, 'Task', { assumedBy: service });
  const boundary = EnvironmentBoundary.of({ environment: 'prod', regions, globalActions });
  regions.push('us-west-2');
  globalActions.push('pricing:*');
  boundary.applyTo(stack);
  const policy = JSON.stringify(resourcesOf(stack, 'AWS::IAM::ManagedPolicy'));
  expect(policy).toContain('"ce:*"');
  expect(policy).not.toMatch(/us-west-2|pricing/);
  expect(annotationsOf(stack)).toEqual([]);
});
