import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppView } from '@org/testing';
import { estimate } from '../cost/estimate';
import { readPrices } from '../cost/prices';
import { asMarkdown, asText } from '../cost/report';

type Resources = Record<string, { Type: string; Properties?: object }>;

const prices = readPrices();

function costOf(Resources: Resources, region = 'us-east-1') {
  const synth = { succeeded: true, messages: '', stacks: {}, templates: { S: { Resources } } };
  return estimate({ environment: 'prod', region, view: new AppView(synth as never) }, prices);
}

const task = { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '1024', Memory: '2048' } };
const service = (more: object) => ({
  Type: 'AWS::ECS::Service',
  Properties: { TaskDefinition: { Ref: 'Task' }, DesiredCount: 3, ...more },
});
const strategy = (onDemand: object, spot: object) => ({
  CapacityProviderStrategy: [
    { CapacityProvider: 'FARGATE', ...onDemand },
    { CapacityProvider: 'FARGATE_SPOT', ...spot },
  ],
});
const instance = (DBInstanceClass: string) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass, DBClusterIdentifier: { Ref: 'Db' } },
});

test('equal resources are one line with a quantity, the dearest line first, and the total is their sum', () => {
  const nat = { Type: 'AWS::EC2::NatGateway' };
  const { fixed, total } = costOf({ Key: { Type: 'AWS::KMS::Key' }, A: nat, B: nat });
  expect(fixed).toEqual([
    { item: 'NAT gateway', quantity: 2, unitPrice: 32.85 },
    { item: 'customer-managed key', quantity: 1, unitPrice: 1 },
  ]);
  expect(total).toBeCloseTo(66.7);
});

test.each([
  ['on demand', { LaunchType: 'FARGATE' }, [3, 0]],
  ['one to two', strategy({ Weight: 1 }, { Weight: 2 }), [1, 2]],
  ['a base on demand', strategy({ Base: 2, Weight: 0 }, { Weight: 1 }), [2, 1]],
])('tasks %s', (_name, more, [onDemand, spot]) => {
  const { fixed } = costOf({ Task: task, Service: service(more) });
  const quantity = (item: string) => fixed.find((line) => line.item.startsWith(`${item} task`))?.quantity ?? 0;
  expect([quantity('Fargate'), quantity('Fargate Spot')]).toEqual([onDemand, spot]);
  expect(fixed.find(({ item }) => item.startsWith('Fargate task'))?.unitPrice).toBeCloseTo(36.04, 2);
});

test.each([
  ['of scaling', { ResourceId: { 'Fn::GetAtt': ['Service', 'Name'] } }, 4],
  ['one, where something else scales', { ResourceId: { Ref: 'Table' } }, 1],
])('the fewest tasks count where a service names no number: %s', (_name, resource, quantity) => {
  const scalable = {
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: { ...resource, MinCapacity: 4, MaxCapacity: 9 },
  };
  const { fixed } = costOf({ Task: task, Service: service({ DesiredCount: undefined }), Scalable: scalable });
  expect(fixed.map((line) => line.quantity)).toEqual([quantity]);
});

test('an endpoint costs by zone, a gateway endpoint nothing', () => {
  const endpoint = (VpcEndpointType: string) => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcEndpointType, SubnetIds: ['a', 'b'] },
  });
  expect(costOf({ I: endpoint('Interface'), G: endpoint('Gateway') }).fixed).toEqual([
    { item: 'interface endpoint, a zone', quantity: 2, unitPrice: 7.3 },
  ]);
  expect(costOf({ G: endpoint('Gateway') }).usage).toEqual([]);
});

test('an internal load balancer has no public addresses', () => {
  const balancer = (Scheme: string) => ({
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { Scheme, Subnets: ['a', 'b', 'c'] },
  });
  const items = (scheme: string) => costOf({ Alb: balancer(scheme) }).fixed.map(({ item }) => item);
  expect(items('internal')).toEqual(['load balancer']);
  expect(items('internet-facing')).toEqual(['load balancer', 'public IPv4 address'].sort());
});

test('a serverless instance costs what it is at least', () => {
  const cluster = {
    Type: 'AWS::RDS::DBCluster',
    Properties: { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 } },
  };
  expect(costOf({ Db: cluster, One: instance('db.serverless') }).fixed).toEqual([
    { item: 'Aurora capacity unit, at least', quantity: 0.5, unitPrice: 87.6 },
  ]);
});

test('an alarm over several metrics costs each of them', () => {
  const Metrics = [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'a/b' }];
  const { fixed } = costOf({ Rate: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics } } });
  expect(fixed).toEqual([{ item: 'alarm, a metric', quantity: 2, unitPrice: 0.1 }]);
});

test('what is paid by use is listed once, whatever the number of resources', () => {
  const group = { Type: 'AWS::Logs::LogGroup' };
  const { usage, total } = costOf({ A: group, B: group });
  expect(usage.map(({ item }) => item)).toEqual(['logs written', 'logs searched for card numbers', 'logs kept']);
  expect(total).toBe(0);
});

test.each([
  [
    'a type nobody priced',
    () => costOf({ A: { Type: 'AWS::MSK::Cluster' } }),
    'No price is known for AWS::MSK::Cluster.',
  ],
  ['an unknown instance class', () => costOf({ A: instance('db.x9.huge') }), 'the instance class db.x9.huge, only for'],
  ['a region of other prices', () => costOf({}, 'eu-west-1'), 'holds for us-east-1, us-east-2, got: eu-west-1'],
])('%s is refused', (_name, run, message) => {
  expect(run).toThrow(message);
});

describe('prices of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prices-'));
  const file = join(folder, 'own.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('replace those that they name', () => {
    writeFileSync(file, '{ "regions": ["eu-west-1"], "hourly": { "natGateway": 0.048 } }');
    const own = readPrices(file);
    expect(own.regions).toEqual(['eu-west-1']);
    expect(own.hourly).toEqual({ ...prices.hourly, natGateway: 0.048 });
  });

  test.each([
    ['{ "hourly": { "natGatway": 1 } }', `${file}: hourly: Unrecognized key: "natGatway"`],
    ['{ "hourly": { "natGateway": -1 } }', `${file}: hourly.natGateway: Too small`],
    ['{', `${file} is not a JSON file that can be read`],
  ])('%s is refused', (content, message) => {
    writeFileSync(file, content);
    expect(() => readPrices(file)).toThrow(message);
  });
});

test('the report says quantity, unit price and total, the date of the prices, and what depends on use', () => {
  const found = costOf({ Key: { Type: 'AWS::KMS::Key' } });
  for (const text of [asText([found], prices), asMarkdown([found], prices)]) {
    expect(text).toMatch(/prod: about 1 USD a month at rest/);
    expect(text).toMatch(/customer-managed key\W+1\W+1\.00\W+1\.00/);
    expect(text).toMatch(/key requests\W+10,000\W+0\.03/);
    expect(text).toContain(`List prices of ${prices.date} in us-east-1`);
  }
});
