import { RULES } from '../../src/private/rules';
import { Reader } from '../../src/private/template/read';
import { platformOf } from '../template/build';
import type { Resources } from './seeded';

const x = { Ref: 'X' };
const deny = {
  Effect: 'Deny',
  Action: ['s3:*', 'sqs:*', 'sns:Publish'],
  Principal: '*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const document = { PolicyDocument: { Statement: [deny] } };

/** A control that stands in a resource of its own, beside the one that it is for. */
const SUPPORTS: [rule: string, type: string, support: string, properties: object][] = [
  ['PCI.VPC.1', 'AWS::EC2::VPC', 'AWS::EC2::FlowLog', { ResourceId: x, TrafficType: 'ALL' }],
  ['PCI.VPC.6', 'AWS::EC2::VPC', 'Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: x }],
  [
    'PCI.ELB.7',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'AWS::WAFv2::WebACLAssociation',
    { ResourceArn: x, WebACLArn: 'arn:x' },
  ],
  [
    'PCI.WAF.2',
    'AWS::WAFv2::WebACL',
    'AWS::WAFv2::LoggingConfiguration',
    { ResourceArn: x, LogDestinationConfigs: ['arn:x'] },
  ],
  [
    'PCI.SecretsManager.1',
    'AWS::SecretsManager::Secret',
    'AWS::SecretsManager::RotationSchedule',
    { SecretId: x, RotationRules: { AutomaticallyAfterDays: 30 } },
  ],
  ['PCI.S3.3', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', { Bucket: x, ...document }],
  ['PCI.SQS.2', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', { Queues: [x], ...document }],
  ['PCI.SQS.2', 'AWS::SQS::Queue', 'AWS::SQS::QueueInlinePolicy', { Queue: x, ...document }],
  ['PCI.SNS.2', 'AWS::SNS::Topic', 'AWS::SNS::TopicInlinePolicy', { TopicArn: x, ...document }],
  ['PCI.RDS.28', 'AWS::RDS::DBCluster', 'AWS::RDS::EventSubscription', { SourceType: 'db-cluster' }],
];

function judged(rule: string, Resources: Resources) {
  const { resourceTypes, check } = RULES.find(({ id }) => id === rule) ?? { resourceTypes: [], check: undefined };
  const platform = platformOf({
    S: {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: {
        Open: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        Never: { 'Fn::Equals': ['a', 'b'] },
        Always: { 'Fn::Equals': ['a', 'a'] },
      },
      Resources,
    },
  });
  return platform.all(...resourceTypes).map((one) => check?.(one, new Reader(platform)).outcome);
}

describe.each(SUPPORTS)('%s of %s by %s', (rule, Type, support, Properties) => {
  test.each([
    ['stands', undefined, undefined, 'satisfied'],
    ['always stands', 'Always', undefined, 'satisfied'],
    ['may be left out', 'Open', undefined, 'undecidable'],
    ['is left out with what it is for', 'Open', 'Open', 'satisfied'],
    ['is always left out', 'Never', undefined, 'violated'],
  ])('it %s', (_what, Condition, ofX, outcome) => {
    const resources = {
      X: { Type, ...(ofX && { Condition: ofX }) },
      Support: { Type: support, Properties, ...(Condition && { Condition }) },
    };
    expect(judged(rule, resources)).toEqual([outcome]);
  });
});

test('of several the best counts', () => {
  const log = (TrafficType: string) => ({ Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: x, TrafficType } });
  expect(judged('PCI.VPC.1', { X: { Type: 'AWS::EC2::VPC' }, A: log('REJECT'), B: log('ALL') })).toEqual(['satisfied']);
});

test('a firewall of the generation that AWS ended is none', () => {
  const Properties = { ResourceArn: x, WebACLId: { Ref: 'Acl' } };
  const resources = {
    X: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
    Old: { Type: 'AWS::WAFRegional::WebACLAssociation', Properties },
    Acl: { Type: 'AWS::WAFRegional::WebACL' },
  };
  expect(judged('PCI.ELB.7', resources)).toEqual(['violated']);
});

test('a statement that stands in one branch alone refuses nobody for sure', () => {
  const Statement = [{ 'Fn::If': ['Open', deny, { Ref: 'AWS::NoValue' }] }];
  const Policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: x, PolicyDocument: { Statement } } };
  expect(judged('PCI.S3.3', { X: { Type: 'AWS::S3::Bucket' }, Policy })).toEqual(['undecidable']);
});

test.each<[string, object]>([
  ['the bucket without what it holds', { Resource: { 'Fn::GetAtt': ['X', 'Arn'] } }],
  ['a folder', { Resource: { 'Fn::Sub': '${X.Arn}/logs/*' } }],
  ['reading alone', { Action: 's3:GetObject' }],
])('a Deny of %s refuses too little', (_what, more) => {
  const PolicyDocument = { Statement: [{ ...deny, ...more }] };
  const Policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: x, PolicyDocument } };
  expect(judged('PCI.S3.3', { X: { Type: 'AWS::S3::Bucket' }, Policy })).toEqual(['violated']);
});

test.each<[string, string, object, string, object]>([
  ['PCI.S3.2', 'AWS::S3::Bucket', { BucketName: 'cards' }, 'AWS::S3::BucketPolicy', { Bucket: 'cards' }],
  [
    'PCI.SNS.3',
    'AWS::SNS::Topic',
    { TopicName: 'paid' },
    'AWS::SNS::TopicPolicy',
    { Topics: ['arn:aws:sns:eu-west-1:1:paid'] },
  ],
  ['PCI.SQS.3', 'AWS::SQS::Queue', {}, 'AWS::SQS::QueueInlinePolicy', { Queue: x }],
  ['PCI.SNS.3', 'AWS::SNS::Topic', {}, 'AWS::SNS::TopicInlinePolicy', { TopicArn: x }],
])('%s: a policy of its own that lets in everybody is found', (rule, Type, Properties, policy, names) => {
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Principal: '*', Resource: '*' }] };
  const resources = { X: { Type, Properties }, Policy: { Type: policy, Properties: { ...names, PolicyDocument } } };
  expect(judged(rule, resources)).toEqual(['violated']);
});
