import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { CfnParameter, Duration, Lazy, type Stack } from 'aws-cdk-lib/core';
import { type AlbAlarmThresholds, Routing } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

const ALARM = 'AWS::CloudWatch::Alarm';

function alarmed(props?: AlbAlarmThresholds, base = albWith()) {
  const api = base.alb.addTargetGroup('Api', { port: 8080 });
  base.alb.addRoute('Api', Routing.path('/api/*', api));
  return { ...base, alarms: base.alb.addAlarms(props), api };
}

const alarmOf = (stack: Stack, id: string) =>
  resourcesOf(stack, ALARM).find(({ logicalId }) => logicalId.startsWith(`AlbAlarms${id}`))?.Properties;

describe('by default', () => {
  const { stack, alb, alarms, api } = alarmed();
  const [loadBalancer, targetGroup] = ['LoadBalancer', 'TargetGroup'].map(
    (type) => onlyResource(stack, `AWS::ElasticLoadBalancingV2::${type}`).logicalId,
  );
  const dimensions = [{ Name: 'LoadBalancer', Value: { 'Fn::GetAtt': [loadBalancer, 'LoadBalancerFullName'] } }];
  const common = {
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmDescription: expect.stringMatching(/^[A-Z].{40,}\.$/),
  };

  test('there are four, without name and without actions', () => {
    expect(alarms.map(({ node }) => node.path)).toEqual([
      'Stack/Alb/Alarms/ServerErrors',
      'Stack/Alb/Alarms/Latency',
      'Stack/Alb/Alarms/RejectedConnections',
      'Stack/Alb/Alarms/Unhealthy-Api',
    ]);
    expect(resourcesOf(stack, ALARM)).toHaveLength(4);
    for (const { Properties } of resourcesOf(stack, ALARM)) {
      expect([Properties.AlarmName, Properties.AlarmActions]).toEqual([undefined, undefined]);
    }
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('server errors: more than five per cent in three of five minutes', () => {
    const count = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions: dimensions },
        Period: 60,
        Stat: 'Sum',
      },
    });
    expect(alarmOf(stack, 'ServerErrors')).toEqual({
      ...common,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Metrics: [
        {
          Id: 'expr_1',
          Expression: '100 * (FILL(own, 0) + FILL(targets, 0)) / (FILL(requests, 0) + FILL(own, 0))',
          Label: 'Server errors (%)',
          ReturnData: true,
        },
        count('own', 'HTTPCode_ELB_5XX_Count'),
        count('targets', 'HTTPCode_Target_5XX_Count'),
        count('requests', 'RequestCount'),
      ],
    });
  });

  test('latency: a second for one request in a hundred', () => {
    expect(alarmOf(stack, 'Latency')).toEqual({
      ...common,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'TargetResponseTime',
      Dimensions: dimensions,
      ExtendedStatistic: 'p99',
      Period: 60,
      Threshold: 1,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
    });
  });

  test('rejected connections: one in five minutes', () => {
    expect(alarmOf(stack, 'RejectedConnections')).toEqual({
      ...common,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'RejectedConnectionCount',
      Dimensions: dimensions,
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      EvaluationPeriods: 1,
    });
  });

  test('unhealthy targets: one for three minutes, of each target group', () => {
    expect(alarmOf(stack, 'UnhealthyApi')).toEqual({
      ...common,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'UnHealthyHostCount',
      Dimensions: [
        ...dimensions,
        { Name: 'TargetGroup', Value: { 'Fn::GetAtt': [targetGroup, 'TargetGroupFullName'] } },
      ],
      Statistic: 'Maximum',
      Period: 60,
      Threshold: 1,
      EvaluationPeriods: 3,
    });
  });

  test('metrics can be had with other options', () => {
    const period = Duration.minutes(5);
    expect(alb.metric('ConsumedLCUs', { statistic: 'Sum' })).toMatchObject({
      metricName: 'ConsumedLCUs',
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
    expect(alb.metricRequestCount()).toMatchObject({ metricName: 'RequestCount', statistic: 'Sum' });
    expect(alb.metricRequestCount({ period }).period.toMinutes()).toBe(5);
    expect(alb.metricTargetResponseTime({ statistic: 'p50' }).statistic).toBe('p50');
    expect(alb.metricRejectedConnectionCount().period.toMinutes()).toBe(1);
    expect(alb.metricUnHealthyHostCount(api, { period }).period.toMinutes()).toBe(5);
    expect(alb.metricServerErrorRate({ period, label: 'Errors' })).toMatchObject({ period, label: 'Errors' });
    expect(alb.metricBlockedRequests({ period }).period.toMinutes()).toBe(5);
    expect(stack.resolve(alb.metric('X').dimensions)).toEqual({ LoadBalancer: dimensions[0]?.Value });
  });
});

