import {
  AppView,
  alarmTargets,
  containerInsights,
  plumbing,
  securityGroupRules,
  undestroyable,
  untagged,
  wildcards,
  workloadStatements,
} from '../src';
import { one, provider, type Resources, view } from './hand-written';

test('an app that did not synthesize is no view', () => {
  expect(() => new AppView({ succeeded: false, messages: 'because', stacks: {}, templates: {} })).toThrow(/because/);
});

test('stacks that refuse to be deleted', () => {
  const artifact = { type: 'aws:cloudformation:stack', environment: 'aws://a/r' };
  const stacks = {
    Kept: { ...artifact, properties: { templateFile: 'k', terminationProtection: true } },
    Open: { ...artifact, properties: { templateFile: 'o', terminationProtection: false } },
    Silent: { ...artifact, properties: { templateFile: 's' } },
  };
  expect(new AppView({ succeeded: true, messages: '', stacks, templates: {} }).guardedStacks).toEqual(['Kept']);
});

describe('references', () => {
  const key = { Type: 'AWS::KMS::Key' };

  test.each([
    ['Ref', { Ref: 'Key' }, '${A/Key}'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Key', 'Arn'] }, '${A/Key.Arn}'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Key.Arn' }, '${A/Key.Arn}'],
    [
      'Fn::Join',
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'Key' }]] },
      'arn:${AWS::Partition}:${A/Key}',
    ],
  ])('%s is followed and flattened', (_name, value, text) => {
    const app = view({
      A: { Resources: { Key: key, User: { Type: 'AWS::S3::Bucket', Properties: { Value: value } } } },
    });
    const user = app.only('S3::Bucket');
    expect(app.target(user.Properties.Value, user)).toBe(app.only('KMS::Key'));
    expect(app.flat(user.Properties.Value, user)).toBe(text);
  });

  test.each([
    ['Fn::ImportValue', { 'Fn::ImportValue': 'key-arn' }],
    ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'A-name', OutputName: 'KeyArn' } }],
  ])('%s leads into the other stack', (_name, value) => {
    const Outputs = { KeyArn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key-arn' } } };
    const app = view({
      A: { Resources: { Key: key }, Outputs },
      B: { Resources: { User: { Type: 'AWS::S3::Bucket', Properties: { Value: value } } } },
    });
    const user = app.only('S3::Bucket');
    expect(app.target(user.Properties.Value, user)).toBe(app.only('KMS::Key'));
    expect(app.flat(user.Properties.Value, user)).toBe('${A/Key.Arn}');
  });

  test.each([
    ['arn:${AWS::Partition}:${Key.Arn}/${Key}/${!kept}', 'arn:${AWS::Partition}:${A/Key.Arn}/${A/Key}/${!kept}'],
    [['${Own}!', { Own: { Ref: 'Key' } }], '${A/Key}!'],
  ])('Fn::Sub %j is flattened', (sub, text) => {
    const Properties = { Value: { 'Fn::Sub': sub } };
    const app = view({ A: { Resources: { Key: key, User: { Type: 'AWS::S3::Bucket', Properties } } } });
    const user = app.only('S3::Bucket');
    expect(app.flat(user.Properties.Value, user)).toBe(text);
  });

  test('a literal and an unknown id lead nowhere', () => {
    const app = one({ User: { Type: 'AWS::S3::Bucket' } });
    const user = app.only('S3::Bucket');
    expect(app.target('Key', user)).toBeUndefined();
    expect(app.target({ Ref: 'Nobody' }, user)).toBeUndefined();
  });

  test('only() wants exactly one', () => {
    const app = one({ A: { Type: 'AWS::S3::Bucket' }, B: { Type: 'AWS::S3::Bucket' } });
    expect(() => app.only('S3::Bucket')).toThrow('Expected one S3::Bucket, found 2.');
    expect(() => app.only('KMS::Key')).toThrow('Expected one KMS::Key, found 0.');
  });
});

test('plumbing is the custom resource, its function and that function’s role', () => {
  const app = one({ ...provider, Other: { Type: 'AWS::IAM::Role' } });
  expect([...plumbing(app)].map(({ logicalId }) => logicalId).sort()).toEqual(['Custom', 'Fn', 'FnRole']);
});

test('untagged: a missing or other value is reported, plumbing and types without tags are not', () => {
  const tags = (Value: string) => ({ Tags: [{ Key: 'Team', Value }] });
  const app = one({
    ...provider,
    Good: { Type: 'AWS::IAM::Role', Properties: tags('payments') },
    AsMap: { Type: 'AWS::SSM::Parameter', Properties: { Tags: { Team: 'payments' } } },
    AsItsOwn: { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckTags: tags('payments').Tags } },
    Other: { Type: 'AWS::IAM::Role', Properties: tags('search') },
    Bare: { Type: 'AWS::EC2::VPC' },
    Route: { Type: 'AWS::EC2::Route' },
    Mail: { Type: 'AWS::SNS::Subscription' },
    Topic: { Type: 'AWS::SNS::TopicPolicy' },
    Queue: { Type: 'AWS::SQS::QueuePolicy' },
  });
  expect(untagged(app, { Team: 'payments' })).toEqual(['Other (AWS::IAM::Role): Team', 'Bare (AWS::EC2::VPC): Team']);
});

