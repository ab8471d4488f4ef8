import { subnetLeadingTo } from './resources';
import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const hardened = {
  ReadonlyRootFilesystem: true,
  User: '1000:1000',
  LogConfiguration: { LogDriver: 'awslogs' },
  LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
  PortMappings: [{ ContainerPort: 8080 }],
  HealthCheck: { Command: ['CMD', '/check'] },
};
const task = (container: object, more: object = {}): Resources => ({
  Task: {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: { NetworkMode: 'awsvpc', ContainerDefinitions: [{ ...hardened, ...container }], ...more },
  },
});
const environment = (Name: string, Value: unknown) => task({ Environment: [{ Name, Value }] });
const service = (more: object, others: Resources = {}): Resources => ({
  ...others,
  Service: { Type: 'AWS::ECS::Service', Properties: more },
});
const network = (more: object) => ({ NetworkConfiguration: { AwsvpcConfiguration: more } });
const breaker = (Rollback: boolean) => ({
  DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback } },
});
const cluster = (more: object): Resources => ({ Cluster: { Type: 'AWS::ECS::Cluster', Properties: more } });
const insights = (Value: string) => cluster({ ClusterSettings: [{ Name: 'containerInsights', Value }] });
const inSubnet = network({ Subnets: [{ Ref: 'Subnet' }] });

const seeds: Seed[] = [
  {
    rule: 'PCI.ECS.1',
    bad: service(network({ AssignPublicIp: 'ENABLED' })),
    good: service(network({ AssignPublicIp: 'DISABLED' })),
  },
  {
    rule: 'PCI.ECS.2',
    bad: service(inSubnet, subnetLeadingTo({ GatewayId: { Ref: 'Igw' } })),
    good: service(inSubnet, subnetLeadingTo({ NatGatewayId: { Ref: 'Nat' } })),
  },
  { rule: 'PCI.ECS.3', bad: task({ ReadonlyRootFilesystem: false }), good: task({}) },
  { rule: 'PCI.ECS.4', bad: task({ Privileged: 'true' }), good: task({ Privileged: false }) },
  { rule: 'PCI.ECS.5', bad: task({ User: '0:1000' }), good: task({ User: 'app' }) },
  { rule: 'PCI.ECS.6', bad: task({ LogConfiguration: undefined }), good: task({}) },
  { rule: 'PCI.ECS.7', bad: environment('AWS_SECRET_ACCESS_KEY', 'x'), good: environment('AWS_REGION', 'us-east-1') },
  { rule: 'PCI.ECS.8', bad: environment('DB_PASSWORD', 'hunter22'), good: environment('LOG_LEVEL', 'info') },
  {
    rule: 'PCI.ECS.9',
    bad: task({ LinuxParameters: { Capabilities: { Drop: ['NET_RAW'] } } }),
    good: task({}),
  },
  { rule: 'PCI.ECS.10', bad: task({}, { PidMode: 'host' }), good: task({}, { PidMode: 'task' }) },
  {
    rule: 'PCI.ECS.11',
    bad: task({}, { TaskRoleArn: 'arn:a', ExecutionRoleArn: 'arn:a' }),
    good: task({}, { TaskRoleArn: 'arn:a', ExecutionRoleArn: 'arn:b' }),
  },
  { rule: 'PCI.ECS.12', bad: service({ PlatformVersion: '1.3.0' }), good: service({ PlatformVersion: '1.4.0' }) },
  { rule: 'PCI.ECS.13', bad: insights('disabled'), good: insights('enhanced') },
  { rule: 'PCI.ECS.14', bad: service(breaker(false)), good: service(breaker(true)) },
  {
    rule: 'PCI.ECS.15',
    bad: service({ EnableExecuteCommand: true, Cluster: { Ref: 'Cluster' } }, cluster({})),
    good: service(
      { EnableExecuteCommand: true, Cluster: { Ref: 'Cluster' } },
      cluster({
        Configuration: { ExecuteCommandConfiguration: { LogConfiguration: { CloudWatchLogGroupName: 'x' } } },
      }),
    ),
  },
  { rule: 'PCI.ECS.16', bad: task({ HealthCheck: undefined }), good: task({}) },
  { rule: 'PCI.ECS.17', bad: task({ Image: 'pay:latest' }), good: task({ Image: 'pay:1.0.3' }) },
];
testSeeds(seeds);

test.each([
  ['DB_PASSWORD_ARN', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x'],
  ['DB_USER', '{{resolve:secretsmanager:x:SecretString:username}}'],
  ['DB_PASSWORD', { Ref: 'AWS::StackName' }],
  ['TOKEN_TTL', '300'],
  ['PASSENGER', 'x'],
  ['URL', 'https://example.com/path'],
])('%s=%j is no secret', (name, value) => {
  expect(outcomes('PCI.ECS.8', environment(name, value))).toEqual(['satisfied']);
});

test.each([
  ['STRIPE', 'sk_live_0123456789abcdefABCDEF'],
  ['X', 'AKIAIOSFODNN7EXAMPLE'],
  ['DATABASE_URL', 'postgres://app:hunter22@db:5432/x'],
  ['DB_PASSWORD', '{{resolve:secretsmanager:x}}'],
  ['DB_URL', 'postgres://app:{{resolve:secretsmanager:x:SecretString:password}}@db'],
  ['SESSION', `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(120)}.${'b'.repeat(43)}`],
  ['API_KEY', { 'Fn::If': ['Dev', 'abc', { Ref: 'AWS::NoValue' }] }],
])('%s=%j is a secret', (name, value) => {
  expect(outcomes('PCI.ECS.8', environment(name, value))).toEqual(['violated']);
});

test('a sidecar is judged as well', () => {
  const sidecar = { ContainerDefinitions: [hardened, { ...hardened, User: 'root' }] };
  expect(outcomes('PCI.ECS.5', task({}, sidecar))).toEqual(['violated']);
});

test.each([
  ['pay', 'violated'],
  ['localhost:5000/pay', 'violated'],
  [`pay@sha256:${'0'.repeat(64)}`, 'satisfied'],
  [{ 'Fn::Join': ['', ['pay:', { 'Fn::ImportValue': 'tag' }]] }, 'undecidable'],
  [{ 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/pay:1.0.3' }, 'satisfied'],
  [{ 'Fn::ImportValue': 'image' }, 'undecidable'],
])('the version of image %j: %s', (Image, outcome) => {
  expect(outcomes('PCI.ECS.17', task({ Image }))).toEqual([outcome]);
});

test.each([
  [{ Enable: true, Rollback: true }, 'satisfied'],
  [{ Enable: 'false', Rollback: true }, 'violated'],
  [{ Enable: true, Rollback: false }, 'violated'],
])('alarms of a deployment %j: %s', (Alarms, outcome) => {
  const { DeploymentConfiguration } = breaker(true);
  expect(outcomes('PCI.ECS.14', service({ DeploymentConfiguration: { ...DeploymentConfiguration, Alarms } }))).toEqual([
    outcome,
  ]);
});

test('a session that may not be opened needs no log', () => {
  expect(outcomes('PCI.ECS.15', service({}))).toEqual(['satisfied']);
});
