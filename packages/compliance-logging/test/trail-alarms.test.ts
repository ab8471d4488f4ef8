import { annotationsOf, type Resource, resourcesOf } from '@org/testing';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { AlarmSet, AlertTopic, AuditTrail, type TrailAlarmThresholds } from '../src';

const IDS = [
  'RootUser',
  'SignInWithoutMfa',
  'FailedSignIns',
  'RefusedCalls',
  'TrailChanges',
  'SecurityToolsStopped',
  'KeysLost',
  'LogChanges',
  'IamChanges',
  'BucketChanges',
  'SecurityGroupChanges',
  'NetworkChanges',
];

function stackWith(thresholds?: TrailAlarmThresholds): Stack {
  const stack = new Stack(new App(), 'Stack');
  new AuditTrail(stack, 'Trail').addAlarms(thresholds);
  return stack;
}

const alarmsOf = (stack: Stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm');
const filtersOf = (stack: Stack) => resourcesOf(stack, 'AWS::Logs::MetricFilter');
const idOf = ({ logicalId }: Resource) => /^TrailAlarms(\w+?)(Alarm|Filter)[0-9A-F]{8}$/.exec(logicalId)?.[1];

test('there are none until they are asked for', () => {
  const stack = new Stack(new App(), 'Stack');
  new AuditTrail(stack, 'Trail');
  expect([...alarmsOf(stack), ...filtersOf(stack)]).toEqual([]);
});

describe('by default', () => {
  const stack = stackWith();
  const patterns: Record<string, string> = Object.fromEntries(
    filtersOf(stack).map((filter) => [idOf(filter), filter.Properties.FilterPattern]),
  );

  test('there is one for each kind of event, without a name and an action', () => {
    expect(alarmsOf(stack).map(idOf)).toEqual(IDS);
    for (const { Properties } of alarmsOf(stack)) {
      expect(Object.keys(Properties)).not.toContain('AlarmName');
      expect(Object.keys(Properties)).not.toContain('AlarmActions');
      expect(Properties.AlarmDescription).toMatch(/^[A-Z].*: .*\.$/);
    }
    expect(annotationsOf(stack)).toEqual([]);
  });

  test('each counts in a metric of its own what the log group of the trail gets', () => {
    const [logGroup] = resourcesOf(stack, 'AWS::Logs::LogGroup');
    const transformations = filtersOf(stack).map(({ Properties }) => {
      expect(Properties.LogGroupName).toEqual({ Ref: logGroup?.logicalId });
      expect(Object.keys(Properties)).not.toContain('FilterName');
      return Properties.MetricTransformations;
    });
    const metrics = transformations.map(([{ MetricNamespace, MetricName, MetricValue }]) => {
      expect(MetricValue).toBe('1');
      return { Namespace: MetricNamespace, MetricName };
    });
    expect(metrics.map(({ MetricName }) => MetricName)).toEqual(
      IDS.map((id) => expect.stringMatching(new RegExp(`^Stack-Trail-Alarms-${id}-[0-9A-F]{8}$`))),
    );
    expect(alarmsOf(stack).map(({ Properties: { Namespace, MetricName } }) => ({ Namespace, MetricName }))).toEqual(
      metrics,
    );
    expect(metrics[0]?.Namespace).toBe('AuditTrail/Stack');
  });

  test('they go off within five minutes, and silence is no failure', () => {
    for (const { Properties } of alarmsOf(stack))
      expect(Properties).toMatchObject({
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      });
    const thresholds = alarmsOf(stack).map(({ Properties }) => Properties.Threshold);
    expect(thresholds).toEqual([1, 1, 3, 10, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('patterns keep to the 1,024 characters of a filter, and no event stands in two', () => {
    const names = Object.values(patterns).flatMap((pattern) => pattern.match(/eventName = "(\w+)"/g) ?? []);
    const calls = names.filter((name) => !name.includes('ConsoleLogin'));
    expect(new Set(calls).size).toBe(calls.length);
    expect(calls.length).toBeGreaterThan(60);
    for (const pattern of Object.values(patterns)) {
      expect(pattern.length).toBeLessThanOrEqual(1024);
      expect(pattern).toMatch(/^\{ \(.*\) \}$/);
      expect(pattern.split('(').length).toBe(pattern.split(')').length);
    }
  });

  test.each([
    ['RootUser', '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && '],
    ['SignInWithoutMfa', '($.userIdentity.type = "IAMUser") && ($.additionalEventData.MFAUsed != "Yes") }'],
    ['FailedSignIns', '{ ($.eventName = "ConsoleLogin") && ($.responseElements.ConsoleLogin = "Failure") }'],
    ['RefusedCalls', '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }'],
    ['TrailChanges', '($.eventName = "StopLogging")'],
    ['TrailChanges', '($.eventName = "DeleteEventDataStore")'],
    ['TrailChanges', '($.eventName = "StopEventDataStoreIngestion")'],
    ['TrailChanges', '($.eventName = "UpdateEventDataStore")'],
    ['SecurityToolsStopped', '($.eventName = "DeleteFlowLogs")'],
    // How GuardDuty is turned off without losing its detector.
    ['SecurityToolsStopped', '($.eventName = "UpdateDetector")'],
    ['KeysLost', '{ (($.eventName = "DisableKey") || ($.eventName = "ScheduleKeyDeletion")) && ($.eventSource = "kms.'],
    ['LogChanges', '($.eventSource = "logs.amazonaws.com") && ($.sourceIPAddress != "cloudformation.amazonaws.com") }'],
    ['IamChanges', '($.eventName = "CreateAccessKey")'],
    ['BucketChanges', '($.eventName = "PutBucketPolicy")'],
    ['SecurityGroupChanges', '($.eventName = "AuthorizeSecurityGroupIngress")'],
    ['NetworkChanges', '($.eventName = "CreateRoute")'],
  ])('%s looks for %s', (id, part) => {
    expect(patterns[id]).toContain(part);
  });

  test('what a deployment changes wakes nobody, but what it takes away does', () => {
    const deployed = IDS.filter((id) => !patterns[id]?.includes('cloudformation.amazonaws.com'));
    expect(deployed).toEqual(IDS.slice(0, 7));
  });
});

test('thresholds can be set, and be known only at deployment', () => {
  const thresholdsOf = (stack: Stack) => alarmsOf(stack).map(({ Properties }) => Properties.Threshold);
  expect(thresholdsOf(stackWith({ failedSignIns: 1, refusedCalls: 100 })).slice(2, 4)).toEqual([1, 100]);
  const token = Lazy.number({ produce: () => 0 });
  expect(thresholdsOf(stackWith({ failedSignIns: token, refusedCalls: token })).slice(2, 4)).toEqual([0, 0]);
});

test.each(['failedSignIns', 'refusedCalls'])('%s refuses what is no count', (threshold) => {
  for (const value of [0, -1, 1.5, Number.NaN]) {
    expect(() => stackWith({ [threshold]: value })).toThrow(
      new Error(`Stack/Trail: \`${threshold}\` must be a whole number from 1 to 1000000000, got: ${value}.`),
    );
  }
});

test('a second call is refused', () => {
  const trail = new AuditTrail(new Stack(new App(), 'Stack'), 'Trail');
  trail.addAlarms();
  expect(() => trail.addAlarms()).toThrow(
    new Error(
      'Stack/Trail: `addAlarms` must be called once, got: a second call. Keep the list that the first one returned.',
    ),
  );
});

test('a given log group is read, an imported one too', () => {
  const stack = new Stack(new App(), 'Stack');
  const logGroup = LogGroup.fromLogGroupName(stack, 'Central', 'central');
  new AuditTrail(stack, 'Trail', { logGroup }).addAlarms();
  expect(new Set(filtersOf(stack).map(({ Properties }) => Properties.LogGroupName))).toEqual(new Set(['central']));
});

test('the alarms of two trails count apart, and reach a topic', () => {
  const stack = new Stack(new App(), 'Stack');
  const alarms = new AlarmSet(stack, 'Alarms', { topic: new AlertTopic(stack, 'Alerts').topic });
  for (const id of ['One', 'Two']) alarms.add(new AuditTrail(stack, id).addAlarms());
  const metrics = alarmsOf(stack).map(({ Properties }) => Properties.MetricName);
  expect(new Set(metrics).size).toBe(2 * IDS.length);
  for (const { Properties } of alarmsOf(stack)) expect(Properties.AlarmActions).toHaveLength(1);
});
