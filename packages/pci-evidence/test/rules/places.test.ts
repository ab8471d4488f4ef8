import { RULES } from '../../src/private/rules';
import { Reader } from '../../src/private/template/read';
import { platformOf } from '../template/build';
import type { Resources } from './seeded';

/** What the first resource of a rule was judged by: an assessor asks for the resource, the property and the value. */
function judged(rule: string, Resources: Resources) {
  const { resourceTypes, check } = RULES.find(({ id }) => id === rule) ?? fail(rule);
  const platform = platformOf({ S: { Resources } });
  const [resource] = platform.all(...resourceTypes);
  const { outcome, at, path, found } = check(resource ?? fail(rule), new Reader(platform));
  return [outcome, at?.logicalId, path, found];
}

function fail(rule: string): never {
  throw new Error(`There is no rule ${rule}, or nothing that it looks at.`);
}

const x = { Ref: 'X' };
const arn = { 'Fn::GetAtt': ['X', 'Arn'] };
const policyOf = (Principal: unknown, more: object = {}): Resources => ({
  X: { Type: 'AWS::S3::Bucket' },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: x,
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: '*', ...more }] },
    },
  },
});
const ofAccount = { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } };
const rule = (properties: object) => ({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, ...properties });
const group = (Properties: object): Resources => ({ X: { Type: 'AWS::EC2::SecurityGroup', Properties } });
const separate = (direction: string, properties: object): Resources => ({
  Own: { Type: `AWS::EC2::SecurityGroup${direction}`, Properties: { GroupId: x, ...rule(properties) } },
});
const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

