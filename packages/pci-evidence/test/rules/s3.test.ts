import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const bucket = (more: object = {}, others: Resources = {}): Resources => ({
  Bucket: { Type: 'AWS::S3::Bucket', Properties: more },
  ...others,
});
const policy = (...Statement: object[]): Resources => ({
  Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement } } },
});
const tlsOnly = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const blocked = (RestrictPublicBuckets: unknown = true) => ({
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets,
  },
});
const encrypted = (SSEAlgorithm: string, KMSMasterKeyID?: string) => ({
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID } }],
  },
});
const trail: Resources = {
  Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { Ref: 'Bucket' } } },
};
const locked = {
  ObjectLockEnabled: true,
  ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
};
const point = (more: object): Resources => ({ Point: { Type: 'AWS::S3::AccessPoint', Properties: more } });

const seeds: Seed[] = [
  { rule: 'PCI.S3.1', bad: bucket(blocked('false')), good: bucket(blocked()) },
  {
    rule: 'PCI.S3.2',
    bad: bucket({}, policy({ ...read, Principal: '*' })),
    good: bucket({}, policy({ ...read, Principal: { AWS: 'arn:aws:iam::111122223333:root' } })),
  },
  { rule: 'PCI.S3.3', bad: bucket({}, policy(read)), good: bucket({}, policy(tlsOnly)) },
  { rule: 'PCI.S3.5', bad: bucket(encrypted('AES256')), good: bucket(encrypted('aws:kms', 'alias/logs')) },
  { rule: 'PCI.S3.6', bad: bucket(), good: bucket({ LoggingConfiguration: { DestinationBucketName: 'logs' } }) },
  {
    rule: 'PCI.S3.7',
    bad: bucket({ VersioningConfiguration: { Status: 'Suspended' } }),
    good: bucket({ VersioningConfiguration: { Status: 'Enabled' } }),
  },
  {
    rule: 'PCI.S3.8',
    bad: bucket({ LifecycleConfiguration: { Rules: [{ Status: 'Disabled', ExpirationInDays: 90 }] } }),
    good: bucket({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 90 }] } }),
  },
  {
    rule: 'PCI.S3.9',
    bad: bucket({ AccessControl: 'PublicRead' }),
    good: bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }),
  },
  { rule: 'PCI.S3.10', bad: point(blocked(false)), good: point({}) },
  { rule: 'PCI.S3.11', bad: bucket({ ObjectLockEnabled: true }, trail), good: bucket(locked, trail) },
];
testSeeds(seeds);

const balancerLogs: Resources = {
  Alb: {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { LoadBalancerAttributes: [{ Key: 'access_logs.s3.bucket', Value: { Ref: 'Bucket' } }] },
  },
};
const flowLog: Resources = {
  Log: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestination: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } },
};

test.each<[string, string, Resources, string]>([
  ['no policy at all', 'PCI.S3.3', bucket(), 'violated'],
  [
    'a denial of some',
    'PCI.S3.3',
    bucket({}, policy({ ...tlsOnly, Principal: { AWS: 'arn:aws:iam::1:root' } })),
    'violated',
  ],
  ['a denial of some actions', 'PCI.S3.3', bucket({}, policy({ ...tlsOnly, Action: 's3:Put*' })), 'violated'],
  [
    'a denial under a second condition',
    'PCI.S3.3',
    bucket({}, policy({ ...tlsOnly, Condition: { ...tlsOnly.Condition, StringEquals: { a: 'b' } } })),
    'violated',
  ],
  [
    'everybody of the organization',
    'PCI.S3.2',
    bucket({}, policy({ ...read, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
    'satisfied',
  ],
  [
    'everything but one action for everybody',
    'PCI.S3.2',
    bucket({}, policy({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: '*', Principal: '*' })),
    'violated',
  ],
  [
    'an action that is known at deployment for everybody',
    'PCI.S3.2',
    bucket({}, policy({ ...read, Action: { 'Fn::ImportValue': 'action' }, Principal: '*' })),
    'violated',
  ],
  [
    'a role of a name, of whatever account',
    'PCI.S3.2',
    bucket(
      {},
      policy({ ...read, Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Reader' } } }),
    ),
    'violated',
  ],
  [
    'whatever has an ARN',
    'PCI.S3.2',
    bucket({}, policy({ ...read, Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*' } } })),
    'violated',
  ],
  [
    'any bucket',
    'PCI.S3.2',
    bucket({}, policy({ ...read, Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } })),
    'violated',
  ],
  [
    'a role of a name, of the account of the stack',
    'PCI.S3.2',
    bucket(
      {},
      policy({
        ...read,
        Principal: '*',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' } },
        },
      }),
    ),
    'satisfied',
  ],
  [
    'objects of one bucket, in whatever account and region',
    'PCI.S3.2',
    bucket(
      {},
      policy({ ...read, Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:ledger/*' } } }),
    ),
    'satisfied',
  ],
  [
    'one hosted zone, whose ARN has no account',
    'PCI.S3.2',
    bucket(
      {},
      policy({
        ...read,
        Principal: '*',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:route53:::hostedzone/Z1' } },
      }),
    ),
    'satisfied',
  ],
  [
    'everybody in buckets of the account, which this one is anyway',
    'PCI.S3.2',
    bucket(
      {},
      policy({ ...read, Principal: '*', Condition: { StringEquals: { 's3:ResourceAccount': '111122223333' } } }),
    ),
    'violated',
  ],
  [
    'everybody by address',
    'PCI.S3.2',
    bucket({}, policy({ ...read, Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })),
    'violated',
  ],
  [
    'a policy for another bucket',
    'PCI.S3.2',
    bucket(
      {},
      {
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { Bucket: 'other', PolicyDocument: { Statement: [{ ...read, Principal: '*' }] } },
        },
      },
    ),
    'satisfied',
  ],
  ['a key where load balancers log', 'PCI.S3.5', bucket(encrypted('AES256'), balancerLogs), 'not-applicable'],
  ['a key where the network logs', 'PCI.S3.5', bucket(encrypted('AES256'), flowLog), 'violated'],
  ['a bucket that takes no trail', 'PCI.S3.11', bucket(), 'not-applicable'],
  ['who reads the log of a network', 'PCI.S3.6', bucket({}, flowLog), 'violated'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});

test('a log of who reads ends where it is written', () => {
  const LoggingConfiguration = { DestinationBucketName: { Ref: 'Logs' } };
  const Logs = { Type: 'AWS::S3::Bucket' };
  expect(outcomes('PCI.S3.6', bucket({ LoggingConfiguration }, { Logs }))).toEqual(['satisfied', 'not-applicable']);
});
