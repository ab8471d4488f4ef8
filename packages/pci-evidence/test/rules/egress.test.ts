import { judgements, outcomes, type Resources } from './seeded';

const tcp = (port: number, to: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...to });
const named = (index: number) => tcp(5432, { CidrIp: `10.0.${index}.0/24` });
const group = (SecurityGroupEgress: object[], more: Resources = {}): Resources => ({
  X: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress } },
  ...more,
});
/** What somebody adds to the group of a construct that closed it. */
const later = (Properties: object): Resources => ({
  Later: {
    Type: 'AWS::EC2::SecurityGroupEgress',
    Properties: { GroupId: { 'Fn::GetAtt': ['X', 'GroupId'] }, ...Properties },
  },
});
const list = (...Cidrs: string[]): Resources => ({
  List: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: Cidrs.map((Cidr) => ({ Cidr })) } },
});
const toList = { DestinationPrefixListId: { 'Fn::GetAtt': ['List', 'PrefixListId'] } };

test.each<[string, object]>([
  ['IPv4', { CidrIp: '0.0.0.0/0' }],
  ['IPv6', { CidrIpv6: '::/0' }],
  ['half of IPv4', { CidrIp: '0.0.0.0/1' }],
])('one port to anywhere by %s is told before all that is named', (_name, anywhere) => {
  const five = [1, 2, 3, 4, 5].map(named);
  const [judgement] = judgements('PCI.VPC.5', group(five, later(tcp(443, anywhere))));
  expect(judgement).toMatchObject({ outcome: 'satisfied', at: { logicalId: 'Later' } });
  expect(judgement?.found).toMatch(/^tcp to \S+, which is anywhere; /);
});

test.each<[string, Resources, string]>([
  ['every port of a list with every address', group([{ IpProtocol: '-1', ...toList }], list('0.0.0.0/0')), 'violated'],
  ['the same in halves', group([{ IpProtocol: '-1', ...toList }], list('0.0.0.0/1', '128.0.0.0/1')), 'violated'],
  ['every port of a list of networks', group([{ IpProtocol: '-1', ...toList }], list('10.0.0.0/8')), 'satisfied'],
  ['one port of a list with every address', group([tcp(443, toList)], list('0.0.0.0/0')), 'satisfied'],
  ['a list of another app', group([tcp(443, { DestinationPrefixListId: 'pl-1' })]), 'satisfied'],
])('PCI.VPC.5 reads prefix lists: %s', (_name, resources, outcome) => {
  expect(outcomes('PCI.VPC.5', resources)).toEqual([outcome]);
});

const own = { 'Fn::GetAtt': ['X', 'GroupId'] };
const behind = (Type: string, Properties: object): Resources => ({ Behind: { Type, Properties } });
const rotation = behind('AWS::SecretsManager::RotationSchedule', {
  HostedRotationLambda: { VpcSecurityGroupIds: { 'Fn::Join': ['', [own]] } },
});

test.each<[string, Resources, string]>([
  ['a database', behind('AWS::RDS::DBCluster', { VpcSecurityGroupIds: [own] }), 'violated'],
  ['an instance', behind('AWS::RDS::DBInstance', { VPCSecurityGroups: [own] }), 'violated'],
  ['a proxy', behind('AWS::RDS::DBProxy', { VpcSecurityGroupIds: [own] }), 'violated'],
  ['the rotation of a password', rotation, 'violated'],
  ['a function', behind('AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: [own] } }), 'satisfied'],
])('PCI.VPC.5: one port to anywhere for %s', (_name, member, outcome) => {
  const anywhere = later(tcp(443, { CidrIp: '0.0.0.0/0' }));
  expect(outcomes('PCI.VPC.5', group([named(1)], { ...member, ...anywhere }))).toEqual([outcome]);
  expect(outcomes('PCI.VPC.5', group([named(1)], member))).toEqual(['satisfied']);
});
