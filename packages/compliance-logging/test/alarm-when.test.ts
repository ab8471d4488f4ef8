import { onlyResource } from '@org/testing';
import { type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { AlarmSet, AlarmWhen, type AlarmWhenOptions } from '../src';

const metricOf = (period: Duration) => new Metric({ namespace: 'Payments', metricName: 'Refused', period });
const refused = metricOf(Duration.minutes(5));

function alarmOf(when: AlarmWhen, metric: IMetric = refused) {
  const stack = new Stack(new App(), 'Stack');
  new AlarmSet(stack, 'Set', { topic: new Topic(stack, 'Topic') }).watch('Alarm', metric, when);
  return onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties;
}

test.each([
  ['above', AlarmWhen.above(5), 'GreaterThanThreshold', 'notBreaching'],
  ['atLeast', AlarmWhen.atLeast(5), 'GreaterThanOrEqualToThreshold', 'notBreaching'],
  ['below', AlarmWhen.below(5), 'LessThanThreshold', 'breaching'],
  ['atMost', AlarmWhen.atMost(5), 'LessThanOrEqualToThreshold', 'breaching'],
])('%s compares, and decides what missing data means', (_name, when, ComparisonOperator, TreatMissing) => {
  expect(alarmOf(when)).toMatchObject({
    ComparisonOperator,
    Threshold: 5,
    TreatMissingData: TreatMissing,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
  });
  expect(alarmOf(when)).not.toHaveProperty('AlarmDescription');
});

const FACTORIES = [
  ['above', (options: AlarmWhenOptions) => AlarmWhen.above(5, options)],
  ['atLeast', (options: AlarmWhenOptions) => AlarmWhen.atLeast(5, options)],
  ['below', (options: AlarmWhenOptions) => AlarmWhen.below(5, options)],
  ['atMost', (options: AlarmWhenOptions) => AlarmWhen.atMost(5, options)],
] as const;

test.each(FACTORIES)('%s takes the options', (_name, make) => {
  const description = 'Card payments are refused: see the runbook.';
  const options = { periods: 5, datapoints: 3, missingData: TreatMissingData.IGNORE, description };
  expect(alarmOf(make(options))).toMatchObject({
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    TreatMissingData: 'ignore',
    AlarmDescription: description,
  });
});

test('all periods must cross the threshold unless said otherwise', () => {
  expect(alarmOf(AlarmWhen.above(5, { periods: 4 }))).toMatchObject({ EvaluationPeriods: 4, DatapointsToAlarm: 4 });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %p as threshold', (threshold) => {
  expect(() => alarmOf(AlarmWhen.above(threshold))).toThrow(
    new Error(`Stack/Set: \`threshold\` must be a finite number, got: ${threshold}.`),
  );
});

test.each([0, -3, 0.5])('takes %p as threshold', (threshold) => {
  expect(alarmOf(AlarmWhen.above(threshold)).Threshold).toBe(threshold);
});

test.each([0, -1, 1.5])('refuses %p periods', (periods) => {
  expect(() => alarmOf(AlarmWhen.above(5, { periods, datapoints: 1 }))).toThrow(
    new Error(`Stack/Set: \`periods\` must be a whole number from 1 to 86400, got: ${periods}.`),
  );
});

test.each([0, 4, 1.5])('refuses %p datapoints of 3 periods', (datapoints) => {
  expect(() => alarmOf(AlarmWhen.above(5, { periods: 3, datapoints }))).toThrow(
    new Error(`Stack/Set: \`datapoints\` must be a whole number from 1 to 3, got: ${datapoints}.`),
  );
});

test('passes values known only at deployment', () => {
  const token = (value: number) => Lazy.number({ produce: () => value });
  const when = AlarmWhen.above(token(7), { periods: token(4), datapoints: token(2) });
  expect(alarmOf(when)).toMatchObject({ Threshold: 7, EvaluationPeriods: 4, DatapointsToAlarm: 2 });
  expect(alarmOf(AlarmWhen.above(5, { periods: token(4), datapoints: 2 })).DatapointsToAlarm).toBe(2);
});

describe('the window', () => {
  test.each([
    [Duration.minutes(5), 288, 'a day'],
    [Duration.minutes(1), 1440, 'a day'],
    [Duration.minutes(7), 205, 'a day'],
    [Duration.hours(1), 168, 'seven days'],
    [Duration.days(1), 7, 'seven days'],
  ])('with a period of %p is %i periods', (period, most, window) => {
    expect(() => alarmOf(AlarmWhen.above(5, { periods: most }), metricOf(period))).not.toThrow();
    expect(() => alarmOf(AlarmWhen.above(5, { periods: most + 1 }), metricOf(period))).toThrow(
      new Error(
        `Stack/Set: \`periods\` must be at most ${most} for a metric with a period of ${period.toSeconds()} seconds, got: ` +
          `${most + 1}. CloudWatch looks back ${window} at the most: give the metric a longer period.`,
      ),
    );
  });

  test('holds for any period: a day below an hour, else a week', () => {
    const seconds = fc.constantFrom(10, 30, 60, 300, 900, 1800, 3600, 7200, 21_600, 86_400);
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 9_000 }), (period, periods) => {
        const build = () => AlarmWhen.above(5, { periods })._bind(new App(), metricOf(Duration.seconds(period)));
        if (period * periods <= (period < 3600 ? 86_400 : 604_800)) expect(build).not.toThrow();
        else expect(build).toThrow('must be at most');
      }),
    );
  });

  test('is seven days for a metric that does not tell its period', () => {
    const metric: IMetric = {
      toMetricConfig: () => ({}),
      toAlarmConfig: () => ({}),
      toGraphConfig: () => ({}),
    } as never;
    expect(() => AlarmWhen.above(5, { periods: 168 })._bind(new App(), metric)).not.toThrow();
    expect(() => AlarmWhen.above(5, { periods: 169 })._bind(new App(), metric)).toThrow('must be at most 168');
  });

  test('counts for a math expression', () => {
    const rate = (period: Duration) =>
      new MathExpression({ expression: 'a / 2', usingMetrics: { a: refused }, period });
    expect(() => alarmOf(AlarmWhen.above(5, { periods: 288 }), rate(Duration.minutes(5)))).not.toThrow();
    expect(() => alarmOf(AlarmWhen.above(5, { periods: 289 }), rate(Duration.minutes(5)))).toThrow(
      'must be at most 288',
    );
    expect(() => alarmOf(AlarmWhen.above(5, { periods: 169 }), rate(Duration.hours(1)))).toThrow('must be at most 168');
  });
});
