import { subnetLeadingTo } from './resources';
import { outcomes, type Resources } from './seeded';

/** A public subnet, and a private one. */
const network: Resources = {
  ...subnetLeadingTo({ GatewayId: { Ref: 'Igw' } }),
  Private: { Type: 'AWS::EC2::Subnet' },
};

/** How each of them spells what it starts tasks with. */
const STARTED: [type: string, properties: (configuration: object) => object][] = [
  ['AWS::ECS::TaskSet', (AwsVpcConfiguration) => ({ NetworkConfiguration: { AwsVpcConfiguration } })],
  [
    'AWS::Events::Rule',
    (AwsVpcConfiguration) => ({
      Targets: [{ Id: 'queue' }, { Id: 'task', EcsParameters: { NetworkConfiguration: { AwsVpcConfiguration } } }],
    }),
  ],
  [
    'AWS::Scheduler::Schedule',
    (AwsvpcConfiguration) => ({ Target: { EcsParameters: { NetworkConfiguration: { AwsvpcConfiguration } } } }),
  ],
  [
    'AWS::Pipes::Pipe',
    (AwsvpcConfiguration) => ({
      TargetParameters: { EcsTaskParameters: { NetworkConfiguration: { AwsvpcConfiguration } } },
    }),
  ],
];

describe.each(STARTED)('tasks that %s starts', (Type, properties) => {
  test.each<[string, object, string]>([
    ['PCI.ECS.1', { AssignPublicIp: 'ENABLED' }, 'violated'],
    ['PCI.ECS.1', { AssignPublicIp: 'DISABLED' }, 'satisfied'],
    ['PCI.ECS.1', { AssignPublicIp: { Ref: 'Open' } }, 'undecidable'],
    ['PCI.ECS.2', { Subnets: [{ Ref: 'Private' }, { Ref: 'Subnet' }] }, 'violated'],
    ['PCI.ECS.2', { Subnets: [{ Ref: 'Private' }] }, 'satisfied'],
    ['PCI.ECS.2', { Subnets: [] }, 'undecidable'],
  ])('%s with %j', (rule, configuration, outcome) => {
    expect(outcomes(rule, { X: { Type, Properties: properties(configuration) }, ...network })).toEqual([outcome]);
  });
});

test.each(['AWS::Events::Rule', 'AWS::Scheduler::Schedule', 'AWS::Pipes::Pipe'])('%s may start no task', (Type) => {
  const resources = { X: { Type, Properties: { Targets: [{ Id: 'queue' }], Target: { Arn: 'arn:x' } } } };
  expect(['PCI.ECS.1', 'PCI.ECS.2'].map((rule) => outcomes(rule, resources))).toEqual([
    ['not-applicable'],
    ['not-applicable'],
  ]);
});
