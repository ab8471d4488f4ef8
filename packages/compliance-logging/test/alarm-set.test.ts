import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Alarm, CompositeAlarm, type IAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib/core';
import { AlarmSet, AlarmWhen, AlertTopic } from '../src';

const metric = new Metric({ namespace: 'Payments', metricName: 'Refused' });

function stackWithTopic(): { stack: Stack; topic: Topic; topicId: string } {
  const stack = new Stack(new App(), 'Stack');
  const topic = new Topic(stack, 'Topic');
  return { stack, topic, topicId: stack.resolve(topic.topicArn).Ref };
}

const someAlarm = (stack: Stack, id: string) => new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
const actionsOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [Properties.AlarmActions, Properties.OKActions]);

describe('watch', () => {
  const { stack, topic, topicId } = stackWithTopic();
  const set = new AlarmSet(stack, 'Set', { topic });
  const alarm = set.watch('Refused', metric, AlarmWhen.above(10));

  test('defines an alarm that reports going off and being over', () => {
    expect(onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties).toMatchObject({
      Namespace: 'Payments',
      MetricName: 'Refused',
      Threshold: 10,
      AlarmActions: [{ Ref: topicId }],
      OKActions: [{ Ref: topicId }],
    });
  });

  test('has the alarm in the set, and gives it no name', () => {
    expect(set.alarms).toEqual([alarm]);
    expect(set.topic).toBe(topic);
    expect(onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties).not.toHaveProperty('AlarmName');
    expect(annotationsOf(stack)).toEqual([]);
  });
});

describe('add', () => {
  test('sends alarms of others, composite ones too', () => {
    const { stack, topic, topicId } = stackWithTopic();
    const set = new AlarmSet(stack, 'Set', { topic });
    const one = someAlarm(stack, 'One');
    const both = new CompositeAlarm(stack, 'Both', { alarmRule: one });
    set.add([one, both]);
    expect(set.alarms).toEqual([one, both]);
    expect(actionsOf(stack)).toEqual([[[{ Ref: topicId }], [{ Ref: topicId }]]]);
    expect(onlyResource(stack, 'AWS::CloudWatch::CompositeAlarm').Properties).toMatchObject({
      AlarmActions: [{ Ref: topicId }],
      OKActions: [{ Ref: topicId }],
    });
  });

  test('keeps each alarm once, whoever sends it', () => {
    const stack = new Stack(new App(), 'Stack');
    const alerts = new AlertTopic(stack, 'Alerts');
    const set = new AlarmSet(stack, 'Set', { topic: alerts.topic });
    const alarm = someAlarm(stack, 'One');
    set.add([alarm, alarm]);
    set.add([alarm]);
    new AlarmSet(stack, 'Other', { topic: alerts.topic }).add(set.alarms);
    expect(set.alarms).toEqual([alarm]);
    const { logicalId } = onlyResource(stack, 'AWS::SNS::Topic');
    expect(actionsOf(stack)).toEqual([[[{ Ref: logicalId }], [{ Ref: logicalId }]]]);
  });

  test('leaves other actions alone, and sends to several topics', () => {
    const { stack, topic } = stackWithTopic();
    const second = new Topic(stack, 'Second');
    const alarm = someAlarm(stack, 'One');
    new AlarmSet(stack, 'Set', { topic }).add([alarm]);
    new AlarmSet(stack, 'SecondSet', { topic: second }).add([alarm]);
    expect(actionsOf(stack)).toEqual([
      [
        [topic, second].map(({ topicArn }) => stack.resolve(topicArn)),
        [topic, second].map(({ topicArn }) => stack.resolve(topicArn)),
      ],
    ]);
  });

  test('refuses an imported alarm', () => {
    const { stack, topic } = stackWithTopic();
    const imported = Alarm.fromAlarmName(stack, 'Imported', 'somewhere-else');
    expect(() => new AlarmSet(stack, 'Set', { topic }).add([imported])).toThrow(
      new Error(
        "Stack/Set: `alarms` must be defined in this app, got: 'Stack/Imported', which is imported. Add the topic to the " +
          "alarm's actions where it is defined.",
      ),
    );
  });
});

test('the list of alarms is a copy', () => {
  const { stack, topic } = stackWithTopic();
  const set = new AlarmSet(stack, 'Set', { topic });
  set.alarms.push(someAlarm(stack, 'One'));
  expect(set.alarms).toEqual([]);
});

test('an alert topic gets what constructs of another stack offer', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const service = new Stack(app, 'Service');
  const alarms: IAlarm[] = [someAlarm(service, 'One'), someAlarm(service, 'Two')];
  new AlarmSet(stack, 'Set', { topic: new AlertTopic(stack, 'Alerts').topic }).add(alarms);
  const imported = [{ 'Fn::ImportValue': expect.stringContaining('AlertsTopic') }];
  expect(actionsOf(service)).toEqual([
    [imported, imported],
    [imported, imported],
  ]);
  expect(stack.dependencies).toEqual([]);
});
