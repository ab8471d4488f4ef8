/** Files of an application: a key of their own, a bucket that logs who reads them, and a role that may use one folder. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
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

const deployed = new DeployedStacks(app, 'Data', [stack]);
deployed
  .ask({
    service: 'S3',
    api: 'getBucketEncryption',
    parameters: { Bucket: receipts.bucket.bucketName },
    action: 's3:GetEncryptionConfiguration',
    on: [receipts.bucket.bucketArn],
  })
  .assertAtPath(
    'ServerSideEncryptionConfiguration.Rules.0.ApplyServerSideEncryptionByDefault.SSEAlgorithm',
    ExpectedResult.exact('aws:kms'),
  );
// What the role may do is what AWS makes of its policies: it reads and writes receipts, and deletes none.
for (const [action, decision] of [
  ['s3:GetObject', 'allowed'],
  ['s3:PutObject', 'allowed'],
  ['s3:DeleteObject', 'implicitDeny'],
]) {
  deployed
    .ask({
      service: 'IAM',
      api: 'simulatePrincipalPolicy',
      parameters: {
        PolicySourceArn: role.roleArn,
        ActionNames: [action],
        ResourceArns: [receipts.bucket.arnForObjects('receipts/1.pdf')],
      },
      action: 'iam:SimulatePrincipalPolicy',
      on: [role.roleArn],
    })
    .assertAtPath('EvaluationResults.0.EvalDecision', ExpectedResult.exact(decision));
}
