/** Files of an application: a key of their own, a bucket that logs who reads them, and a role that may use one folder. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuditBucket, AuditPurpose, ComplianceKey } from '../src';

const app = new App();
const stack = new Stack(app, 'compliance-logging-data');
const removalPolicy = RemovalPolicy.DESTROY;

const { key: encryptionKey } = new ComplianceKey(stack, 'DataKey', { removalPolicy });
const accessLogs = new AuditBucket(stack, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs(), removalPolicy });
const receipts = new AuditBucket(stack, 'Receipts', {
  purpose: AuditPurpose.data(),
  encryptionKey,
  serverAccessLogsBucket: accessLogs.bucket,
  removalPolicy,
});
const role = new Role(stack, 'Task', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
receipts.grantReadWrite(new ManagedPolicy(stack, 'TaskPolicy', { roles: [role] }), 'receipts');

new IntegTest(app, 'Data', { testCases: [stack] });
