/** Who did what in the account: a trail, the buckets of other logs, and a log group that masks card numbers. */
import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Key } from 'aws-cdk-lib/aws-kms';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
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
const { logGroup } = new ComplianceLogGroup(stack, 'Logs', {
  encryptionKey,
  masking: DataMasking.cardNumbersAndCredentials({ auditDestination: findings.logGroup }),
  removalPolicy,
});
const dataEvents = DataEvents.only({ buckets: [cards.bucket] });
const trail = new AuditTrail(stack, 'Trail', { dataEvents, removalPolicy });
trail.addAlarms();

const deployed = new DeployedStacks(app, 'Archive', [stack]);
const { attrArn: trailArn } = trail.trail;
deployed
  .ask({
    service: 'CloudTrail',
    api: 'getTrail',
    parameters: { Name: trailArn },
    action: 'cloudtrail:GetTrail',
    on: [trailArn],
  })
  .assertAtPath('Trail.LogFileValidationEnabled', ExpectedResult.exact(true));
// Log files arrive in the bucket, and events in the log group.
for (const path of ['LatestDeliveryTime', 'LatestCloudWatchLogsDeliveryTime']) {
  deployed
    .ask({
      service: 'CloudTrail',
      api: 'getTrailStatus',
      parameters: { Name: trailArn },
      action: 'cloudtrail:GetTrailStatus',
      on: [trailArn],
    })
    .assertAtPath(path, ExpectedResult.stringLikeRegexp('.'))
    .waitForAssertions({ totalTimeout: Duration.minutes(30), interval: Duration.seconds(30) });
}
deployed
  .ask({
    service: 'S3',
    api: 'getPublicAccessBlock',
    parameters: { Bucket: cards.bucket.bucketName },
    action: 's3:GetBucketPublicAccessBlock',
    on: [cards.bucket.bucketArn],
  })
  .expect(
    ExpectedResult.objectLike({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    }),
  );
deployed
  .ask({
    service: 'CloudWatchLogs',
    api: 'describeLogGroups',
    parameters: { logGroupNamePrefix: logGroup.logGroupName },
    action: 'logs:DescribeLogGroups',
  })
  .assertAtPath('logGroups.0.dataProtectionStatus', ExpectedResult.exact('ACTIVATED'));