describe('undestroyable', () => {
  const bucket = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' };

  test('a bucket that is deleted and emptied passes', () => {
    expect(undestroyable(one({ ...provider, Bucket: bucket }))).toEqual([]);
  });

  test.each<[string, Resources]>([
    ['a bucket that nothing empties', { X: bucket }],
    ['a retained resource', { X: { Type: 'AWS::EC2::VPC', DeletionPolicy: 'Retain' } }],
    ['a snapshot', { X: { Type: 'AWS::RDS::DBCluster', DeletionPolicy: 'Snapshot' } }],
    ['a key that does not say Delete', { X: { Type: 'AWS::KMS::Key' } }],
    [
      'a protected database',
      { X: { Type: 'AWS::RDS::DBCluster', DeletionPolicy: 'Delete', Properties: { DeletionProtection: true } } },
    ],
    [
      'a protected load balancer',
      {
        X: {
          Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Properties: { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] },
        },
      },
    ],
    ['a repository that keeps its images', { X: { Type: 'AWS::ECR::Repository', DeletionPolicy: 'Delete' } }],
  ])('%s is reported', (_name, resources) => {
    expect(new Set(undestroyable(one(resources)))).toEqual(new Set(['S/X']));
  });
});

test('alarms: where those send that send at all', () => {
  const alarm = (...AlarmActions: unknown[]) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions } });
  const app = one({
    Topic: { Type: 'AWS::SNS::Topic' },
    Loud: alarm({ Ref: 'Topic' }, 'arn:aws:sns:elsewhere'),
    Silent: { Type: 'AWS::CloudWatch::Alarm' },
  });
  expect(alarmTargets(app)).toEqual([[app.only('SNS::Topic'), undefined]]);
});

test.each([
  [[{ Name: 'containerInsights', Value: 'enhanced' }], 'enhanced'],
  [[], undefined],
])('Container Insights: %j are %s', (ClusterSettings, value) => {
  expect(containerInsights(one({ C: { Type: 'AWS::ECS::Cluster', Properties: { ClusterSettings } } }))).toBe(value);
});

describe('statements of workloads', () => {
  const policy = (Statement: object[], Roles: unknown[] = [{ Ref: 'Role' }]) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { Roles, PolicyDocument: { Statement } },
  });
  const role = { Type: 'AWS::IAM::Role' };
  const exact = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/p/*' };

  test('are found by role, from either side', () => {
    const app = one({
      Role: role,
      Other: role,
      P: policy([exact]),
      Q: policy([{ ...exact, Action: ['sqs:SendMessage'] }], [{ Ref: 'Other' }]),
    });
    const [first] = app.all('IAM::Role');
    expect(workloadStatements(app, first).map(({ actions, resources }) => [actions, resources])).toEqual([
      [['s3:GetObject'], ['arn:aws:s3:::b/p/*']],
    ]);
    expect(workloadStatements(app)).toHaveLength(2);
  });

  test('carry their conditions', () => {
    const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
    const app = one({ Role: role, P: policy([{ ...exact, Condition }, exact]) });
    expect(workloadStatements(app).map(({ conditions }) => conditions)).toEqual([Condition, {}]);
  });

  test.each([
    ['an action wildcard', { ...exact, Action: 's3:*' }],
    ['every resource', { ...exact, Resource: '*' }],
    ['all but some actions', { Effect: 'Allow', NotAction: 'iam:CreateUser', Resource: exact.Resource }],
    ['all but some resources', { Effect: 'Allow', Action: exact.Action, NotResource: exact.Resource }],
    [
      'the exception beside another action',
      { ...exact, Action: ['ecr:GetAuthorizationToken', 's3:GetObject'], Resource: '*' },
    ],
  ])('%s is a wildcard', (_name, statement) => {
    expect(wildcards(one({ Role: role, P: policy([statement]) }))).toHaveLength(1);
  });

  test('an exact statement, a denial and the one exception are none; plumbing is exempt', () => {
    const statements = [
      exact,
      { Effect: 'Deny', Action: '*', Resource: '*' },
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    ];
    expect(wildcards(one({ ...provider, Role: role, P: policy(statements) }))).toEqual([]);
  });

  test('a permissions boundary allows nothing by itself', () => {
    const everything = policy([{ Effect: 'Allow', Action: '*', Resource: '*' }], []);
    const bound = { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: { Ref: 'P' } } };
    expect(wildcards(one({ Role: bound, P: everything }))).toEqual([]);
    expect(wildcards(one({ Role: role, P: everything }))).toHaveLength(1);
  });

  test('a managed policy of AWS is one, but for enhanced monitoring', () => {
    const attached = (name: string) => ({
      Type: 'AWS::IAM::Role',
      Properties: { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] },
    });
    expect(wildcards(one({ R: attached('AdministratorAccess') }))).toHaveLength(1);
    expect(wildcards(one({ R: attached('service-role/AmazonRDSEnhancedMonitoringRole') }))).toEqual([]);
  });
});

test('security group rules: inline and stand-alone alike, without the placeholder for none', () => {
  const app = one({
    A: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
        SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }],
      },
    },
    B: { Type: 'AWS::EC2::SecurityGroup' },
    Rule: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { 'Fn::GetAtt': ['B', 'GroupId'] },
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        SourceSecurityGroupId: { 'Fn::GetAtt': ['A', 'GroupId'] },
      },
    },
  });
  const [a, b] = app.all('EC2::SecurityGroup');
  expect(securityGroupRules(app)).toEqual([
    {
      group: a,
      direction: 'ingress',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidr: '0.0.0.0/0',
      peerGroup: undefined,
    },
    { group: b, direction: 'ingress', protocol: 'tcp', fromPort: 80, toPort: 80, cidr: undefined, peerGroup: a },
  ]);
});
