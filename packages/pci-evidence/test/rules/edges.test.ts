import { outcomes, type Resources } from './seeded';

const open = { Ref: 'Parameter' };
const x = (Type: string, Properties: object = {}): Resources => ({ X: { Type, Properties } });
const others: Resources = {
  Role: { Type: 'AWS::IAM::ManagedPolicy' },
  Custom: { Type: 'AWS::CloudFormation::CustomResource' },
};
const made = { 'Fn::GetAtt': ['Custom', 'Value'] };
const group = (direction: 'Ingress' | 'Egress', rule: object) =>
  x('AWS::EC2::SecurityGroup', {
    [`SecurityGroup${direction}`]: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...rule }],
  });
const allow = (Action: unknown, Resource: unknown) =>
  x('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } });
const federated = (provider: string, claims: object = {}) =>
  x('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
          Condition: { StringLike: { [`${provider}:aud`]: 'sts.amazonaws.com', ...claims } },
        },
      ],
    },
  });
const GITHUB = 'token.actions.githubusercontent.com';
const listener = (more: object) => x('AWS::ElasticLoadBalancingV2::Listener', more);
const certified = (CertificateArn: unknown) => listener({ Protocol: 'HTTPS', Certificates: [{ CertificateArn }] });
const task = (container: object) => x('AWS::ECS::TaskDefinition', { ContainerDefinitions: [container] });
const shell = (Cluster: unknown, ExecuteCommandConfiguration: object = {}): Resources => ({
  ...x('AWS::ECS::Service', { EnableExecuteCommand: true, Cluster }),
  Cluster: { Type: 'AWS::ECS::Cluster', Properties: { Configuration: { ExecuteCommandConfiguration } } },
});
const machine = (LaunchTemplate: object): Resources => ({
  ...x('AWS::EC2::Instance', { LaunchTemplate }),
});
const strict: Resources = {
  Launch: {
    Type: 'AWS::EC2::LaunchTemplate',
    Properties: { LaunchTemplateName: 'strict', LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } },
  },
};
const rotated = (RotationRules: object): Resources => ({
  ...x('AWS::SecretsManager::Secret'),
  Turn: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId: { Ref: 'X' }, RotationRules } },
});
const selectors = (...EventSelectors: object[]) => x('AWS::CloudTrail::Trail', { EventSelectors });
const objects = { DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] };
const advanced = (...readOnly: string[]) =>
  x('AWS::CloudTrail::Trail', {
    AdvancedEventSelectors: readOnly.map((value) => ({
      FieldSelectors: [
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'readOnly', Equals: [value] },
      ],
    })),
  });
const acl = (Rules: unknown) => x('AWS::WAFv2::WebACL', { Rules });
const routed = (route: object, association: object = {}): Resources => ({
  ...x('AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'Subnet' }] }),
  Subnet: { Type: 'AWS::EC2::Subnet' },
  Table: { Type: 'AWS::EC2::RouteTable' },
  Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' }, ...route } },
  Association: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' }, ...association },
  },
});