test('thresholds can be set', () => {
  const { stack } = alarmed({
    serverErrorPercent: 0.5,
    latency: Duration.millis(250),
    unhealthyTargets: 2,
    rejectedConnections: 10,
  });
  expect(alarmOf(stack, 'ServerErrors')?.Threshold).toBe(0.5);
  expect(alarmOf(stack, 'Latency')?.Threshold).toBe(0.25);
  expect(alarmOf(stack, 'UnhealthyApi')?.Threshold).toBe(2);
  expect(alarmOf(stack, 'RejectedConnections')?.Threshold).toBe(10);
});

test('99.9 per cent pass', () => {
  expect(alarmOf(alarmed({ serverErrorPercent: 99.9 }).stack, 'ServerErrors')?.Threshold).toBe(99.9);
});

test.each<[AlbAlarmThresholds, string]>([
  ...[0, -1, 100, Number.NaN].map((serverErrorPercent): [AlbAlarmThresholds, string] => [
    { serverErrorPercent },
    `\`serverErrorPercent\` must be above 0 and below 100, got: ${serverErrorPercent}.`,
  ]),
  [{ latency: Duration.seconds(0) }, '`latency` must be longer than 0 seconds, got: 0.'],
  [{ unhealthyTargets: 0 }, '`unhealthyTargets` must be a whole number from 1 to 1000000000, got: 0.'],
  [{ rejectedConnections: 0.5 }, '`rejectedConnections` must be a whole number from 1 to 1000000000, got: 0.5.'],
])('%j is refused', (props, message) => {
  expect(() => alarmed(props)).toThrow(new Error(`Stack/Alb: ${message}`));
});

test('thresholds known only at deployment pass', () => {
  const { stack, vpc } = stackWithVpc();
  const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const latency = Duration.seconds(number);
  const props = { serverErrorPercent: number, latency, unhealthyTargets: number, rejectedConnections: number };
  alarmed(props, { stack, alb: addAlb(stack, vpc) });
  for (const { Properties } of resourcesOf(stack, ALARM)) expect(Properties.Threshold).toEqual({ Ref: 'Number' });
});

test('a latency known only at deployment is given in seconds', () => {
  expect(() => alarmed({ latency: Duration.millis(Lazy.number({ produce: () => 1 })) })).toThrow(
    'Stack/Alb: `latency` must be in seconds where it is known only at deployment',
  );
});

test('a second call is refused', () => {
  const { alb } = alarmed();
  expect(() => alb.addAlarms()).toThrow(
    new Error(
      'Stack/Alb: `addAlarms` must be called once, got: a second call. Keep the list that the first one returned.',
    ),
  );
});

test('a target group that comes too late is refused: nothing would watch it', () => {
  const { alb } = alarmed();
  expect(() => alb.addTargetGroup('Late', { port: 8080 })).toThrow(
    new Error(
      "Stack/Alb: `addTargetGroup` must be called before addAlarms(), or nothing watches the targets, got: 'Late' after " +
        'it. Move addAlarms() to the end.',
    ),
  );
});
