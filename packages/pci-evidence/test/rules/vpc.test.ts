import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const resource = (Type: string, Properties: object = {}, others: Resources = {}): Resources => ({
  X: { Type: `AWS::EC2::${Type}`, Properties },
  ...others,
});
const group = (more: object, others: Resources = {}) => resource('SecurityGroup', more, others);
const ingress = (port: number | [number, number], CidrIp = '0.0.0.0/0') => {
  const [FromPort, ToPort] = typeof port === 'number' ? [port, port] : port;
  return group({ SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort, ToPort, CidrIp }] });
};
const egress = (rule: object) => group({ SecurityGroupEgress: [rule] });
const toPort = (port: number, CidrIp = '0.0.0.0/0') => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp });
const emptied: Resources = {
  Custom: {
    Type: 'Custom::VpcRestrictDefaultSG',
    Properties: { DefaultSecurityGroupId: { 'Fn::GetAtt': ['X', 'DefaultSecurityGroup'] } },
  },
};
/** Where Amazon ECR keeps the layers of images, as a template for any region names it. */
const LAYERS = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::prod-${AWS::Region}-starport-layer-bucket/*' };
const layersIn = (region: string) => `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`;
const endpoint = (Principal: unknown, more: object = {}) =>
  resource('VPCEndpoint', {
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal, ...more }] },
  });
const withLayers = (of: object) => {
  const layers = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: LAYERS, ...of };
  return resource('VPCEndpoint', { PolicyDocument: { Statement: [layers] } });
};
const account = { Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } } };
const into = (key: string, id: unknown = { Ref: 'AWS::AccountId' }) => ({ Condition: { StringLike: { [key]: id } } });
const entry = (From: number, RuleAction = 'allow') =>
  resource('NetworkAclEntry', { CidrBlock: '0.0.0.0/0', RuleAction, PortRange: { From, To: From } });

const seeds: Seed[] = [
  { rule: 'PCI.VPC.2', bad: ingress([20, 25]), good: ingress(22, '198.51.100.0/24') },
  { rule: 'PCI.VPC.3', bad: ingress(3389), good: ingress(443) },
  { rule: 'PCI.VPC.4', bad: ingress(8080), good: ingress(443) },
  { rule: 'PCI.VPC.5', bad: group({}), good: egress(toPort(443)) },
  { rule: 'PCI.VPC.6', bad: resource('VPC'), good: resource('VPC', {}, emptied) },
  {
    rule: 'PCI.VPC.7',
    bad: resource('Subnet', { MapPublicIpOnLaunch: 'true' }),
    good: resource('Subnet', { MapPublicIpOnLaunch: false }),
  },
  { rule: 'PCI.VPC.8', bad: endpoint('*'), good: endpoint('*', account) },
  {
    rule: 'PCI.VPC.9',
    bad: resource('VPCEndpoint', { VpcEndpointType: 'Interface' }),
    good: resource('VPCEndpoint', { VpcEndpointType: 'Interface', PrivateDnsEnabled: true }),
  },
  { rule: 'PCI.VPC.10', bad: entry(3389), good: entry(443) },
  {
    rule: 'PCI.VPC.11',
    bad: resource('FlowLog', { TrafficType: 'ACCEPT' }),
    good: resource('FlowLog', { TrafficType: 'ALL' }),
  },
  {
    rule: 'PCI.VPC.12',
    bad: resource('Instance', { NetworkInterfaces: [{ AssociatePublicIpAddress: true }] }),
    good: resource('Instance', { NetworkInterfaces: [{ AssociatePublicIpAddress: false }] }),
  },
  {
    rule: 'PCI.VPC.13',
    bad: resource('LaunchTemplate', { LaunchTemplateData: { MetadataOptions: { HttpTokens: 'optional' } } }),
    good: resource('Instance', { MetadataOptions: { HttpTokens: 'required' } }),
  },
  { rule: 'PCI.VPC.14', bad: resource('VPCPeeringConnection'), good: resource('VPC') },
];
testSeeds(seeds);

const ownEgress = (rule: object): Resources => ({
  Rule: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::GetAtt': ['X', 'GroupId'] }, ...rule } },
});

test.each<[string, string, Resources, string]>([
  ['everything by another name', 'PCI.VPC.5', egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), 'violated'],
  ['everything over IPv6', 'PCI.VPC.5', egress({ IpProtocol: '-1', CidrIpv6: '::/0' }), 'violated'],
  [
    'every port',
    'PCI.VPC.5',
    egress({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' }),
    'violated',
  ],
  [
    'CDK’s way to say nothing',
    'PCI.VPC.5',
    egress({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }),
    'satisfied',
  ],
  ['a rule of its own', 'PCI.VPC.5', group({}, ownEgress(toPort(5432, '10.0.0.0/16'))), 'satisfied'],
  [
    'a wide rule of its own',
    'PCI.VPC.5',
    group({ SecurityGroupEgress: [toPort(443)] }, ownEgress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })),
    'violated',
  ],
  ['what belongs to the account', 'PCI.VPC.8', endpoint('*', into('aws:ResourceAccount')), 'satisfied'],
  ['buckets of the account', 'PCI.VPC.8', endpoint('*', into('s3:ResourceAccount')), 'satisfied'],
  ['what belongs to any account', 'PCI.VPC.8', endpoint('*', into('aws:ResourceAccount', '*')), 'violated'],
  ['no policy', 'PCI.VPC.8', resource('VPCEndpoint', {}), 'violated'],
  ['everybody reads image layers of Amazon ECR', 'PCI.VPC.8', withLayers({}), 'satisfied'],
  ['the same in one region', 'PCI.VPC.8', withLayers({ Resource: layersIn('us-east-1') }), 'satisfied'],
  ['layers that everybody writes', 'PCI.VPC.8', withLayers({ Action: 's3:*' }), 'violated'],
  ['a bucket beside that of the layers', 'PCI.VPC.8', withLayers({ Resource: [LAYERS, '*'] }), 'violated'],
  ['a name that only ends like theirs', 'PCI.VPC.8', withLayers({ Resource: layersIn('*') }), 'violated'],
  [
    'all but the layers',
    'PCI.VPC.8',
    withLayers({ Resource: undefined, NotResource: layersIn('us-east-1') }),
    'violated',
  ],
  [
    'a gateway endpoint has no names',
    'PCI.VPC.9',
    resource('VPCEndpoint', { VpcEndpointType: 'Gateway' }),
    'not-applicable',
  ],
  ['a refusal', 'PCI.VPC.10', entry(22, 'deny'), 'satisfied'],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});
