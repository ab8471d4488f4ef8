import { NetworkPaths } from '../../src/private/network/paths';
import { NETWORK_RULES } from '../../src/private/rules/network';
import { Reader } from '../../src/private/template/read';
import { platformOf } from '../template/build';

type Resources = Record<string, { Type: string; Properties?: object }>;

const group = (ingress: object[] = []) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: ingress },
});
const id = (name: string) => ({ 'Fn::GetAtt': [name, 'GroupId'] });
const from = (source: object, port: number | [number, number] = 443) => {
  const [FromPort, ToPort] = typeof port === 'number' ? [port, port] : port;
  return { IpProtocol: 'tcp', FromPort, ToPort, ...source };
};
const everybody = { CidrIp: '0.0.0.0/0' };
const members = (name: string) => ({ SourceSecurityGroupId: id(name) });
const listener = (more: object) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: { LoadBalancerArn: { Ref: 'Alb' }, DefaultActions: [{ Type: 'forward' }], ...more },
});

const PLATFORM: Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  AlbGroup: group([from(everybody)]),
  TaskGroup: group([from(members('AlbGroup'), 8080)]),
  DbGroup: group([from(members('TaskGroup'), 5432)]),
  Alb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { SecurityGroups: [id('AlbGroup')] } },
  Https: listener({ Port: 443, Protocol: 'HTTPS' }),
  Service: {
    Type: 'AWS::ECS::Service',
    Properties: { NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [id('TaskGroup')] } } },
  },
  Db: { Type: 'AWS::RDS::DBCluster', Properties: { VpcSecurityGroupIds: [id('DbGroup')] } },
};
const bastion = (ingress: object) => ({
  BastionGroup: group([ingress]),
  Bastion: { Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: [id('BastionGroup')] } },
});

/** Outcome and finding of the rule for database and task. */
function judged(change: Resources, more: Record<string, object> = {}) {
  const platform = platformOf({ S: { Resources: { ...PLATFORM, ...change } }, ...more });
  const reader = new Reader(platform);
  return Object.fromEntries(
    NETWORK_RULES.flatMap((rule) =>
      platform.all(...rule.resourceTypes).map((resource) => {
        const { outcome, found } = rule.check(resource, reader);
        return [resource.logicalId, outcome === 'satisfied' ? outcome : `${outcome}: ${found}`];
      }),
    ),
  );
}

const closed = { Db: 'satisfied', Service: 'satisfied' };

test.each<[string, Resources]>([
  ['a platform behind its HTTPS load balancer', {}],
  [
    'one whose port 80 only redirects',
    {
      Http: listener({
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS' } }],
      }),
    },
  ],
  ['one that takes requests over IPv6 too', { AlbGroup: group([from(everybody), from({ CidrIpv6: '::/0' })]) }],
  ['a bastion that a partner alone reaches', bastion(from({ CidrIp: '198.51.100.0/24' }, 22))],
  ['an open group that nothing stands behind', { Loose: group([from(everybody, 5432)]) }],
  ['an echo', { DbGroup: group([{ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...everybody }]) }],
  ['an open machine that nothing lets in', bastion(from(everybody, 22))],
])('no path: %s', (_name, change) => {
  expect(judged(change)).toEqual(closed);
});

