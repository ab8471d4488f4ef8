import { onlyResource, resourcesOf } from '@org/testing';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Deployment, Rollback, type ServiceAlarmThresholds } from '../src';
import { type Given, importedVpc, serviceStack } from './fixture';

const ALARM = 'AWS::CloudWatch::Alarm';

function withAlarms(thresholds?: ServiceAlarmThresholds) {
  const { stack, service } = serviceStack();
  const alarms = service.addAlarms(thresholds);
  const find = (id: string) =>
    resourcesOf(stack, ALARM).find(({ logicalId }) => logicalId.startsWith(`paymentsAlarms${id}`))?.Properties;
  return { stack, service, alarms, find };
}

/** A target group that meets its load balancer after the alarms were made. */
function withErrors(thresholds: Omit<ServiceAlarmThresholds, 'targetGroup'> = {}, props: Given = {}) {
  const { stack, service } = serviceStack(props);
  const vpc = importedVpc(new Stack(stack, 'Elsewhere'));
  const targetGroup = new ApplicationTargetGroup(stack, 'Targets', { vpc, port: 8080, targets: [service] });
  const alarms = service.addAlarms({ ...thresholds, targetGroup });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
  new ApplicationListener(stack, 'Listener', {
    loadBalancer,
    protocol: ApplicationProtocol.HTTP,
    open: false,
    defaultTargetGroups: [targetGroup],
  });
  const errors = resourcesOf(stack, ALARM).find(({ logicalId }) => logicalId.startsWith('paymentsAlarmsErrors'));
  return { stack, service, alarms, errors };
}

describe('the alarms of a service', () => {
  const { stack, service, alarms, find } = withAlarms();
  const dimensions = [
    { Name: 'ClusterName', Value: { Ref: onlyResource(stack, 'AWS::ECS::Cluster').logicalId } },
    { Name: 'ServiceName', Value: stack.resolve(service.service.serviceName) },
  ];

  test('are three, without an action, a name or an effect on deployments', () => {
    expect(alarms.map(({ node }) => node.path)).toEqual([
      'Stack/payments/Alarms/Cpu',
      'Stack/payments/Alarms/Memory',
      'Stack/payments/Alarms/MissingTasks',
    ]);
    for (const id of ['Cpu', 'Memory', 'MissingTasks']) {
      expect(find(id)).not.toHaveProperty('AlarmActions');
      expect(find(id)).not.toHaveProperty('AlarmName');
    }
    const { Alarms } = onlyResource(stack, 'AWS::ECS::Service').Properties.DeploymentConfiguration;
    expect(Alarms.AlarmNames).toHaveLength(2);
  });

  test.each([
    ['Cpu', 'CPUUtilization', 15, 'The tasks have been short of CPU for a quarter of an hour'],
    ['Memory', 'MemoryUtilization', 5, 'The tasks are nearly out of memory'],
  ])('%s above 85 percent', (id, metric, minutes, text) => {
    expect(find(id)).toMatchObject({
      Namespace: 'AWS/ECS',
      MetricName: metric,
      Dimensions: dimensions,
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: minutes,
      Threshold: 85,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'missing',
    });
    expect(find(id)?.AlarmDescription).toContain(text);
  });

  test('fewer tasks than desired, also when nobody reports', () => {
    const missing = find('MissingTasks');
    expect(missing).toMatchObject({
      EvaluationPeriods: 5,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'breaching',
    });
    expect(missing?.AlarmDescription).toContain("look at the service's events");
    const [expression, ...metrics] = missing?.Metrics ?? [];
    expect(expression).toMatchObject({ Expression: 'desired - FILL(running, 0)', Label: 'Missing tasks' });
    const measured = (MetricName: string) => ({
      Metric: { Namespace: 'ECS/ContainerInsights', MetricName, Dimensions: dimensions },
      Period: 60,
      Stat: 'Average',
    });
    expect(metrics).toEqual([
      { Id: 'desired', MetricStat: measured('DesiredTaskCount'), ReturnData: false },
      { Id: 'running', MetricStat: measured('RunningTaskCount'), ReturnData: false },
    ]);
  });

  test('cannot be added twice', () => {
    expect(() => service.addAlarms()).toThrow(
      new Error(
        'Stack/payments: `addAlarms` must be called once, got: a second call. Keep the list that the first one returned.',
      ),
    );
  });
});

test('thresholds are a choice', () => {
  const { find } = withAlarms({ cpuPercent: 0.5, memoryPercent: 99.9, missingTaskMinutes: 60 });
  expect(find('Cpu')?.Threshold).toBe(0.5);
  expect(find('Memory')?.Threshold).toBe(99.9);
  expect(find('MissingTasks')?.EvaluationPeriods).toBe(60);
});

