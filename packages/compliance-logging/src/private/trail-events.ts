import type { TrailAlarmThresholds } from '../trail-alarm-thresholds';

/** Events of one kind, and from how many in five minutes on somebody should look. */
export interface WatchedEvents {
  /** Stands in construct ids: never change one. */
  readonly id: string;
  /** Filter pattern over the trail's events in its log group. */
  readonly pattern: string;
  readonly threshold: number;
  /** What it means and what to do about it. */
  readonly description: string;
}

/** Not even a deployment does these unnoticed. */
const TRAIL_CHANGES =
  'DeleteEventDataStore DeleteTrail PutEventSelectors PutInsightSelectors StopEventDataStoreIngestion StopLogging ' +
  'UpdateEventDataStore UpdateTrail';
/** A GuardDuty detector is suspended by an update of it, which other changes of its settings are as well. */
const TOOLS_STOPPED =
  'DeleteConfigurationRecorder DeleteDeliveryChannel DeleteDetector DeleteFlowLogs DeleteWebACL DisableSecurityHub ' +
  'DisassociateWebACL StopConfigurationRecorder UpdateDetector';
const KEYS_LOST = 'DisableKey ScheduleKeyDeletion';

/** These should come through deployments. */
const LOG_CHANGES =
  'DeleteDataProtectionPolicy DeleteLogGroup DeleteLogStream DeleteRetentionPolicy DisassociateKmsKey ' +
  'PutDataProtectionPolicy PutRetentionPolicy';
const IAM_CHANGES =
  'AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateAccessKey CreateLoginProfile CreatePolicy ' +
  'CreatePolicyVersion CreateUser DeactivateMFADevice DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary ' +
  'PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy PutUserPolicy SetDefaultPolicyVersion ' +
  'UpdateAssumeRolePolicy UpdateLoginProfile';
const BUCKET_CHANGES =
  'DeleteAccountPublicAccessBlock DeleteBucketEncryption DeleteBucketPolicy DeleteBucketPublicAccessBlock ' +
  'PutAccountPublicAccessBlock PutBucketAcl PutBucketLifecycle PutBucketLogging PutBucketPolicy ' +
  'PutBucketPublicAccessBlock PutBucketReplication PutBucketVersioning';
const SECURITY_GROUP_CHANGES =
  'AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress ModifySecurityGroupRules RevokeSecurityGroupEgress ' +
  'RevokeSecurityGroupIngress';
const NETWORK_CHANGES =
  'AcceptVpcPeeringConnection AttachInternetGateway CreateNatGateway CreateNetworkAclEntry CreateRoute CreateVpc ' +
  'CreateVpcPeeringConnection DeleteNetworkAclEntry DeleteVpcEndpoints ModifySubnetAttribute ModifyVpcAttribute ' +
  'ModifyVpcEndpoint ReplaceNetworkAclEntry ReplaceRoute';

/** CloudFormation makes these calls for a deployment, which has been reviewed before. */
const NOT_DEPLOYED = '($.sourceIPAddress != "cloudformation.amazonaws.com")';

/** What an attacker or a mistake leaves in a trail, for PCI DSS 4.0.1 requirements 10.2.1.2 to 10.2.1.7 and 10.7.2. */
export function watchedEvents(thresholds: Required<TrailAlarmThresholds>): WatchedEvents[] {
  return [...signIns(thresholds), ...lostControls(), ...handMadeChanges()];
}

function signIns({ failedSignIns, refusedCalls }: Required<TrailAlarmThresholds>): WatchedEvents[] {
  return [
    watch(
      'RootUser',
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
      'Somebody used the root user, which no daily work needs: find out who, and change its password.',
    ),
    watch(
      'SignInWithoutMfa',
      '{ ($.eventName = "ConsoleLogin") && ($.responseElements.ConsoleLogin = "Success") && ' +
        '($.userIdentity.type = "IAMUser") && ($.additionalEventData.MFAUsed != "Yes") }',
      'Somebody signed in to the console without a second factor: demand one of this user.',
    ),
    watch(
      'FailedSignIns',
      '{ ($.eventName = "ConsoleLogin") && ($.responseElements.ConsoleLogin = "Failure") }',
      'Sign-ins to the console fail: ask the user, or look for somebody who guesses passwords.',
      failedSignIns,
    ),
    watch(
      'RefusedCalls',
      '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
      'Many calls are refused: look for a role that lacks a permission, or for somebody who tries doors.',
      refusedCalls,
    ),
  ];
}

function lostControls(): WatchedEvents[] {
  return [
    watch(
      'TrailChanges',
      calls(TRAIL_CHANGES),
      'A trail or an event data store was stopped, deleted or changed: make sure that it still records, and find out who did it.',
    ),
    watch(
      'SecurityToolsStopped',
      calls(TOOLS_STOPPED),
      'AWS Config, GuardDuty, Security Hub, a flow log or a firewall was stopped, or GuardDuty changed: see that all run.',
    ),
    watch(
      'KeysLost',
      calls(KEYS_LOST, from('kms')),
      'A key is disabled or will be deleted, and with it all that it encrypts: cancel that, or be sure.',
    ),
  ];
}

function handMadeChanges(): WatchedEvents[] {
  return [
    watch(
      'LogChanges',
      calls(LOG_CHANGES, from('logs'), NOT_DEPLOYED),
      'Logs, their retention or their masking were changed outside of a deployment: find out why.',
    ),
    watch(
      'IamChanges',
      calls(IAM_CHANGES, NOT_DEPLOYED),
      'Users, access keys or permissions were changed outside of a deployment: check who may now do what.',
    ),
    watch(
      'BucketChanges',
      calls(BUCKET_CHANGES, from('s3'), NOT_DEPLOYED),
      'Who may read a bucket, or how long it keeps objects, was changed outside of a deployment: check it.',
    ),
    watch(
      'SecurityGroupChanges',
      calls(SECURITY_GROUP_CHANGES, NOT_DEPLOYED),
      'A security group was changed outside of a deployment: check what can now reach what.',
    ),
    watch(
      'NetworkChanges',
      calls(NETWORK_CHANGES, NOT_DEPLOYED),
      'Routes, gateways or network lists were changed outside of a deployment: check the segmentation.',
    ),
  ];
}

function watch(id: string, pattern: string, description: string, threshold = 1): WatchedEvents {
  return { id, pattern, threshold, description };
}

function calls(names: string, ...conditions: string[]): string {
  const named = names.split(' ').map((name) => `($.eventName = "${name}")`);
  return `{ ${[`(${named.join(' || ')})`, ...conditions].join(' && ')} }`;
}

/** For names that more than one service has. */
function from(service: string): string {
  return `($.eventSource = "${service}.amazonaws.com")`;
}
