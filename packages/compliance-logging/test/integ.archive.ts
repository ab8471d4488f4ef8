/** Who did what in the account: a trail, the buckets of other logs, and a log group that masks card numbers. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose, AuditTrail, ComplianceLogGroup, DataEvents, DataMasking } from '../src';

const app = new App();
const stack = new Stack(app, 'compliance-logging-archive');
const removalPolicy = RemovalPolicy.DESTROY;

const encryptionKey = new Key(stack, 'Key', {
  enableKeyRotation: true,
  removalPolicy,
  pendingWindow: Duration.days(7),
});
const accessLogs = new AuditBucket(stack, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs(), removalPolicy });
const shared = { serverAccessLogsBucket: accessLogs.bucket, removalPolicy };
new AuditBucket(stack, 'FlowLogs', { purpose: AuditPurpose.flowLogs(), encryptionKey, ...shared });
new AuditBucket(stack, 'LoadBalancerLogs', { purpose: AuditPurpose.loadBalancerLogs(), ...shared });
const cards = new AuditBucket(stack, 'Cards', { purpose: AuditPurpose.data(), encryptionKey, ...shared });

const findings = new ComplianceLogGroup(stack, 'Findings', { encryptionKey, removalPolicy });
new ComplianceLogGroup(stack, 'Logs', {
  encryptionKey,
  masking: DataMasking.cardNumbersAndCredentials({ auditDestination: findings.logGroup }),
  removalPolicy,
});
const dataEvents = DataEvents.only({ buckets: [cards.bucket] });
new AuditTrail(stack, 'Trail', { dataEvents, removalPolicy }).addAlarms();

new IntegTest(app, 'Archive', { testCases: [stack] });
