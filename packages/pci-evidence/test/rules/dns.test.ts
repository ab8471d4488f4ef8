import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const zone = (more: object = {}): Resources => ({ Zone: { Type: 'AWS::Route53::HostedZone', Properties: more } });
const record = (value: unknown, HostedZoneId: unknown = { Ref: 'Zone' }): Resources => ({
  Record: { Type: 'AWS::Route53::RecordSet', Properties: { HostedZoneId, ResourceRecords: [value] } },
});
const inside = { VPCs: [{ VPCId: 'vpc-1' }] };

const seeds: Seed[] = [
  {
    rule: 'PCI.Route53.1',
    bad: zone(),
    good: zone({ QueryLoggingConfig: { CloudWatchLogsLogGroupArn: 'arn:x' } }),
  },
  {
    rule: 'PCI.Route53.2',
    bad: { ...zone(), ...record('10.0.3.7') },
    good: { ...zone(), ...record('198.51.100.7') },
  },
];
testSeeds(seeds);

test.each<[string, string, Resources, string]>([
  ['a private zone is asked from inside', 'PCI.Route53.1', zone(inside), 'not-applicable'],
  [
    'a private address in a private zone',
    'PCI.Route53.2',
    { ...zone(inside), ...record('10.0.3.7') },
    'not-applicable',
  ],
  ['a private address in a zone elsewhere', 'PCI.Route53.2', record('10.0.3.7', 'Z1'), 'undecidable'],
  ['a name', 'PCI.Route53.2', { ...zone(), ...record('pay.example.com') }, 'satisfied'],
  ['a private address of version 6', 'PCI.Route53.2', { ...zone(), ...record('fd00::7') }, 'violated'],
  [
    'the address of a machine',
    'PCI.Route53.2',
    {
      ...zone(),
      ...record({ 'Fn::GetAtt': ['Machine', 'PrivateIp'] }),
      Machine: { Type: 'AWS::EC2::Instance' },
    },
    'violated',
  ],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});
