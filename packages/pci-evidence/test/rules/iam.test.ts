import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const policy = (statement: object, more: object = {}): Resources => ({
  Policy: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { Roles: ['role'], PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] }, ...more },
  },
});
const role = (more: object): Resources => ({ Role: { Type: 'AWS::IAM::Role', Properties: more } });
const trust = (statement: object) =>
  role({ AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] } });
const exact = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/prefix/*' };

const user = { Principal: { AWS: 'arn:aws:iam::111122223333:user/jo' } };
const mfa = { 'aws:MultiFactorAuthPresent': 'true' };

const seeds: Seed[] = [
  { rule: 'PCI.IAM.1', bad: policy({ ...exact, Action: ['s3:Get*'] }), good: policy(exact) },
  { rule: 'PCI.IAM.2', bad: policy({ ...exact, Resource: ['*'] }), good: policy(exact) },
  {
    rule: 'PCI.IAM.3',
    bad: trust({ Principal: { AWS: '*' } }),
    good: trust({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }),
  },
  {
    rule: 'PCI.IAM.4',
    bad: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    good: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'] }),
  },
  { rule: 'PCI.IAM.5', bad: { User: { Type: 'AWS::IAM::User' } }, good: role({}) },
  { rule: 'PCI.IAM.6', bad: { Key: { Type: 'AWS::IAM::AccessKey' } }, good: role({}) },
  { rule: 'PCI.IAM.8', bad: role({ MaxSessionDuration: '43200' }), good: role({ MaxSessionDuration: 3600 }) },
  { rule: 'PCI.IAM.9', bad: trust(user), good: trust({ ...user, Condition: { Bool: mfa } }) },
  { rule: 'PCI.IAM.7', bad: policy(exact, { Users: ['somebody'] }), good: policy(exact) },
];
testSeeds(seeds);

test.each<[string, unknown, string]>([
  [
    'a broad policy in whatever partition',
    { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' },
    'violated',
  ],
  ['a second version of one', 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess_v2', 'violated'],
  ['a policy of the app', { Ref: 'Own' }, 'satisfied'],
  ['a policy by a parameter of nobody', { Ref: 'Gone' }, 'undecidable'],
])('PCI.IAM.4, %s: %s', (_name, arn, outcome) => {
  const own: Resources = { Own: { Type: 'AWS::IAM::ManagedPolicy' } };
  expect(outcomes('PCI.IAM.4', { ...role({ ManagedPolicyArns: [arn] }), ...own })).toEqual([outcome]);
});

test.each<[string, string, Resources, string]>([
  [
    'an inline policy of a role',
    'PCI.IAM.1',
    role({ Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:x' } } }] }),
    'violated',
  ],
  ['everything but some actions', 'PCI.IAM.1', policy({ NotAction: 'iam:*', Resource: 'arn:aws:s3:::b' }), 'violated'],
  ['a denial with wildcards', 'PCI.IAM.1', policy({ Effect: 'Deny', Action: '*', Resource: '*' }), 'not-applicable'],
  ['a role without a policy of its own', 'PCI.IAM.2', role({}), 'not-applicable'],
  [
    'one branch of a condition',
    'PCI.IAM.1',
    policy({ ...exact, Action: { 'Fn::If': ['C', 's3:*', 's3:GetObject'] } }),
    'violated',
  ],
  ['an action that is open', 'PCI.IAM.1', policy({ ...exact, Action: { 'Fn::ImportValue': 'x' } }), 'undecidable'],
  [
    'the one action without a resource',
    'PCI.IAM.2',
    policy({ Action: 'ecr:GetAuthorizationToken', Resource: '*' }),
    'satisfied',
  ],
  [
    'that action beside another',
    'PCI.IAM.2',
    policy({ Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'], Resource: '*' }),
    'violated',
  ],
  [
    'everything but some resources',
    'PCI.IAM.2',
    policy({ Action: 's3:GetObject', NotResource: 'arn:aws:s3:::b' }),
    'violated',
  ],
  ['every object of one bucket', 'PCI.IAM.2', policy({ ...exact, Resource: 'arn:aws:s3:::cards/*' }), 'satisfied'],
  ['every object of every bucket', 'PCI.IAM.2', policy({ ...exact, Resource: 'arn:aws:s3:::*/*' }), 'violated'],
  [
    'every access point',
    'PCI.IAM.2',
    policy({ ...exact, Resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/*' }),
    'violated',
  ],
  ['every resource of every service', 'PCI.IAM.2', policy({ ...exact, Resource: 'arn:aws:*:*:*:*' }), 'violated'],
  [
    'everybody under a condition',
    'PCI.IAM.3',
    trust({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    'satisfied',
  ],
  [
    'everybody under a condition that says nothing',
    'PCI.IAM.3',
    trust({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }),
    'violated',
  ],
  ['a second factor if there is one', 'PCI.IAM.9', trust({ ...user, Condition: { BoolIfExists: mfa } }), 'violated'],
  [
    'a user of the app',
    'PCI.IAM.9',
    {
      ...trust({ Principal: { AWS: { 'Fn::GetAtt': ['User', 'Arn'] } } }),
      User: { Type: 'AWS::IAM::User' },
    },
    'violated',
  ],
  ['a service', 'PCI.IAM.9', trust({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }), 'not-applicable'],
  ['users of the account', 'PCI.IAM.9', trust({ Principal: { AWS: { Ref: 'AWS::AccountId' } } }), 'undecidable'],
  ['the account', 'PCI.IAM.9', trust({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }), 'undecidable'],
  [
    'users of the account with a second factor',
    'PCI.IAM.9',
    trust({ Principal: { AWS: '111122223333' }, Condition: { Bool: mfa } }),
    'satisfied',
  ],
  [
    'everybody but somebody',
    'PCI.IAM.3',
    trust({ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }),
    'violated',
  ],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});

test('a boundary grants nothing, unless somebody is given it as a policy as well', () => {
  const everything = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
  };
  const bound = { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: { Ref: 'Bounds' } } };
  const granted = {
    Type: 'AWS::IAM::Role',
    Properties: { ...bound.Properties, ManagedPolicyArns: [{ Ref: 'Bounds' }] },
  };
  expect(outcomes('PCI.IAM.1', { Bounds: everything, Role: bound })).toEqual(['not-applicable', 'not-applicable']);
  expect(outcomes('PCI.IAM.1', { Bounds: everything, Role: granted })).toEqual(['violated', 'not-applicable']);
});
