/** Why no rule covers a control. */
export type Reason =
  /** An account or an organization shows it, not the app. */
  | 'account'
  /** It shows while the system runs. */
  | 'runtime'
  /** It is about a service or a configuration that these platforms do not use. */
  | 'other service'
  /** What it asks for is not there any more. */
  | 'obsolete'
  /** The requirement that it is filed under is not served by what it checks. */
  | 'wrong requirement'
  /** A rule shows better what it is for. */
  | 'superseded';

/** A control that is left out although a template would show it. */
export interface LeftOut {
  readonly control: string;
  readonly reason: Reason;
  readonly why: string;
  /** The rule that shows it better. */
  readonly by?: string;
}

export const LEFT_OUT: readonly LeftOut[] = [
  {
    control: 'securityhub:EC2.16',
    reason: 'runtime',
    why: 'whether a network ACL is in use shows in the account',
  },
  {
    control: 'securityhub:RDS.22',
    reason: 'obsolete',
    why: 'DB security groups were of EC2-Classic; a database in a VPC has none that could change',
  },
  {
    control: 'securityhub:SecretsManager.2',
    reason: 'runtime',
    why: 'whether the last rotation went well shows in the account',
  },
  {
    control: 'prowler:rds_instance_event_subscription_security_groups',
    reason: 'obsolete',
    why: 'DB security groups were of EC2-Classic; a database in a VPC has none that could change',
  },
  {
    control: 'prowler:s3_bucket_event_notifications_enabled',
    reason: 'superseded',
    by: 'PCI.CloudTrail.6',
    why: 'a notification starts a program; who read or wrote an object stands in the data events',
  },
  {
    control: 'prowler:vpc_endpoint_for_ec2_enabled',
    reason: 'other service',
    why: 'tasks and functions do not call the API of EC2; endpoints that are there have rules',
  },
  {
    control: 'pulumi:ecr-repository-configure-customer-managed-key',
    reason: 'wrong requirement',
    why: 'an image holds code and no card data, which is what 3.5.1 and 3.6.1 are about',
  },
  {
    control: 'pulumi:ecr-repository-disallow-unencrypted-repository',
    reason: 'obsolete',
    why: 'Elastic Container Registry encrypts every repository, and has no way not to',
  },
  {
    control: 'prowler:s3_bucket_default_encryption',
    reason: 'obsolete',
    why: 'S3 encrypts every object, and has no way not to; with which key, PCI.S3.5 judges',
  },
  {
    control: 'pulumi:s3-bucket-encryption',
    reason: 'obsolete',
    why: 'S3 encrypts every object, and has no way not to; with which key, PCI.S3.5 judges',
  },
  {
    control: 'pulumi:kms-key-deletion-protection',
    reason: 'obsolete',
    why: 'Key Management Service waits seven days at the least, whatever a template says',
  },
  {
    control: 'pulumi:sqs-message-retention',
    reason: 'obsolete',
    why: 'a queue keeps a message for two weeks at the most, whatever a template says',
  },
  {
    control: 'pulumi:lambda-environment-variables-encryption',
    reason: 'superseded',
    by: 'PCI.Lambda.4',
    why: 'Lambda encrypts variables by itself; what needs a key of its own does not belong there',
  },
  {
    control: 'pulumi:environment-separation-tagging',
    reason: 'wrong requirement',
    why: 'a tag says which environment it is and keeps no customer apart from another (A1.1.2)',
  },
  {
    control: 'pulumi:resource-tagging',
    reason: 'wrong requirement',
    why: 'a tag detects no change (11.5.2)',
  },
];
