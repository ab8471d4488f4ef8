import type { Acknowledgement } from './finding';

/** What CDK deploys to do its own work during a deployment: emptying buckets and repositories, the default group. */
const PROVIDER = /AWS::Lambda::Function\.Custom\w+/;

/** Findings of cfn-lint and checkov that stay. One that covers nothing fails the scan. */
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
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_18',
    where: /AWS::S3::Bucket\.Backups\w+/,
    reason:
      'The source document asks for this bucket and names no log; nothing writes to it but what an operator puts there',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_158',
    where: /AWS::Logs::LogGroup\.\w+/,
    reason:
      'Encrypted with the key of CloudWatch Logs, and masked: an own key is for apps whose source document asks for one',
  },
  {
    scanner: 'checkov',
    rule: 'CKV_AWS_149',
    where: /AWS::SecretsManager::Secret\.(DatabaseSecret|SettingsApiKeys)\w+/,
    reason: 'Encrypted with the key of Secrets Manager: an own key is for apps whose source document asks for one',
  },
];
