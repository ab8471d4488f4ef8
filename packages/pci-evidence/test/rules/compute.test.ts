import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const resource = (Type: string, Properties: object = {}, others: Resources = {}): Resources => ({
  X: { Type: `AWS::${Type}`, Properties },
  ...others,
});
const repository = (more: object) => resource('ECR::Repository', more);
const repositoryPolicy = (Principal: unknown) =>
  repository({ RepositoryPolicyText: { Statement: [{ Effect: 'Allow', Action: 'ecr:PutImage', Principal }] } });
const fn = (more: object) => resource('Lambda::Function', more);
const permission = (more: object) => resource('Lambda::Permission', { Action: 'lambda:InvokeFunction', ...more });
const group = (LogGroupName: unknown): Resources => ({
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } },
});
const acl = (more: object, others: Resources = {}) => resource('WAFv2::WebACL', more, others);
const log: Resources = {
  Log: { Type: 'AWS::WAFv2::LoggingConfiguration', Properties: { ResourceArn: { 'Fn::GetAtt': ['X', 'Arn'] } } },
};

const seeds: Seed[] = [
  {
    rule: 'PCI.ECR.1',
    bad: repository({ ImageScanningConfiguration: { ScanOnPush: 'false' } }),
    good: repository({ ImageScanningConfiguration: { ScanOnPush: true } }),
  },
  { rule: 'PCI.ECR.2', bad: repository({}), good: repository({ ImageTagMutability: 'IMMUTABLE' }) },
  { rule: 'PCI.ECR.3', bad: repository({}), good: repository({ LifecyclePolicy: { LifecyclePolicyText: '{}' } }) },
  {
    rule: 'PCI.ECR.4',
    bad: repositoryPolicy('*'),
    good: repositoryPolicy({ AWS: 'arn:aws:iam::111122223333:role/ci' }),
  },
  {
    rule: 'PCI.Lambda.1',
    bad: permission({ Principal: 's3.amazonaws.com' }),
    good: permission({ Principal: 's3.amazonaws.com', SourceAccount: '111122223333' }),
  },
  { rule: 'PCI.Lambda.2', bad: fn({ Runtime: 'nodejs16.x' }), good: fn({ Runtime: 'nodejs22.x' }) },
  {
    rule: 'PCI.Lambda.3',
    bad: resource('Lambda::Url', { AuthType: 'NONE' }),
    good: resource('Lambda::Url', { AuthType: 'AWS_IAM' }),
  },
  {
    rule: 'PCI.Lambda.4',
    bad: fn({ Environment: { Variables: { API_KEY: 'abcdef' } } }),
    good: fn({ Environment: { Variables: { LOG_LEVEL: 'info' } } }),
  },
  { rule: 'PCI.Lambda.5', bad: fn({}), good: fn({ VpcConfig: { SubnetIds: ['a'] } }) },
  {
    rule: 'PCI.Lambda.6',
    bad: fn({}),
    good: { ...fn({ LoggingConfig: { LogGroup: { Ref: 'Logs' } } }), ...group('pay') },
  },
  { rule: 'PCI.WAF.1', bad: acl({ Rules: [] }), good: acl({ Rules: [{ Name: 'core' }] }) },
  { rule: 'PCI.WAF.2', bad: acl({}), good: acl({}, log) },
  {
    rule: 'PCI.WAF.3',
    bad: acl({ VisibilityConfig: { CloudWatchMetricsEnabled: false } }),
    good: acl({ VisibilityConfig: { CloudWatchMetricsEnabled: true } }),
  },
];
testSeeds(seeds);

test.each<[string, string, Resources, string]>([
  ['everybody', 'PCI.Lambda.1', permission({ Principal: '*' }), 'violated'],
  ['an account', 'PCI.Lambda.1', permission({ Principal: '111122223333' }), 'satisfied'],
  ['an image brings its own runtime', 'PCI.Lambda.2', fn({ PackageType: 'Image' }), 'satisfied'],
  ['a group by name', 'PCI.Lambda.6', { ...fn({ FunctionName: 'pay' }), ...group('/aws/lambda/pay') }, 'satisfied'],
  ['a group by reference', 'PCI.Lambda.6', { ...fn({}), ...group({ 'Fn::Sub': '/aws/lambda/${X}' }) }, 'satisfied'],
  ['a group of another', 'PCI.Lambda.6', { ...fn({ FunctionName: 'pay' }), ...group('/aws/lambda/p') }, 'violated'],
  ['no variables', 'PCI.Lambda.4', fn({}), 'satisfied'],
  ['variables that are open', 'PCI.Lambda.4', fn({ Environment: { 'Fn::ImportValue': 'x' } }), 'undecidable'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});

test('a provider of CDK stands outside the network, and runs during deployments alone', () => {
  const provider = {
    CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F: { Type: 'AWS::Lambda::Function' },
  };
  expect(outcomes('PCI.Lambda.5', provider)).toEqual(['not-applicable']);
});
