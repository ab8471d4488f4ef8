import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import {
  constructIds,
  holdsForRandomProps,
  optional,
  refusesRandomProps,
  validBut,
} from '../../../testing/src/random-props';
import { AlarmSet, AlarmWhen, AlertTopic, ChatChannel } from '../src';

/** A topic with who listens and what is watched, in words. */
interface Alerts {
  readonly id: string;
  readonly key?: 'created' | 'imported';
  readonly removal?: keyof typeof RemovalPolicy;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly urls: readonly string[];
  readonly slack?: { readonly workspaceId: string; readonly channelId: string };
  readonly teams?: { readonly tenantId: string; readonly teamId: string; readonly channelId: string };
  readonly alarms: readonly Watched[];
}

interface Watched {
  readonly when: 'above' | 'atLeast' | 'below' | 'atMost';
  readonly threshold: number;
  /** In seconds. */
  readonly period: number;
  readonly periods?: number;
  readonly datapoints?: number;
  readonly missing?: TreatMissingData;
  readonly description?: string;
}

function build(stack: Stack, props: Alerts): void {
  const keys = {
    created: () => new Key(stack, 'Key', { enableKeyRotation: true }),
    imported: () => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
  };
  const alerts = new AlertTopic(stack, props.id, {
    encryptionKey: props.key && keys[props.key](),
    removalPolicy: props.removal && RemovalPolicy[props.removal],
  });
  for (const address of props.emails) alerts.addEmail(address);
  for (const number of props.phones) alerts.addSms(number);
  for (const url of props.urls) alerts.addHttps(url);
  if (props.slack) alerts.addChat('Slack', ChatChannel.slack(props.slack));
  if (props.teams) alerts.addChat('Teams', ChatChannel.microsoftTeams(props.teams));
  alerts.grantPublish(new Role(stack, 'Role', { assumedBy: new AccountPrincipal('111111111111') }));
  const alarms = new AlarmSet(stack, 'Alarms', { topic: alerts.topic });
  const metric = new Metric({ namespace: 'Test', metricName: 'Other' });
  alarms.add([metric.createAlarm(stack, 'Other', { threshold: 1, evaluationPeriods: 1 })]);
  for (const [place, { when, threshold, period, missing, ...rest }] of props.alarms.entries()) {
    const metric = new Metric({ namespace: 'Test', metricName: 'Test', period: Duration.seconds(period) });
    alarms.watch(`Alarm${place}`, metric, AlarmWhen[when](threshold, { ...rest, missingData: missing }));
  }
}

const word = (pattern: string) => fc.stringMatching(new RegExp(`^${pattern}$`));
const watched = fc
  .record({
    when: fc.constantFrom('above', 'atLeast', 'below', 'atMost'),
    threshold: fc.double({ noNaN: true, noDefaultInfinity: true }),
    period: fc.constantFrom(10, 30, 60, 300, 3_600, 86_400),
    periods: optional(fc.integer({ min: 1, max: 168 })),
    datapoints: optional(fc.integer({ min: 1, max: 168 })),
    missing: optional(fc.constantFrom(...Object.values(TreatMissingData))),
    description: optional(fc.string({ maxLength: 1024 })),
  })
  .map(({ period, periods, datapoints, ...rest }) => {
    // CloudWatch looks back a day, or seven where a period lasts an hour.
    const most = Math.floor((period < 3_600 ? 86_400 : 7 * 86_400) / period);
    const fitting = periods && Math.min(periods, most);
    return { ...rest, period, periods: fitting, datapoints: datapoints && Math.min(datapoints, fitting ?? 1) };
  });

const valid = fc.record({
  id: constructIds,
  key: optional(fc.constantFrom('created', 'imported')),
  removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
  emails: fc.uniqueArray(fc.emailAddress(), { maxLength: 2 }),
  phones: fc.uniqueArray(word('\\+[1-9]\\d{6,14}'), { maxLength: 2 }),
  urls: fc.uniqueArray(fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }), { maxLength: 2 }),
  slack: optional(fc.record({ workspaceId: word('[TE][0-9A-Z]{2,254}'), channelId: word('[CG][0-9A-Z]{2,254}') })),
  teams: optional(
    fc.record({ tenantId: fc.uuid(), teamId: fc.uuid(), channelId: word('19:[A-Za-z0-9_-]{1,60}@thread\\.tacv2') }),
  ),
  alarms: fc.array(watched, { maxLength: 3 }),
}) as fc.Arbitrary<Alerts>;

holdsForRandomProps<Alerts>('AlertTopic and AlarmSet', {
  valid,
  build,
  safeChange: fc.record({ emails: fc.constant(['team@example.com']), alarms: fc.array(watched, { maxLength: 1 }) }),
  runs: 400,
});

const alarm: Watched = { when: 'above', threshold: 1, period: 300 };
const alarms = (wrong: Partial<Watched>) => ({ alarms: [{ ...alarm, ...wrong }] });
const noCount = fc.oneof(fc.integer({ max: 0 }), fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY));
const slack = { workspaceId: 'T0123456789', channelId: 'C0123456789' };
const teams = {
  tenantId: '00000000-0000-4000-8000-000000000001',
  teamId: '00000000-0000-4000-8000-000000000002',
  channelId: '19:a@thread.tacv2',
};

refusesRandomProps<Alerts>('AlertTopic and AlarmSet', {
  build,
  runs: 200,
  invalid: fc.oneof(
    validBut(valid, 'removalPolicy', fc.constant({ removal: 'SNAPSHOT' as const })),
    validBut(
      valid,
      'address',
      fc.constantFrom('', 'a', 'a@b', 'a b@c.de', '@c.de').map((one) => ({ emails: [one] })),
    ),
    validBut(
      valid,
      'address',
      fc.emailAddress().map((one) => ({ emails: [one, one] })),
    ),
    validBut(
      valid,
      'phoneNumber',
      fc.constantFrom('', '110', '+0123456', '+49 170').map((one) => ({ phones: [one] })),
    ),
    validBut(
      valid,
      'url',
      fc
        .oneof(
          fc.webUrl({ validSchemes: ['http', 'ftp'] }),
          fc.constantFrom('', 'https://', 'https://a:b@c.de', 'https://a'),
        )
        .map((url) => ({ urls: [url] })),
    ),
    validBut(valid, 'workspaceId', fc.constant({ slack: { ...slack, workspaceId: 'pay' } })),
    validBut(valid, 'channelId', fc.constant({ slack: { ...slack, channelId: '#alerts' } })),
    validBut(valid, 'tenantId', fc.constant({ slack: undefined, teams: { ...teams, tenantId: 'pay' } })),
    validBut(valid, 'teamId', fc.constant({ slack: undefined, teams: { ...teams, teamId: '' } })),
    validBut(valid, 'channelId', fc.constant({ slack: undefined, teams: { ...teams, channelId: 'alerts' } })),
    validBut(
      valid,
      'threshold',
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY).map((threshold) => alarms({ threshold })),
    ),
    validBut(
      valid,
      'periods',
      noCount.map((periods) => alarms({ periods })),
    ),
    validBut(
      valid,
      'periods',
      fc.integer({ min: 289, max: 86_400 }).map((periods) => alarms({ periods })),
    ),
    validBut(
      valid,
      'datapoints',
      noCount.map((datapoints) => alarms({ datapoints })),
    ),
    validBut(
      valid,
      'datapoints',
      fc.integer({ min: 2, max: 99 }).map((datapoints) => alarms({ periods: 1, datapoints })),
    ),
  ),
});
