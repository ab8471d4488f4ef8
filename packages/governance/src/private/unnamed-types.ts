/** Types that have a name property and whose names are left to CloudFormation or to their author, each with its reason. */
export const UNNAMED_TYPES: Readonly<Record<string, string>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'a rolling replacement needs the old and the new group side by side',
  'AWS::AutoScaling::LifecycleHook': 'its name is seen only inside its group',
  'AWS::Backup::BackupSelection': 'its name is seen only inside its plan',
  'AWS::EC2::LaunchTemplate': 'it is replaced together with the group that uses it',
  'AWS::ECS::CapacityProvider': 'it is replaced together with its group',
  'AWS::IAM::Policy': 'an inline policy is seen only inside its role',
  'AWS::Logs::LogStream': 'its name is seen only inside its log group',
  'AWS::Logs::MetricFilter': 'its name is seen only inside its log group',
  'AWS::Logs::SubscriptionFilter': 'its name is seen only inside its log group',
  'AWS::RDS::DBClusterParameterGroup': 'a major upgrade of the engine replaces it, which a fixed name would block',
  'AWS::RDS::DBParameterGroup': 'a major upgrade of the engine replaces it, which a fixed name would block',
  'AWS::RDS::OptionGroup': 'a major upgrade of the engine replaces it, which a fixed name would block',
  'AWS::Route53::HostedZone': 'its name is a domain, which its author chooses',
  'AWS::Route53::RecordSet': 'its name is a domain, which its author chooses',
  'AWS::ServiceDiscovery::Service': 'its name is the DNS label that callers use',
};
