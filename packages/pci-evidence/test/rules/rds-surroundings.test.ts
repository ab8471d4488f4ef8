import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const db = (others: Resources = {}, Properties: object = {}): Resources => ({
  Db: { Type: 'AWS::RDS::DBCluster', Properties },
  ...others,
});
const member: Resources = {
  Member: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: { Ref: 'Db' } } },
};
const subscription = (more: object): Resources => ({
  Events: { Type: 'AWS::RDS::EventSubscription', Properties: { SnsTopicArn: 'arn:x', ...more } },
});
const plan = (BackupSelection: object): Resources => ({
  Selection: { Type: 'AWS::Backup::BackupSelection', Properties: { BackupSelection } },
});
const arn = { 'Fn::Join': ['', ['arn:aws:rds:eu-west-1:111122223333:cluster:', { Ref: 'Db' }]] };
const proxy = (more: object): Resources => ({ Proxy: { Type: 'AWS::RDS::DBProxy', Properties: more } });
const subnets = (route: object): Resources => ({
  Group: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [{ Ref: 'Subnet' }] } },
  Subnet: { Type: 'AWS::EC2::Subnet' },
  Table: { Type: 'AWS::EC2::RouteTable' },
  Association: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
  },
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  Nat: { Type: 'AWS::EC2::NatGateway' },
  Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' }, ...route } },
});

const seeds: Seed[] = [
  {
    rule: 'PCI.RDS.23',
    bad: subnets({ GatewayId: { Ref: 'Gateway' } }),
    good: subnets({ NatGatewayId: { Ref: 'Nat' } }),
  },
  {
    rule: 'PCI.RDS.24',
    bad: subscription({ SourceType: 'db-instance', EventCategories: ['failure', 'maintenance'] }),
    good: subscription({
      SourceType: 'db-instance',
      EventCategories: ['failure', 'maintenance', 'configuration change'],
    }),
  },
  {
    rule: 'PCI.RDS.25',
    bad: db(subscription({ SourceType: 'db-instance' })),
    good: db(subscription({ SourceType: 'db-parameter-group' })),
  },
  { rule: 'PCI.RDS.26', bad: db(plan({ Resources: ['arn:other'] })), good: db(plan({ Resources: [arn] })) },
  {
    rule: 'PCI.RDS.28',
    bad: db(subscription({ SourceType: 'db-instance' })),
    good: db(subscription({ SourceType: 'db-cluster' })),
  },
  { rule: 'PCI.RDS.27', bad: proxy({ RequireTLS: false }), good: proxy({ RequireTLS: 'true' }) },
];
testSeeds(seeds);

test.each<[string, string, Resources, readonly string[]]>([
  [
    'subnets of another app',
    'PCI.RDS.23',
    { G: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: ['subnet-1'] } } },
    ['undecidable'],
  ],
  ['every category of every source', 'PCI.RDS.24', subscription({}), ['satisfied']],
  ['a subscription that is off', 'PCI.RDS.24', subscription({ Enabled: false }), ['violated']],
  [
    'categories by stage',
    'PCI.RDS.24',
    subscription({
      SourceType: 'db-cluster',
      EventCategories: { 'Fn::If': ['Prod', ['failure', 'maintenance'], ['failure']] },
    }),
    ['violated'],
  ],
  ['parameters that nobody watches', 'PCI.RDS.25', db(), ['violated']],
  [
    'a watch that is off',
    'PCI.RDS.25',
    db(subscription({ SourceType: 'db-parameter-group', Enabled: 'false' })),
    ['violated'],
  ],
  [
    'instances have events of their own',
    'PCI.RDS.28',
    db({ ...member, ...subscription({ SourceType: 'db-cluster' }) }),
    ['satisfied', 'violated'],
  ],
  ['a watch over every kind', 'PCI.RDS.28', db({ ...member, ...subscription({}) }), ['satisfied', 'satisfied']],
  ['a member of a cluster', 'PCI.RDS.25', db({ ...member, ...subscription({}) }), ['satisfied', 'not-applicable']],
  [
    'a plan for everything',
    'PCI.RDS.26',
    db({ ...member, ...plan({ Resources: ['*'] }) }),
    ['satisfied', 'not-applicable'],
  ],
  [
    'a plan for whatever has a tag',
    'PCI.RDS.26',
    db(plan({ Resources: ['*'], Conditions: { StringEquals: [] } })),
    ['undecidable'],
  ],
  ['a plan by a pattern', 'PCI.RDS.26', db(plan({ Resources: ['arn:aws:rds:*:*:cluster:*'] })), ['undecidable']],
  [
    'a plan under a condition',
    'PCI.RDS.26',
    db({ Selection: { ...plan({ Resources: [arn] }).Selection, Condition: 'C' } as never }),
    ['undecidable'],
  ],
  [
    'a watch over another database',
    'PCI.RDS.28',
    db(subscription({ SourceType: 'db-cluster', SourceIds: [{ Ref: 'Events' }] })),
    ['violated'],
  ],
  ['a watch by name', 'PCI.RDS.28', db(subscription({ SourceType: 'db-cluster', SourceIds: ['x'] })), ['undecidable']],
  [
    'a watch over this one',
    'PCI.RDS.28',
    db(subscription({ SourceType: 'db-cluster', SourceIds: [{ Ref: 'Db' }] })),
    ['satisfied'],
  ],
  [
    'a watch that waits for backups alone',
    'PCI.RDS.28',
    db(subscription({ SourceType: 'db-cluster', EventCategories: ['backup'] })),
    ['violated'],
  ],
  [
    'a second watch that is off',
    'PCI.RDS.28',
    db({ Off: subscription({ SourceType: 'db-cluster', Enabled: false }).Events as never, ...subscription({}) }),
    ['satisfied'],
  ],
  [
    'a watch over the parameters of this one',
    'PCI.RDS.25',
    db(
      {
        Group: { Type: 'AWS::RDS::DBClusterParameterGroup' },
        ...subscription({ SourceType: 'db-parameter-group', SourceIds: [{ Ref: 'Group' }] }),
      },
      { DBClusterParameterGroupName: { Ref: 'Group' } },
    ),
    ['satisfied'],
  ],
  ['a cluster with a name of its own', 'PCI.RDS.26', db({}, { DBClusterIdentifier: 'ledger' }), ['violated']],
  ['a plan by tags', 'PCI.RDS.26', db(plan({ ListOfTags: [{ ConditionKey: 'backup' }] })), ['undecidable']],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual(outcome);
});
