import { outcomes, type Resources, testSeeds } from './seeded';

const rule = (direction: string, Properties: object, more: Resources = {}): Resources => ({
  Rule: {
    Type: `AWS::EC2::SecurityGroup${direction}`,
    Properties: { GroupId: 'sg-1', IpProtocol: 'tcp', ...Properties },
  },
  ...more,
});
const on = (port: number, to: object) => ({ FromPort: port, ToPort: port, ...to });
const world = { CidrIp: '0.0.0.0/0' };
const network = { CidrIp: '10.0.0.0/16' };
const own: Resources = { X: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [] } } };
const ofOwn = { GroupId: { 'Fn::GetAtt': ['X', 'GroupId'] } };

testSeeds([{ rule: 'PCI.VPC.17', bad: rule('Ingress', on(22, world)), good: rule('Ingress', on(22, network)) }]);

test.each<[string, Resources, string]>([
  ['every port to anywhere', rule('Egress', { ...world, IpProtocol: '-1' }), 'violated'],
  ['one port to anywhere', rule('Egress', on(443, world)), 'satisfied'],
  ['every port from IPv6', rule('Ingress', { IpProtocol: '-1', CidrIpv6: '::/0' }), 'violated'],
  ['a group by its name', rule('Ingress', { GroupId: undefined, GroupName: 'web', ...on(8080, world) }), 'violated'],
  ['a port that a load balancer may have', rule('Ingress', on(443, world)), 'undecidable'],
  ['a source that is open', rule('Ingress', on(5432, { CidrIp: { Ref: 'Range' } })), 'undecidable'],
  ['another group', rule('Ingress', on(5432, { SourceSecurityGroupId: 'sg-2' })), 'satisfied'],
  ['a group of the app', rule('Ingress', { ...ofOwn, ...on(22, world) }, own), 'not-applicable'],
])('PCI.VPC.17: %s', (_name, resources, outcome) => {
  expect(outcomes('PCI.VPC.17', resources)).toEqual([outcome]);
});

test.each(['Ingress', 'Egress'])('PCI.VPC.6: the default group is not empty with a rule of %s', (direction) => {
  const DefaultSecurityGroupId = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] };
  const emptied: Resources = {
    Vpc: { Type: 'AWS::EC2::VPC' },
    Custom: { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId } },
  };
  const filled = rule(direction, { GroupId: DefaultSecurityGroupId, ...on(5432, network) }, emptied);
  expect([outcomes('PCI.VPC.6', emptied), outcomes('PCI.VPC.6', filled)]).toEqual([['satisfied'], ['violated']]);
});