test('thresholds may be known at deployment only', () => {
  const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  expect(withAlarms({ cpuPercent: token }).find('Cpu')?.Threshold).toEqual({ Ref: 'Parameter' });
});

describe('with a target group', () => {
  const { stack, service, alarms, errors } = withErrors();

  test('the share of errors is watched, of the one target group', () => {
    expect(alarms).toHaveLength(4);
    expect(alarms[3]?.node.path).toBe('Stack/payments/Alarms/Errors');
    expect(errors?.Properties).toMatchObject({
      EvaluationPeriods: 3,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(errors?.Properties.AlarmDescription).toContain('Too many requests end with an error');
    const [expression, ...metrics] = errors?.Properties.Metrics ?? [];
    expect(expression).toMatchObject({ Expression: '100 * FILL(errors, 0) / requests', Label: 'Errors in percent' });
    const targets = onlyResource(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup').logicalId;
    expect(metrics).toEqual(
      [
        ['errors', 'HTTPCode_Target_5XX_Count'],
        ['requests', 'RequestCount'],
      ].map(([Id, MetricName]) => ({
        Id,
        ReturnData: false,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ApplicationELB',
            MetricName,
            Dimensions: [
              { Name: 'LoadBalancer', Value: expect.anything() },
              { Name: 'TargetGroup', Value: { 'Fn::GetAtt': [targets, 'TargetGroupFullName'] } },
            ],
          },
          Period: 60,
          Stat: 'Sum',
        },
      })),
    );
    expect(JSON.stringify(metrics[0].MetricStat.Metric.Dimensions[0])).toContain(
      onlyResource(stack, 'AWS::ElasticLoadBalancingV2::Listener').logicalId,
    );
  });

  test('it takes deployments back too', () => {
    const { Alarms } = onlyResource(stack, 'AWS::ECS::Service').Properties.DeploymentConfiguration;
    expect(Alarms.AlarmNames).toHaveLength(3);
    expect(Alarms.AlarmNames[2]).toEqual({ Ref: errors?.logicalId });
    expect(service.node.findChild('Alarms')).toBeDefined();
  });
});

test('the share of errors is a choice', () => {
  expect(withErrors({ errorPercent: 0.1 }).errors?.Properties.Threshold).toBe(0.1);
});

test('without rollback on alarms errors are watched all the same', () => {
  const deployment = Deployment.rolling({ rollback: Rollback.onFailedTasks() });
  const { stack, errors } = withErrors({}, { deployment });
  expect(errors).toBeDefined();
  expect(JSON.stringify(onlyResource(stack, 'AWS::ECS::Service'))).not.toContain(errors?.logicalId);
});

test.each<[ServiceAlarmThresholds, string]>([
  [{ cpuPercent: 0 }, '`cpuPercent` must be above 0 and below 100, got: 0.'],
  [{ memoryPercent: 100 }, '`memoryPercent` must be above 0 and below 100, got: 100.'],
  [{ missingTaskMinutes: 0 }, '`missingTaskMinutes` must be a whole number from 1 to 60 minutes, got: 0.'],
  [{ missingTaskMinutes: 61 }, '`missingTaskMinutes` must be a whole number from 1 to 60 minutes, got: 61.'],
  [{ errorPercent: 100.1 }, '`errorPercent` must be above 0 and below 100, got: 100.1.'],
  [
    { errorPercent: 2 },
    '`errorPercent` must come with a `targetGroup`, got: 2 alone. Name the target group whose errors are meant.',
  ],
])('refuses what cannot be (%#)', (thresholds, message) => {
  expect(() => withAlarms(thresholds)).toThrow(new Error(`Stack/payments: ${message}`));
});

test('a metric takes other statistics and periods', () => {
  const { service } = serviceStack({}, new App());
  expect(service.metric('Anything')).toMatchObject({
    namespace: 'AWS/ECS',
    metricName: 'Anything',
    statistic: 'Average',
  });
  expect(service.metric('Anything', { period: undefined, statistic: undefined })).toMatchObject({
    statistic: 'Average',
    period: Duration.minutes(1),
  });
  expect(service.metricCpuUtilization({ statistic: 'Maximum' })).toMatchObject({
    metricName: 'CPUUtilization',
    statistic: 'Maximum',
  });
  expect(service.metricMemoryUtilization().metricName).toBe('MemoryUtilization');
  expect(service.metricDesiredTasks().metricName).toBe('DesiredTaskCount');
  expect(service.metricRunningTasks()).toMatchObject({
    namespace: 'ECS/ContainerInsights',
    metricName: 'RunningTaskCount',
  });
});
