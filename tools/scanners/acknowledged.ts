import type { Acknowledgement } from './finding';

/** What CDK deploys to do its own work during a deployment: emptying buckets and repositories, the default group. */
const PROVIDER = /AWS::Lambda::Function\.Custom\w+/;

const KEY_OF_CLOUDWATCH_LOGS = {
  where: /AWS::Logs::LogGroup\.\w+/,
  reason:
    'Encrypted with the key of CloudWatch Logs, and masked: an own key is for apps whose source document asks for one',
};

/** Findings of scanners that stay. One that covers nothing fails the scan. */
export const ACKNOWLEDGED: readonly Acknowledgement[] = [
  {
    scanner: 'cfn-lint',
    rule: 'E1022',
    where: /AWS::ECS::TaskDefinition\.\w+|Outputs\.\w+/,
    message: /Fn::GetStackOutput/,
    reason: 'cfn-lint 1.58 does not know the function Fn::GetStackOutput inside Fn::Split; CloudFormation does',
  },
  {
    scanner: 'cfn-lint',
    rule: 'E6101',
    where: /Outputs\.\w+/,
    message: /Fn::GetStackOutput/,
    reason: 'The same: the output is text once Fn::GetStackOutput is resolved',
  },
  {
    scanner: 'cfn-lint',
    rule: 'W3005',
    where: /AWS::\w+::\w+\.\w+|Custom::\w+\.\w+/,
    reason: 'CDK orders whole constructs, which says some dependencies twice; it changes nothing that is deployed',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_115',
    where: PROVIDER,
    reason: 'A provider of CDK runs during deployments, once a resource; reserved concurrency would take from others',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_116',
    where: PROVIDER,
    reason: 'CloudFormation calls a provider and hears of its failure; there is no event that a queue could keep',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_117',
    where: PROVIDER,
    reason: 'A provider calls public APIs of AWS alone, and must do so before the VPC is there and after it is gone',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_18',
    where: /AWS::S3::Bucket\.\w*(FlowLogs?|AlbLogs|AccessLogs)\w*/,
    reason: 'It holds logs that AWS services write: a log of these writes would need a log of its own, without end',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_109',
    where: /AWS::IAM::ManagedPolicy\.EnvironmentBoundary\w+/,
    reason: 'A permissions boundary limits and grants nothing: its Allow is the outer edge of what roles may be given',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_111',
    where: /AWS::IAM::ManagedPolicy\.EnvironmentBoundary\w+/,
    reason: 'A permissions boundary limits and grants nothing: its Allow is the outer edge of what roles may be given',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_136',
    where: /AWS::ECR::Repository\.\w+/,
    reason: 'Images are encrypted with the key of ECR and hold no card data; a key of our own guards nothing more',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_27',
    where: /AWS::SQS::Queue\.\w+/,
    reason: 'Encrypted with the key of SQS (SqsManagedSseEnabled), which checkov does not count',
  },
  { scanner: 'checkov', rule: 'CKV_AWS_158', ...KEY_OF_CLOUDWATCH_LOGS },
  {
    scanner: 'cfn-guard',
    rule: 'cloudwatch_alarm_action_check',
    where: /AWS::CloudWatch::Alarm\.\w+/,
    reason:
      'An alarm that a deployment or a scaling policy reads acts through it; PCI.CloudWatch.1 holds that one of them does',
  },
  { scanner: 'cfn-guard', rule: 'cloudwatch_log_group_encrypted_check', ...KEY_OF_CLOUDWATCH_LOGS },
  {
    scanner: 'cfn-guard',
    rule: 'cloudwatch_log_group_retention_period_check',
    where: /AWS::Logs::LogGroup\.\w+/,
    reason:
      'The source document asks for less than a year; PCI.Logs.1 is where that is accepted, with a person and a day',
  },
  {
    scanner: 'cfn-guard',
    rule: 'ecs_fargate_latest_platform_version_check',
    where: /AWS::ECS::Service\.\w+/,
    reason:
      '1.4.0 is what LATEST stands for; named, so that a platform does not change between two deployments of one template',
  },
  {
    scanner: 'cfn-guard',
    rule: 'ecs_container_insights_enabled_check',
    where: /AWS::ECS::Cluster\.\w+/,
    reason: 'The rule knows enabled alone; enhanced is all of that and more',
  },
  {
    scanner: 'cfn-guard',
    rule: 'ecs_task_definition_memory_hard_limit_check',
    where: /AWS::ECS::TaskDefinition\.\w+/,
    reason: 'Fargate limits the task as a whole, and its one container with it',
  },
  {
    scanner: 'cfn-guard',
    rule: 'elbv2_deletion_protection_enabled_check',
    where: /AWS::ElasticLoadBalancingV2::LoadBalancer\.\w+/,
    reason: 'The source document wants everything destroyed with its stack; the production profile is protected',
  },
  {
    scanner: 'cfn-guard',
    rule: 'iam_managed_policy_no_statements_with_admin_access_check',
    where: /AWS::IAM::ManagedPolicy\.EnvironmentBoundary\w+/,
    reason: 'A permissions boundary limits and grants nothing: its Allow is the outer edge of what roles may be given',
  },
  {
    scanner: 'cfn-guard',
    rule: 'iam_managed_policy_no_statements_with_full_access_check',
    where: /AWS::IAM::ManagedPolicy\.EnvironmentBoundary\w+/,
    reason: 'A permissions boundary limits and grants nothing: its Allow is the outer edge of what roles may be given',
  },
  {
    scanner: 'cfn-guard',
    rule: 'kms_create_grant_aws_service_check',
    where: /AWS::KMS::Key\.\w+|Resources\.unknown/,
    reason:
      'The rule wants a Deny in each policy; here nobody but the account may make grants, and services under a condition (PCI.KMS.3)',
  },
  {
    scanner: 'cfn-guard',
    rule: 'lambda_inside_vpc_check',
    where: PROVIDER,
    reason: 'A provider calls public APIs of AWS alone, and must do so before the VPC is there and after it is gone',
  },
  {
    scanner: 'cfn-guard',
    rule: 'rds_cluster_event_notifications_configured_check',
    where: /AWS::RDS::EventSubscription\.\w+/,
    reason: 'The rule wants a subscription without sources, for the whole account; an app watches its own database',
  },
  {
    scanner: 'cfn-guard',
    rule: 'rds_instance_event_notifications_configured_check',
    where: /AWS::RDS::EventSubscription\.\w+/,
    reason: 'The rule wants a subscription without sources, for the whole account; an app watches its own database',
  },
  {
    scanner: 'cfn-guard',
    rule: 'rds_pg_event_notifications_configured_check',
    where: /AWS::RDS::EventSubscription\.\w+/,
    reason: 'The rule wants a subscription without sources, for the whole account; an app watches its own database',
  },
  {
    scanner: 'cfn-guard',
    rule: 'rds_sg_event_notifications_configured_check',
    where: /AWS::RDS::EventSubscription\.\w+/,
    reason: 'The rule takes each subscription for one of security groups, whatever kind of source it names',
  },
  {
    scanner: 'cfn-guard',
    rule: 'rds_cluster_logging_enabled_check',
    where: /AWS::RDS::DBCluster\.\w+|Resources\.unknown/,
    reason: 'The rule wants every log of MySQL; the general log would write each statement, with the card data in it',
  },
  {
    scanner: 'cfn-guard',
    rule: 'rds_cluster_deletion_protection_enabled_check',
    where: /AWS::RDS::DBCluster\.\w+/,
    reason: 'The source document wants everything destroyed with its stack; the production profile is protected',
  },
  {
    scanner: 'cfn-guard',
    rule: 'aurora_cluster_backtracking_enabled_check',
    where: /AWS::RDS::DBCluster\.\w+/,
    reason: 'Backtracking rewinds the audit trail of the database with its data; recovery to a point in time does not',
  },
  {
    scanner: 'cfn-guard',
    rule: 's3_bucket_default_encryption_kms_check',
    where: /AWS::S3::Bucket\.\w+/,
    reason: 'Load balancers and S3 write their logs to buckets with the key of S3 alone',
  },
  {
    scanner: 'cfn-guard',
    rule: 's3_bucket_logging_enabled_check',
    where: /AWS::S3::Bucket\.\w+/,
    reason: 'It takes the access logs of the other buckets: a log of these would need a log of its own, without end',
  },
  {
    scanner: 'cfn-guard',
    rule: 's3_event_notifications_enabled_check',
    where: /AWS::S3::Bucket\.\w+/,
    reason: 'Nothing in the app works on the arrival of a log file; who touched it stands in the access log',
  },
  {
    scanner: 'cfn-guard',
    rule: 's3_bucket_object_lock_enabled_check',
    where: /AWS::S3::Bucket\.\w+/,
    reason:
      'A locked bucket outlives its stack; the source documents want none that does, and PCI.S3.11 asks it of audit trails alone',
  },
  {
    scanner: 'cfn-guard',
    rule: 'sqs_dlq_check',
    where: /AWS::SQS::Queue\.\w*DeadLetters\w+/,
    reason: 'It is the dead-letter queue itself, and has none behind it',
  },
];
