import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const group = (SecurityGroupIngress: object[], more: Resources = {}): Resources => ({
  X: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress, SecurityGroupEgress: [] } },
  ...more,
});
const opening = (FromPort: unknown, ToPort: unknown = FromPort, more: object = {}) => ({
  IpProtocol: 'tcp',
  FromPort,
  ToPort,
  CidrIp: '10.0.0.0/16',
  ...more,
});
const world = { CidrIp: '0.0.0.0/0' };
const own = { 'Fn::GetAtt': ['X', 'GroupId'] };
const behind = (Type: string, property: string): Resources => ({ Y: { Type, Properties: { [property]: [own] } } });
const balancer = behind('AWS::ElasticLoadBalancingV2::LoadBalancer', 'SecurityGroups');
const endpoint = behind('AWS::EC2::VPCEndpoint', 'SecurityGroupIds');
const alone = (direction: string, properties: object): Resources => ({
  Rule: { Type: `AWS::EC2::SecurityGroup${direction}`, Properties: { GroupId: own, ...properties } },
});

const seeds: Seed[] = [
  { rule: 'PCI.VPC.15', bad: group([opening(0, 65_535)]), good: group([opening(8000, 8010), opening(443)]) },
  {
    rule: 'PCI.VPC.16',
    bad: group([opening(443, 443, world)], endpoint),
    good: group([opening(443, 443, world)], balancer),
  },
];
testSeeds(seeds);

test.each<[string, Resources, string]>([
  ['every protocol', group([{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }]), 'violated'],
  ['a protocol without ports', group([{ IpProtocol: 'udp', CidrIp: '10.0.0.0/16' }]), 'violated'],
  ['ports as text', group([opening('0', '443')]), 'violated'],
  ['a rule of its own, inwards', group([], alone('Ingress', opening(0, 5432))), 'violated'],
  ['a rule of its own, outwards', group([], alone('Egress', { IpProtocol: '-1' })), 'violated'],
  ['ICMP has types, not ports', group([{ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...world }]), 'satisfied'],
  [
    'members of one group',
    group([], alone('Ingress', { IpProtocol: '-1', SourceSecurityGroupId: own })),
    'not-applicable',
  ],
  ['ports that are open', group([opening({ 'Fn::ImportValue': 'port' })]), 'undecidable'],
  ['no rule at all', group([]), 'not-applicable'],
])('%s: PCI.VPC.15', (_name, Resources, outcome) => {
  expect(outcomes('PCI.VPC.15', Resources)).toEqual([outcome]);
});

test.each<[string, Resources, string]>([
  ['addresses that are named', group([opening(443, 443, { CidrIp: '198.51.100.0/24' })], endpoint), 'satisfied'],
  ['nobody behind it', group([opening(443, 443, world)]), 'satisfied'],
])('%s: PCI.VPC.16', (_name, Resources, outcome) => {
  expect(outcomes('PCI.VPC.16', Resources)).toEqual([outcome]);
});