test.each<[string, string, Resources, unknown[]]>([
  [
    'who a policy of its own lets in',
    'PCI.S3.2',
    policyOf({ Service: 'delivery.logs.amazonaws.com' }),
    ['satisfied', 'Policy', 'Properties.PolicyDocument', 'delivery.logs.amazonaws.com'],
  ],
  [
    'by which conditions everybody is narrowed down',
    'PCI.S3.2',
    policyOf('*', ofAccount),
    ['satisfied', 'Policy', 'Properties.PolicyDocument', 'whoever fits aws:sourceaccount'],
  ],
  [
    'the statement that lets in everybody',
    'PCI.S3.2',
    policyOf('*'),
    ['violated', 'Policy', 'Properties.PolicyDocument.Statement[0]', 'everybody: s3:PutObject'],
  ],
  [
    'that there is no policy',
    'PCI.S3.2',
    { X: { Type: 'AWS::S3::Bucket' } },
    ['satisfied', undefined, 'AWS::S3::BucketPolicy.PolicyDocument', 'no policy'],
  ],
  [
    'that it carries no policy',
    'PCI.ECR.4',
    { X: { Type: 'AWS::ECR::Repository' } },
    ['satisfied', undefined, 'Properties.RepositoryPolicyText', 'no policy'],
  ],
  [
    'that nothing exchanges a secret',
    'PCI.SecretsManager.1',
    { X: { Type: 'AWS::SecretsManager::Secret' } },
    ['violated', undefined, 'AWS::SecretsManager::RotationSchedule.SecretId', 'none'],
  ],
  [
    'that no selection names a database',
    'PCI.RDS.26',
    { X: { Type: 'AWS::RDS::DBCluster' } },
    ['violated', undefined, 'AWS::Backup::BackupSelection.BackupSelection.Resources', 'none'],
  ],
  [
    'the selection that may name it',
    'PCI.RDS.26',
    {
      X: { Type: 'AWS::RDS::DBCluster' },
      Plan: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupSelection: { ListOfTags: [{}] } } },
    },
    ['undecidable', 'Plan', 'Properties.BackupSelection.Resources', 'Plan goes by ListOfTags'],
  ],
  [
    'the flow log that may be of a network',
    'PCI.VPC.1',
    {
      X: { Type: 'AWS::EC2::VPC' },
      Log: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: { 'Fn::ImportValue': 'vpc' } } },
    },
    ['undecidable', 'Log', 'Properties.ResourceId', 'Log may be of it'],
  ],
  [
    'that what it is is enough',
    'PCI.IAM.5',
    { X: { Type: 'AWS::IAM::User' } },
    ['violated', undefined, 'Type', 'a user'],
  ],
  [
    'for whom a service acts',
    'PCI.IAM.10',
    policyOf({ Service: 'delivery.logs.amazonaws.com' }, ofAccount),
    ['satisfied', 'Policy', 'Properties.PolicyDocument', 'aws:sourceaccount'],
  ],
  [
    'every one of four values',
    'PCI.S3.1',
    { X: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: all } } },
    [
      'satisfied',
      undefined,
      'Properties.PublicAccessBlockConfiguration.BlockPublicAcls',
      'true; BlockPublicPolicy: true; IgnorePublicAcls: true; RestrictPublicBuckets: true',
    ],
  ],
  [
    'the parameter group of a database',
    'PCI.RDS.4',
    {
      X: {
        Type: 'AWS::RDS::DBCluster',
        Properties: { Engine: 'aurora-mysql', DBClusterParameterGroupName: { Ref: 'Group' } },
      },
      Group: {
        Type: 'AWS::RDS::DBClusterParameterGroup',
        Properties: { Parameters: { require_secure_transport: 'ON' } },
      },
    },
    ['satisfied', 'Group', 'Properties.Parameters.require_secure_transport', 'ON'],
  ],
  [
    'the subscription that reports',
    'PCI.RDS.28',
    {
      X: { Type: 'AWS::RDS::DBCluster' },
      Events: { Type: 'AWS::RDS::EventSubscription', Properties: { SourceType: 'db-cluster' } },
    },
    ['satisfied', 'Events', 'Properties.SourceType', 'a subscription of db-cluster'],
  ],
  [
    'the subscription that is off',
    'PCI.RDS.28',
    {
      X: { Type: 'AWS::RDS::DBCluster' },
      Events: { Type: 'AWS::RDS::EventSubscription', Properties: { SourceType: 'db-cluster', Enabled: false } },
    },
    ['violated', 'Events', 'Properties.Enabled', 'false'],
  ],
  [
    'the backup selection',
    'PCI.RDS.26',
    {
      X: { Type: 'AWS::RDS::DBCluster' },
      Plan: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupSelection: { Resources: [arn] } } },
    },
    ['satisfied', 'Plan', 'Properties.BackupSelection.Resources', 'Plan'],
  ],
  [
    'the firewall',
    'PCI.ELB.7',
    {
      X: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
      One: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: x, WebACLArn: { Ref: 'Acl' } } },
      Acl: { Type: 'AWS::WAFv2::WebACL' },
    },
    ['satisfied', 'One', 'Properties.WebACLArn', 'Acl'],
  ],
  [
    'the log of a firewall',
    'PCI.WAF.2',
    {
      X: { Type: 'AWS::WAFv2::WebACL' },
      Log: {
        Type: 'AWS::WAFv2::LoggingConfiguration',
        Properties: { ResourceArn: arn, LogDestinationConfigs: ['arn:l'] },
      },
    },
    ['satisfied', 'Log', 'Properties.LogDestinationConfigs', 'arn:l'],
  ],
  [
    'the schedule of a rotation',
    'PCI.SecretsManager.1',
    {
      X: { Type: 'AWS::SecretsManager::Secret' },
      Turn: {
        Type: 'AWS::SecretsManager::RotationSchedule',
        Properties: { SecretId: x, RotationRules: { AutomaticallyAfterDays: 30 } },
      },
    },
    ['satisfied', 'Turn', 'Properties.RotationRules', '{"AutomaticallyAfterDays":30}'],
  ],
  [
    'the flow log',
    'PCI.VPC.1',
    {
      X: { Type: 'AWS::EC2::VPC' },
      Log: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: x, TrafficType: 'ACCEPT' } },
    },
    ['violated', 'Log', 'Properties.TrafficType', 'ACCEPT'],
  ],
  [
    'what empties the default group',
    'PCI.VPC.6',
    {
      X: { Type: 'AWS::EC2::VPC' },
      Empty: {
        Type: 'Custom::VpcRestrictDefaultSG',
        Properties: { DefaultSecurityGroupId: { 'Fn::GetAtt': ['X', 'DefaultSecurityGroup'] } },
      },
    },
    ['satisfied', 'Empty', 'Properties.DefaultSecurityGroupId', 'Custom::VpcRestrictDefaultSG'],
  ],
  [
    'a rule that stands by itself',
    'PCI.VPC.2',
    { ...group({}), ...separate('Ingress', { CidrIp: '0.0.0.0/0', FromPort: 22, ToPort: 22 }) },
    ['violated', 'Own', 'Properties', 'open on port 22'],
  ],
  [
    'every way out of a group, those by themselves too',
    'PCI.VPC.5',
    {
      ...group({ SecurityGroupEgress: [rule({ CidrIp: '10.0.0.0/16' })] }),
      ...separate('Egress', { DestinationPrefixListId: 'pl-1' }),
    },
    ['satisfied', undefined, 'Properties.SecurityGroupEgress[0]', 'tcp to 10.0.0.0/16; Own: tcp to pl-1'],
  ],
  [
    'the ports of a rule that stands by itself',
    'PCI.VPC.15',
    { ...group({}), ...separate('Ingress', { FromPort: 1, ToPort: 9000 }) },
    ['violated', 'Own', 'Properties', 'ports 1 to 9000'],
  ],
  [
    'what is left out, and is right so',
    'PCI.KMS.5',
    { X: { Type: 'AWS::KMS::Key' } },
    ['satisfied', undefined, 'Properties.Origin', 'left out, which means the same'],
  ],
  [
    'four items of a longer list',
    'PCI.WAF.4',
    { X: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [1, 2, 3, 4, 5, 6].map((Priority) => ({ Priority })) } } },
    ['satisfied', undefined, 'Properties.Rules[0]', 'acts; Rules[1]: acts; Rules[2]: acts; Rules[3]: acts; and 2 more'],
  ],
])('a judgement tells %s: %s', (_what, id, resources, told) => {
  expect(judged(id, resources)).toEqual(told);
});
