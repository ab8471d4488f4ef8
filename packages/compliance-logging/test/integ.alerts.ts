/** Alerts: a topic, what subscribes to it, and alarms that report to it. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
import { AlarmSet, AlarmWhen, AlertTopic, ComplianceLogGroup } from '../src';

const app = new App();
const stack = new Stack(app, 'compliance-logging-alerts');
const removalPolicy = RemovalPolicy.DESTROY;

const alerts = new AlertTopic(stack, 'Alerts', { removalPolicy });
alerts.addEmail('alerts@example.com');
alerts.addHttps('https://events.example.com/alerts');

// No chat channel: its workspace must have been authorized by hand in the account that this is deployed to.
const findings = new ComplianceLogGroup(stack, 'Findings', { encryptionKey: alerts.encryptionKey, removalPolicy });
const alarms = new AlarmSet(stack, 'Alarms', { topic: alerts.topic });
alarms.watch(
  'CardNumbers',
  findings.metricIncomingLogEvents(),
  AlarmWhen.above(0, { description: 'A log holds card data: find the event in the findings, and stop who logs it.' }),
);
const lost = alarms.watch('LostAlerts', alerts.topic.metricNumberOfNotificationsFailed(), AlarmWhen.atLeast(1));

const deployed = new DeployedStacks(app, 'Alerts', [stack]);
// An alarm that goes off reaches the encrypted topic: CloudWatch may publish to it, and use its key.
const setOff = deployed.ask({
  service: 'CloudWatch',
  api: 'setAlarmState',
  parameters: { AlarmName: lost.alarmName, StateValue: 'ALARM', StateReason: 'Integration test' },
  action: 'cloudwatch:SetAlarmState',
  on: [lost.alarmArn],
});
const told = deployed.ask({
  service: 'CloudWatch',
  api: 'describeAlarmHistory',
  parameters: { AlarmName: lost.alarmName, HistoryItemType: 'Action', MaxRecords: 1 },
  action: 'cloudwatch:DescribeAlarmHistory',
  on: [lost.alarmArn],
});
setOff.next(told);
told
  .assertAtPath('AlarmHistoryItems.0.HistorySummary', ExpectedResult.stringLikeRegexp('^Successfully executed action'))
  .waitForAssertions({ totalTimeout: Duration.minutes(5), interval: Duration.seconds(15) });

deployed
  .ask({
    service: 'SNS',
    api: 'getTopicAttributes',
    parameters: { TopicArn: alerts.topic.topicArn },
    action: 'sns:GetTopicAttributes',
    on: [alerts.topic.topicArn],
  })
  .assertAtPath('Attributes.KmsMasterKeyId', ExpectedResult.stringLikeRegexp('[0-9a-f-]{36}'));