test.each<[string, string, Resources, string]>([
  ['a port for whoever a parameter names', 'PCI.VPC.2', group('Ingress', { CidrIp: open }), 'undecidable'],
  [
    'a port for a list of somebody else',
    'PCI.VPC.3',
    group('Ingress', { FromPort: 3389, ToPort: 3389, SourcePrefixListId: 'pl-1' }),
    'undecidable',
  ],
  ['a web port for whoever', 'PCI.VPC.4', group('Ingress', { FromPort: 443, ToPort: 443, CidrIp: open }), 'satisfied'],
  ['another one for whoever', 'PCI.VPC.4', group('Ingress', { CidrIp: open }), 'undecidable'],
  ['another port', 'PCI.VPC.2', group('Ingress', { FromPort: 443, ToPort: 443, CidrIp: open }), 'satisfied'],
  ['a group of another app', 'PCI.VPC.2', group('Ingress', { SourceSecurityGroupId: 'sg-1' }), 'satisfied'],
  [
    'an echo is no SSH',
    'PCI.VPC.2',
    group('Ingress', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' }),
    'satisfied',
  ],
  [
    'an echo is a door',
    'PCI.VPC.4',
    group('Ingress', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' }),
    'violated',
  ],
  ['everything out to whoever', 'PCI.VPC.5', group('Egress', { IpProtocol: '-1', CidrIp: open }), 'undecidable'],
  ['one port out to whoever', 'PCI.VPC.5', group('Egress', { CidrIp: open }), 'satisfied'],
  ['nobody behind a group for whoever', 'PCI.VPC.16', group('Ingress', { CidrIp: open }), 'satisfied'],
  [
    'a machine behind a group for whoever',
    'PCI.VPC.16',
    {
      ...group('Ingress', { CidrIp: open }),
      M: { Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: [{ Ref: 'X' }] } },
    },
    'undecidable',
  ],
  [
    'an entry for whoever',
    'PCI.VPC.10',
    x('AWS::EC2::NetworkAclEntry', { RuleAction: 'allow', CidrBlock: open, PortRange: { From: 22, To: 22 } }),
    'undecidable',
  ],
  ['a machine without a template', 'PCI.VPC.13', machine({}), 'violated'],
  ['a template elsewhere', 'PCI.VPC.13', machine({ LaunchTemplateId: 'lt-1' }), 'undecidable'],
  ['a gateway by its id', 'PCI.RDS.23', routed({ GatewayId: 'igw-1' }), 'violated'],
  ['a gateway by a parameter', 'PCI.RDS.23', routed({ GatewayId: open }), 'undecidable'],
  ['a route table elsewhere', 'PCI.RDS.23', routed({}, { RouteTableId: 'rtb-1' }), 'undecidable'],
  ['a gateway to an office', 'PCI.RDS.23', routed({ GatewayId: 'vgw-1' }), 'satisfied'],
  ['no subnets at all', 'PCI.ECS.2', x('AWS::ECS::Service'), 'undecidable'],
  ['a role called like a provider', 'PCI.IAM.1', { CustomerPolicy: allow('*', '*').X as never }, 'violated'],
  ['a letter for any', 'PCI.IAM.1', allow('s3:GetObjec?', 'arn:aws:s3:::cards/*'), 'violated'],
  [
    'a group with a policy inside',
    'PCI.IAM.1',
    x('AWS::IAM::Group', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*' }] } }] }),
    'violated',
  ],
  ['every bucket', 'PCI.IAM.2', allow('s3:GetObject', 'arn:aws:s3:::*'), 'violated'],
  ['every object of every bucket', 'PCI.IAM.2', allow('s3:GetObject', 'arn:aws:s3:::*/*'), 'violated'],
  [
    'every table',
    'PCI.IAM.2',
    allow('dynamodb:GetItem', { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' }),
    'violated',
  ],
  ['every object of one bucket', 'PCI.IAM.2', allow('s3:GetObject', 'arn:aws:s3:::cards/*'), 'satisfied'],
  ['what has no resource', 'PCI.IAM.2', allow(['cloudwatch:PutMetricData', 'xray:PutTraceSegments'], '*'), 'satisfied'],
  ['everybody with an account at GitHub', 'PCI.IAM.3', federated(GITHUB), 'violated'],
  ['any repository', 'PCI.IAM.3', federated(GITHUB, { [`${GITHUB}:sub`]: 'repo:*' }), 'violated'],
  ['one repository', 'PCI.IAM.3', federated(GITHUB, { [`${GITHUB}:sub`]: 'repo:pay/app:*' }), 'satisfied'],
  ['everybody of a provider of its own', 'PCI.IAM.3', federated('login.example.com'), 'undecidable'],
  [
    'a key that turns in seven years',
    'PCI.KMS.1',
    x('AWS::KMS::Key', { EnableKeyRotation: true, RotationPeriodInDays: 2560 }),
    'violated',
  ],
  [
    'a role that grants freely',
    'PCI.KMS.3',
    x('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: [{ Effect: 'Allow', Action: 'kms:*', Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } }],
      },
    }),
    'violated',
  ],
  ['once a year', 'PCI.SecretsManager.1', rotated({ ScheduleExpression: 'cron(0 0 1 1 ? *)' }), 'undecidable'],
  ['once a month', 'PCI.SecretsManager.1', rotated({ ScheduleExpression: 'cron(0 0 1 * ? *)' }), 'satisfied'],
  ['every 100 days', 'PCI.SecretsManager.1', rotated({ ScheduleExpression: 'rate(100 days)' }), 'violated'],
  ['every 100 hours', 'PCI.SecretsManager.1', rotated({ ScheduleExpression: 'rate(100 hours)' }), 'satisfied'],
  [
    'after as many days as a parameter says',
    'PCI.SecretsManager.1',
    rotated({ AutomaticallyAfterDays: open }),
    'undecidable',
  ],
  ['never', 'PCI.SecretsManager.1', rotated({ Duration: '2h' }), 'violated'],
  [
    'no digits',
    'PCI.SecretsManager.4',
    x('AWS::SecretsManager::Secret', { GenerateSecretString: { ExcludeNumbers: true } }),
    'violated',
  ],
  [
    'no letters',
    'PCI.SecretsManager.4',
    x('AWS::SecretsManager::Secret', { GenerateSecretString: { ExcludeLowercase: true, ExcludeUppercase: true } }),
    'violated',
  ],
  [
    'small letters',
    'PCI.SecretsManager.4',
    x('AWS::SecretsManager::Secret', { GenerateSecretString: { ExcludeUppercase: true } }),
    'satisfied',
  ],
  [
    'a parameter that takes in a secret',
    'PCI.SSM.1',
    x('AWS::SSM::Parameter', { Name: '/x', Value: '{{resolve:secretsmanager:x}}' }),
    'violated',
  ],
  [
    'a private authority',
    'PCI.ACM.1',
    x('AWS::CertificateManager::Certificate', { CertificateAuthorityArn: 'arn:x' }),
    'satisfied',
  ],
  ['bytes as they are', 'PCI.ELB.1', listener({ Protocol: 'TCP', Port: 443 }), 'undecidable'],
  ['bytes as they are on the port of HTTP', 'PCI.ELB.1', listener({ Protocol: 'TCP', Port: 80 }), 'violated'],
  ['a certificate of a custom resource', 'PCI.ELB.3', certified(made), 'undecidable'],
  ['an uploaded certificate', 'PCI.ELB.3', certified('arn:aws:iam::111122223333:server-certificate/x'), 'violated'],
  ['a user that a parameter names', 'PCI.ECS.5', task({ User: { 'Fn::Sub': '${Parameter}' } }), 'undecidable'],
  [
    'the name of a secret',
    'PCI.ECS.8',
    task({ Environment: [{ Name: 'DB_SECRET', Value: { Ref: 'Custom' } }] }),
    'satisfied',
  ],
  [
    'a key that was made',
    'PCI.ECS.8',
    task({ Environment: [{ Name: 'K', Value: { 'Fn::GetAtt': ['Custom', 'SecretAccessKey'] } }] }),
    'violated',
  ],
  [
    'two roles that may be one',
    'PCI.ECS.11',
    x('AWS::ECS::TaskDefinition', { TaskRoleArn: open, ExecutionRoleArn: { Ref: 'Other' } }),
    'undecidable',
  ],
  [
    'a role that may be the other',
    'PCI.ECS.11',
    x('AWS::ECS::TaskDefinition', { TaskRoleArn: { 'Fn::If': ['C', 'arn:a', 'arn:b'] }, ExecutionRoleArn: 'arn:b' }),
    'violated',
  ],
  [
    'a shell whose log is switched off',
    'PCI.ECS.15',
    shell({ Ref: 'Cluster' }, { Logging: 'NONE', LogConfiguration: { CloudWatchLogGroupName: 'x' } }),
    'violated',
  ],
  ['a shell in a cluster elsewhere', 'PCI.ECS.15', shell('arn:x'), 'undecidable'],
  ['a shell in the default cluster', 'PCI.ECS.15', shell(undefined), 'violated'],
  [
    'a service by another name',
    'PCI.Lambda.1',
    x('AWS::Lambda::Permission', { Principal: { 'Fn::Sub': 'apigateway.${AWS::URLSuffix}' } }),
    'violated',
  ],
  ['whoever a parameter names', 'PCI.Lambda.1', x('AWS::Lambda::Permission', { Principal: open }), 'undecidable'],
  ['this account', 'PCI.Lambda.1', x('AWS::Lambda::Permission', { Principal: { Ref: 'AWS::AccountId' } }), 'satisfied'],
  ['a trail of writes', 'PCI.CloudTrail.6', selectors({ ...objects, ReadWriteType: 'WriteOnly' }), 'violated'],
  [
    'a trail of writes and one of reads',
    'PCI.CloudTrail.6',
    selectors({ ...objects, ReadWriteType: 'WriteOnly' }, { ...objects, ReadWriteType: 'ReadOnly' }),
    'satisfied',
  ],
  ['a trail of reads, told the new way', 'PCI.CloudTrail.6', advanced('true'), 'violated'],
  ['both, told the new way', 'PCI.CloudTrail.6', advanced('true', 'false'), 'satisfied'],
  ['rules that are not told', 'PCI.WAF.1', acl(open), 'undecidable'],
  ['rules that are not told', 'PCI.WAF.4', acl(open), 'undecidable'],
  [
    'a rule that may be left out',
    'PCI.WAF.5',
    acl(
      ['CommonRuleSet', 'KnownBadInputsRuleSet', 'SQLiRuleSet'].map((name) => ({
        'Fn::If': [
          'C',
          { Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${name}` } } },
          { Ref: 'AWS::NoValue' },
        ],
      })),
    ),
    'violated',
  ],
  [
    'an end of unfinished uploads',
    'PCI.S3.8',
    x('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: {} }] },
    }),
    'violated',
  ],
])('%s: %s', (_what, rule, resources, outcome) => {
  expect(outcomes(rule, { ...others, ...resources })).toContain(outcome);
});

test.each([
  ['by its id', { LaunchTemplateId: { Ref: 'Launch' } }],
  ['by its name', { LaunchTemplateName: 'strict' }],
])('a machine takes what its template says, %s', (_how, template) => {
  expect(outcomes('PCI.VPC.13', { ...machine(template), ...strict })).toEqual(['satisfied', 'satisfied']);
});
