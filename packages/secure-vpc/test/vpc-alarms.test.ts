import { annotationsOf, onlyResource, type Resource, resourcesOf } from '@org/testing';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { NatGateways, SecureVpc, type SecureVpcProps, type VpcAlarmThresholds, Zones } from '../src';

const ALARM = 'AWS::CloudWatch::Alarm';

function stackWith(props: SecureVpcProps = {}, thresholds?: VpcAlarmThresholds): Stack {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network', props).addAlarms(thresholds);
  return stack;
}

const alarmsOf = (stack: Stack) => resourcesOf(stack, ALARM);
const gatewaysOf = (stack: Stack) => resourcesOf(stack, 'AWS::EC2::NatGateway').map(({ logicalId }) => logicalId);
const idsOf = (alarms: Resource[]) => alarms.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, ''));

test('there are none until they are asked for', () => {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network');
  expect(alarmsOf(stack)).toEqual([]);
});

describe('by default', () => {
  const stack = stackWith();

  test('each NAT gateway has two, in the order of the zones, without a name and an action', () => {
    expect(idsOf(alarmsOf(stack))).toEqual(
      [1, 2, 3].flatMap((zone) => [
        `NetworkAlarmsZone${zone}RefusedConnections`,
        `NetworkAlarmsZone${zone}DroppedPackets`,
      ]),
    );
    for (const { Properties } of alarmsOf(stack)) {
      expect(Object.keys(Properties)).not.toContain('AlarmName');
      expect(Object.keys(Properties)).not.toContain('AlarmActions');
    }
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('one goes off when a connection finds no port', () => {
    const refused = alarmsOf(stack).filter(({ logicalId }) => logicalId.includes('RefusedConnections'));
    expect(refused.map(({ Properties }) => Properties)).toEqual(
      gatewaysOf(stack).map((Ref) => ({
        AlarmDescription: expect.stringMatching(/^A NAT gateway has no port left/),
        Namespace: 'AWS/NATGateway',
        MetricName: 'ErrorPortAllocation',
        Dimensions: [{ Name: 'NatGatewayId', Value: { Ref } }],
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      })),
    );
  });

  test('the other when one packet in ten thousand is dropped', () => {
    const [first] = alarmsOf(stack).filter(({ logicalId }) => logicalId.includes('DroppedPackets'));
    expect(first?.Properties).toMatchObject({
      AlarmDescription: expect.stringMatching(/^A NAT gateway drops packets/),
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 0.01,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    const sum = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/NATGateway',
          MetricName,
          Dimensions: [{ Name: 'NatGatewayId', Value: { Ref: gatewaysOf(stack)[0] } }],
        },
        Period: 60,
        Stat: 'Sum',
      },
      ReturnData: false,
    });
    expect(first?.Properties.Metrics).toEqual([
      expect.objectContaining({ Expression: '100 * dropped / (outgoing + incoming)', Id: 'expr_1' }),
      sum('dropped', 'PacketsDropCount'),
      sum('outgoing', 'PacketsInFromSource'),
      sum('incoming', 'PacketsInFromDestination'),
    ]);
  });
});

test('thresholds can be set', () => {
  const stack = stackWith(
    { natGateways: NatGateways.single() },
    { refusedConnections: 50, droppedPacketPercent: 99.9 },
  );
  expect(alarmsOf(stack).map(({ Properties }) => Properties.Threshold)).toEqual([50, 99.9]);
});

test('thresholds may be known only at deployment', () => {
  const token = (value: number) => Lazy.number({ produce: () => value });
  const stack = stackWith(
    { natGateways: NatGateways.single() },
    { refusedConnections: token(0), droppedPacketPercent: token(0) },
  );
  expect(alarmsOf(stack).map(({ Properties }) => Properties.Threshold)).toEqual([0, 0]);
});

test.each([0, -1, 1.5, Number.NaN])('%d as refusedConnections is refused', (refusedConnections) => {
  expect(() => stackWith({}, { refusedConnections })).toThrow(
    new Error(
      `Stack/Network: \`refusedConnections\` must be a whole number from 1 to 1000000000, got: ${refusedConnections}.`,
    ),
  );
});

test.each([0, -1, 100, Number.NaN])('%d as droppedPacketPercent is refused', (droppedPacketPercent) => {
  expect(() => stackWith({}, { droppedPacketPercent })).toThrow(
    new Error(`Stack/Network: \`droppedPacketPercent\` must be above 0 and below 100, got: ${droppedPacketPercent}.`),
  );
});

test('a second call is refused', () => {
  const network = new SecureVpc(new Stack(new App(), 'Stack'), 'Network');
  network.addAlarms();
  expect(() => network.addAlarms()).toThrow(
    new Error(
      'Stack/Network: `addAlarms` must be called once, got: a second call. Keep the list that the first one returned.',
    ),
  );
});

test('a regional gateway is watched in all its zones at once', () => {
  const stack = stackWith({ natGateways: NatGateways.regional() });
  const { logicalId, Properties } = onlyResource(stack, ALARM);
  expect(logicalId).toMatch(/^NetworkAlarmsRegionalRefusedConnections/);
  const id = { 'Fn::GetAtt': [gatewaysOf(stack)[0], 'NatGatewayId'] };
  expect(Properties.Metrics).toEqual([
    expect.objectContaining({
      Expression: {
        'Fn::Join': ['', [`SELECT SUM(ErrorPortAllocation) FROM "AWS/NATGateway" WHERE NatGatewayId = '`, id, "'"]],
      },
      Period: 300,
    }),
  ]);
  expect(annotationsOf(stack)).toEqual([]);
});

test('without NAT gateways there are none', () => {
  expect(alarmsOf(stackWith({ natGateways: NatGateways.none() }))).toEqual([]);
});

test('those of a zone stay when another one is added', () => {
  const [two, three] = [2, 3].map((count) => alarmsOf(stackWith({ zones: Zones.first(count) })));
  expect(three?.slice(0, 4)).toEqual(two);
});

test('the list holds what was made', () => {
  const stack = new Stack(new App(), 'Stack');
  const alarms = new SecureVpc(stack, 'Network', { zones: Zones.first(1) }).addAlarms();
  expect(alarms.map(({ alarmArn }) => stack.resolve(alarmArn)['Fn::GetAtt'][0])).toEqual(
    alarmsOf(stack).map(({ logicalId }) => logicalId),
  );
});
