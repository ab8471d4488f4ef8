/** Alerts: a topic, what subscribes to it, and alarms that report to it. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
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
alarms.watch('LostAlerts', alerts.topic.metricNumberOfNotificationsFailed(), AlarmWhen.atLeast(1));

new IntegTest(app, 'Alerts', { testCases: [stack] });