test.each<[string, Resources, string]>([
  ['the database itself', { DbGroup: group([from(everybody, 5432)]) }, 'the internet -> Db (port 5432 of DbGroup)'],
  ['over IPv6', { DbGroup: group([from({ CidrIpv6: '::/0' }, 5432)]) }, 'the internet -> Db (port 5432 of DbGroup)'],
  [
    'over IPv6, through a load balancer without TLS',
    { AlbGroup: group([from({ CidrIpv6: '::/0' }, 80)]), Http: listener({ Port: 80, Protocol: 'HTTP' }) },
    'the internet -> Alb (port 80 of AlbGroup) -> Service (port 8080 of TaskGroup) -> Db (port 5432 of DbGroup)',
  ],
  [
    'in two halves',
    { DbGroup: group([from({ CidrIp: '0.0.0.0/1' }, 5432), from({ CidrIp: '128.0.0.0/1' }, 5432)]) },
    'the internet -> Db (port 5432 of DbGroup)',
  ],
  [
    'in one branch of a condition',
    { DbGroup: group([{ 'Fn::If': ['Dev', from(everybody, 5432), { Ref: 'AWS::NoValue' }] }]) },
    'the internet -> Db (port 5432 of DbGroup)',
  ],
  [
    'by a rule of its own',
    {
      Rule: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: id('DbGroup'), ...from(everybody, 5432) },
      },
    },
    'the internet -> Db (port 5432 of DbGroup)',
  ],
  [
    'all protocols',
    { DbGroup: group([{ IpProtocol: '-1', ...everybody }]) },
    'the internet -> Db (port 0-65535 of DbGroup)',
  ],
  [
    'by a prefix list of the app',
    {
      List: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: [{ Cidr: '0.0.0.0/0' }] } },
      DbGroup: group([from({ SourcePrefixListId: { Ref: 'List' } }, 5432)]),
    },
    'the internet -> Db (port 5432 of DbGroup)',
  ],
  [
    'over a bastion',
    { ...bastion(from(everybody, 22)), DbGroup: group([from(members('BastionGroup'), 5432)]) },
    'the internet -> Bastion (port 22 of BastionGroup) -> Db (port 5432 of DbGroup)',
  ],
  [
    'over a bastion, because the whole network is let in',
    { ...bastion(from(everybody, 22)), DbGroup: group([from({ CidrIp: '10.0.0.0/8' }, 5432)]) },
    'the internet -> Bastion (port 22 of BastionGroup) -> Db (port 5432 of DbGroup)',
  ],
])('a path to the database: %s', (_name, change, path) => {
  expect(judged(change).Db).toBe(`violated: ${path}`);
});

test('a plain listener makes the load balancer part of the path, and the task and its database with it', () => {
  expect(judged({ Http: listener({ Protocol: 'HTTP', Port: 80 }) })).toEqual({
    Db: 'violated: the internet -> Alb (port 443 of AlbGroup) -> Service (port 8080 of TaskGroup) -> Db (port 5432 of DbGroup)',
    Service: 'violated: the internet -> Alb (port 443 of AlbGroup) -> Service (port 8080 of TaskGroup)',
  });
});

test.each([
  [{ VPCSecurityGroups: [id('DbGroup')] }, 'violated: the internet -> Db (port 5432 of DbGroup)'],
  [{ VPCSecurityGroups: [id('DbGroup')], DBClusterIdentifier: 'x' }, 'not-applicable: x'],
])('a database without a cluster has paths of its own: %j', (Properties, expected) => {
  const Db = { Type: 'AWS::RDS::DBInstance', Properties };
  expect(judged({ Db, DbGroup: group([from(everybody, 5432)]) }).Db).toBe(expected);
});

test('a chain over several stacks is followed', () => {
  const export1 = { BastionGroupId: { Value: id('BastionGroup'), Export: { Name: 'bastion' } } };
  const other = { Resources: bastion(from(everybody, 22)), Outputs: export1 };
  const DbGroup = group([from({ SourceSecurityGroupId: { 'Fn::ImportValue': 'bastion' } }, 5432)]);
  expect(judged({ DbGroup }, { Ops: other }).Db).toMatch(/^violated: the internet -> Bastion /);
});

test.each<[string, Resources, string]>([
  [
    'a group outside the app',
    { DbGroup: group([from({ SourceSecurityGroupId: 'sg-0123' }, 5432)]) },
    'undecidable: open to sg-0123',
  ],
  [
    'a prefix list outside the app',
    { DbGroup: group([from({ SourcePrefixListId: 'pl-0123' }, 5432)]) },
    'undecidable: open to pl-0123',
  ],
  [
    'a bastion that a parameter opens',
    { ...bastion(from({ CidrIp: { Ref: 'Office' } }, 22)), DbGroup: group([from(members('BastionGroup'), 5432)]) },
    'undecidable: open to sources that the templates do not tell -> Bastion (port 22 of BastionGroup) -> ' +
      'Db (port 5432 of DbGroup)',
  ],
  ['no group', { Db: { Type: 'AWS::RDS::DBCluster', Properties: {} } }, 'undecidable: no security group of this app'],
])('not decidable: %s', (_name, change, expected) => {
  expect(judged(change).Db).toBe(expected);
});

test('groups that let each other in are no endless loop', () => {
  const change = {
    ...bastion(from(everybody, 22)),
    TaskGroup: group([from(members('DbGroup'), 1), from(members('BastionGroup'), 2)]),
  };
  expect(judged(change).Db).toMatch(/^violated/);
  expect(() => new NetworkPaths(new Reader(platformOf({ S: { Resources: {} } })))).not.toThrow();
});
