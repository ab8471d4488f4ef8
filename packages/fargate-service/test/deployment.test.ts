import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Alarm, type CfnAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Aspects, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { Deployment, FargateService, Rollback, type RollingOptions } from '../src';
import { required, serviceStack } from './fixture';

const ALARM = 'AWS::CloudWatch::Alarm';
const rolling = (options: RollingOptions) => serviceStack({ deployment: Deployment.rolling(options) });
const configurationOf = (stack: Stack) => onlyResource(stack, 'AWS::ECS::Service').Properties.DeploymentConfiguration;

function outsideAlarm(stack: Stack): Alarm {
  const metric = new Metric({ namespace: 'Theirs', metricName: 'Errors' });
  return new Alarm(stack, 'Theirs', { metric, threshold: 1, evaluationPeriods: 1 });
}

describe('by default', () => {
  const { stack } = serviceStack();
  const alarms = resourcesOf(stack, ALARM);

  test('an alarm on CPU or memory takes a deployment back', () => {
    const names = alarms.map(({ Properties }) => Properties.AlarmName);
    expect(configurationOf(stack).Alarms).toEqual({ AlarmNames: names, Enable: true, Rollback: true });
    expect(alarms.map(({ Properties }) => Properties.MetricName)).toEqual(['CPUUtilization', 'MemoryUtilization']);
  });

  test('the alarms watch three minutes, and a service without tasks is no failure', () => {
    const service = onlyResource(stack, 'AWS::ECS::Service').logicalId;
    for (const { Properties } of alarms) {
      expect(Properties).toMatchObject({
        Namespace: 'AWS/ECS',
        Dimensions: [
          { Name: 'ClusterName', Value: { Ref: onlyResource(stack, 'AWS::ECS::Cluster').logicalId } },
          { Name: 'ServiceName', Value: { 'Fn::GetAtt': [service, 'Name'] } },
        ],
        AlarmDescription: 'A new version of the service uses up its tasks: ECS takes the deployment back.',
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 3,
        Threshold: 95,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('service and alarms do not wait for each other: the names are text', () => {
    expect(JSON.stringify(onlyResource(stack, 'AWS::ECS::Service'))).not.toContain(alarms[0]?.logicalId);
    expect(alarms[0]?.Properties.AlarmName).toMatch(/^Stack-payments-RollbackAlarms-[0-9A-F]{8}-Cpu$/);
  });
});

test('an aspect that names alarms moves the names that the service reads', () => {
  const { stack } = serviceStack();
  Aspects.of(stack).add({
    visit: (node) => {
      if (node.node.metadata.some(({ type }) => type === 'derived-name')) {
        (node as CfnAlarm).alarmName = `named-${node.node.scope?.node.id}`;
      }
    },
  });
  expect(configurationOf(stack).Alarms.AlarmNames).toEqual(['named-Cpu', 'named-Memory']);
});

test('names of long paths keep to 255 characters and stay apart', () => {
  const stack = new Stack(undefined, 'Stack');
  new FargateService(stack, 'a'.repeat(250), required(stack));
  const names = resourcesOf(stack, ALARM).map(({ Properties }) => Properties.AlarmName as string);
  expect(new Set(names).size).toBe(2);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(255);
  expect(Math.min(...names.map((name) => name.length))).toBeGreaterThan(240);
});

test('thresholds are a choice', () => {
  const { stack } = rolling({ rollback: Rollback.onAlarms({ cpuPercent: 99, memoryPercent: 1 }) });
  expect(resourcesOf(stack, ALARM).map(({ Properties }) => Properties.Threshold)).toEqual([99, 1]);
});

test('one threshold leaves the other at its default', () => {
  const { stack } = rolling({ rollback: Rollback.onAlarms({ memoryPercent: 80 }) });
  expect(resourcesOf(stack, ALARM).map(({ Properties }) => Properties.Threshold)).toEqual([95, 80]);
});

describe('on failed tasks alone', () => {
  const { stack, service } = rolling({ rollback: Rollback.onFailedTasks() });

  test('there are no alarms, and the circuit breaker stays', () => {
    expect(resourcesOf(stack, ALARM)).toEqual([]);
    expect(configurationOf(stack).DeploymentCircuitBreaker).toEqual({ Enable: true, Rollback: true });
    expect(configurationOf(stack).Alarms?.Enable ?? false).toBe(false);
  });

  test('warns', () => {
    expect(annotationsOf(stack)).toEqual([
      'A deployment is taken back only when its tasks fail, not when they run and misbehave. PCI DSS 4.0.1 requirement ' +
        '6.5.1 asks for a way back from a change: use Rollback.onAlarms(). [ack: @org/fargate-service:no-rollback-alarms]',
    ]);
  });

  test('refuses another alarm', () => {
    expect(() => service.addRollbackAlarm(outsideAlarm(new Stack()))).toThrow(
      new Error(
        'Stack/payments: `addRollbackAlarm` must be used with Rollback.onAlarms(), got: Rollback.onFailedTasks(). ' +
          'Change `deployment`.',
      ),
    );
  });
});

test('an alarm from outside takes deployments back too', () => {
  const { stack, service } = serviceStack();
  const alarm = outsideAlarm(stack);
  service.addRollbackAlarm(alarm);
  const names: unknown[] = configurationOf(stack).Alarms.AlarmNames;
  expect(names).toHaveLength(3);
  expect(names[2]).toEqual(stack.resolve(alarm.alarmName));
});

test('bounds of a rolling deployment are a choice', () => {
  expect(configurationOf(rolling({ minHealthyPercent: 0, maxHealthyPercent: 101 }).stack)).toMatchObject({
    MinimumHealthyPercent: 0,
    MaximumPercent: 101,
  });
});

test.each<[RollingOptions, string]>([
  [
    { minHealthyPercent: 101 },
    '`deployment.minHealthyPercent` must be a whole number from 0 to 100 percent, got: 101.',
  ],
  [{ minHealthyPercent: -1 }, '`deployment.minHealthyPercent` must be a whole number from 0 to 100 percent, got: -1.'],
  [
    { maxHealthyPercent: 100 },
    '`deployment.maxHealthyPercent` must be a whole number from 101 to 200 percent, got: 100.',
  ],
  [
    { maxHealthyPercent: 201 },
    '`deployment.maxHealthyPercent` must be a whole number from 101 to 200 percent, got: 201.',
  ],
  [
    { rollback: Rollback.onAlarms({ cpuPercent: 100 }) },
    '`deployment.rollback.cpuPercent` must be a whole number from 1 to 99 percent, got: 100.',
  ],
  [
    { rollback: Rollback.onAlarms({ memoryPercent: 0 }) },
    '`deployment.rollback.memoryPercent` must be a whole number from 1 to 99 percent, got: 0.',
  ],
])('refuses what cannot be (%#)', (options, message) => {
  expect(() => rolling(options)).toThrow(new Error(`Stack/payments: ${message}`));
});

test('passes values that are known at deployment only', () => {
  const token = Token.asNumber(Lazy.any({ produce: () => ({ Ref: 'Parameter' }) }));
  const rollback = Rollback.onAlarms({ cpuPercent: token });
  const { stack } = rolling({ minHealthyPercent: token, maxHealthyPercent: token, rollback });
  expect(configurationOf(stack).MinimumHealthyPercent).toEqual({ Ref: 'Parameter' });
  expect(resourcesOf(stack, ALARM)[0]?.Properties.Threshold).toEqual({ Ref: 'Parameter' });
});
