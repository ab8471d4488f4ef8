/** How resources of one CloudFormation type get their names. */
export interface NameRule {
  /** First words of the {type} slot. Types with the same one never have a name in common. */
  readonly label: string;
  /** The L1's attribute that takes the name. Absent: the resource has no name, and a `Name` tag stands in for it. */
  readonly attribute?: string;
  /** Longest name that AWS takes, everything included. */
  readonly maxLength: number;
  /** Words of a construct path that say no more than the label does. Default: the words of the label. */
  readonly synonyms?: string[];
  /** Names of this type are global: the account id is appended. */
  readonly accountId?: boolean;
  /** What every name of this type begins with. */
  readonly prefix?: string;
  /** A start that AWS gives a meaning to, and keeps when a package's default name has it. */
  readonly imposedStart?: string;
  /** A start that AWS refuses. */
  readonly refusedStart?: string;
  /** Boolean attribute that makes `.fifo` the obligatory end of the name. */
  readonly fifoAttribute?: string;
  /** The L2 hands CloudFormation a name of its own making as a lazy value. */
  readonly lazyDefault?: boolean;
  /** The L2 copies a name of its own making, as text, into other resources, which another name would not reach. */
  readonly copiedDefault?: boolean;
  /** Secrets Manager adds a hyphen and six characters to a name, and mistakes a name that ends so. */
  readonly randomEnding?: boolean;
}

/** A tag's value may have 256 characters. */
function tagged(label: string, ...synonyms: string[]): NameRule {
  return { label, maxLength: 256, synonyms: [...label.split('-'), ...synonyms] };
}

const database = ['database', 'db', 'cluster', 'aurora'];

/**
 * Every type that is named, by CloudFormation type. Lengths are those of the services' API references. All derived
 * names consist of a-z, 0-9 and single hyphens and begin with a letter: the set that each of these services accepts.
 */
export const NAME_RULES: Readonly<Record<string, NameRule>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': { label: 'scaling-policy', attribute: 'policyName', maxLength: 255 },
  'AWS::Backup::BackupVault': { label: 'backup-vault', attribute: 'backupVaultName', maxLength: 50 },
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': {
    label: 'chat-channel',
    attribute: 'configurationName',
    maxLength: 128,
  },
  'AWS::Chatbot::SlackChannelConfiguration': { label: 'chat-channel', attribute: 'configurationName', maxLength: 128 },
  'AWS::CloudTrail::Trail': { label: 'trail', attribute: 'trailName', maxLength: 128 },
  'AWS::CloudWatch::Alarm': {
    label: 'alarm',
    attribute: 'alarmName',
    maxLength: 255,
    synonyms: ['alarm', 'alarms'],
  },
  'AWS::CloudWatch::CompositeAlarm': {
    label: 'alarm',
    attribute: 'alarmName',
    maxLength: 255,
    synonyms: ['alarm', 'alarms'],
    lazyDefault: true,
  },
  'AWS::CloudWatch::Dashboard': { label: 'dashboard', attribute: 'dashboardName', maxLength: 255 },
  'AWS::CodeDeploy::Application': { label: 'codedeploy-app', attribute: 'applicationName', maxLength: 100 },
  'AWS::CodeDeploy::DeploymentGroup': { label: 'deployment-group', attribute: 'deploymentGroupName', maxLength: 100 },
  'AWS::DynamoDB::Table': { label: 'table', attribute: 'tableName', maxLength: 255 },
  'AWS::EC2::EIP': tagged('eip', 'subnet', 'vpc'),
  'AWS::EC2::EgressOnlyInternetGateway': tagged('eigw', 'egress', 'only', 'internet', 'gateway', 'vpc'),
  'AWS::EC2::FlowLog': tagged('flow-log', 'log', 'logs', 'vpc'),
  'AWS::EC2::InternetGateway': tagged('igw', 'internet', 'gateway', 'vpc'),
  'AWS::EC2::NatGateway': tagged('nat', 'gateway', 'subnet', 'vpc'),
  'AWS::EC2::NetworkAcl': tagged('nacl', 'network', 'acl', 'vpc'),
  'AWS::EC2::RouteTable': tagged('rtb', 'route', 'table', 'subnet', 'vpc'),
  // AWS refuses group names that begin with `sg-`.
  'AWS::EC2::SecurityGroup': {
    label: 'security-group',
    attribute: 'groupName',
    maxLength: 255,
    synonyms: ['security', 'group', 'sg'],
    refusedStart: 'sg-',
  },
  'AWS::EC2::Subnet': tagged('subnet', 'vpc'),
  'AWS::EC2::VPC': tagged('vpc'),
  'AWS::EC2::VPCEndpoint': tagged('vpce', 'vpc', 'endpoint', 'endpoints'),
  'AWS::ECR::Repository': { label: 'repository', attribute: 'repositoryName', maxLength: 256 },
  'AWS::ECS::Cluster': {
    label: 'ecs-cluster',
    attribute: 'clusterName',
    maxLength: 255,
    synonyms: ['ecs', 'cluster', 'fargate'],
  },
  'AWS::ECS::Service': { label: 'service', attribute: 'serviceName', maxLength: 255 },
  'AWS::ECS::TaskDefinition': {
    label: 'task',
    attribute: 'family',
    maxLength: 255,
    synonyms: ['task', 'def', 'definition'],
  },
  'AWS::ElastiCache::CacheCluster': {
    label: 'cache',
    attribute: 'clusterName',
    maxLength: 50,
    synonyms: ['cache', 'cluster'],
  },
  'AWS::ElastiCache::ReplicationGroup': {
    label: 'cache',
    attribute: 'replicationGroupId',
    maxLength: 40,
    synonyms: ['cache', 'replication', 'group'],
  },
  'AWS::ElastiCache::SubnetGroup': {
    label: 'cache-subnets',
    attribute: 'cacheSubnetGroupName',
    maxLength: 255,
    synonyms: ['cache', 'subnet', 'subnets', 'group'],
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    label: 'alb',
    attribute: 'name',
    maxLength: 32,
    synonyms: ['alb', 'load', 'balancer', 'lb'],
    refusedStart: 'internal-',
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    label: 'tg',
    attribute: 'name',
    maxLength: 32,
    synonyms: ['tg', 'target', 'targets', 'group'],
  },
  'AWS::ElasticLoadBalancingV2::TrustStore': {
    label: 'trust-store',
    attribute: 'name',
    maxLength: 32,
    lazyDefault: true,
  },
  'AWS::Events::EventBus': { label: 'event-bus', attribute: 'name', maxLength: 256, lazyDefault: true },
  'AWS::Events::Rule': { label: 'rule', attribute: 'name', maxLength: 64 },
  'AWS::IAM::Group': { label: 'group', attribute: 'groupName', maxLength: 128 },
  'AWS::IAM::InstanceProfile': { label: 'instance-profile', attribute: 'instanceProfileName', maxLength: 128 },
  'AWS::IAM::ManagedPolicy': {
    label: 'policy',
    attribute: 'managedPolicyName',
    maxLength: 128,
    synonyms: ['managed', 'policy'],
  },
  'AWS::IAM::Role': { label: 'role', attribute: 'roleName', maxLength: 64 },
  'AWS::IAM::User': { label: 'user', attribute: 'userName', maxLength: 64 },
  'AWS::KMS::Alias': {
    label: 'key',
    attribute: 'aliasName',
    maxLength: 256,
    prefix: 'alias/',
    synonyms: ['key', 'alias'],
  },
  'AWS::Kinesis::Stream': { label: 'stream', attribute: 'name', maxLength: 128 },
  'AWS::KinesisFirehose::DeliveryStream': { label: 'delivery-stream', attribute: 'deliveryStreamName', maxLength: 64 },
  'AWS::Lambda::Function': { label: 'function', attribute: 'functionName', maxLength: 64 },
  'AWS::Lambda::LayerVersion': { label: 'layer', attribute: 'layerName', maxLength: 140 },
  'AWS::Logs::LogGroup': {
    label: 'log-group',
    attribute: 'logGroupName',
    maxLength: 512,
    synonyms: ['log', 'logs', 'group'],
    imposedStart: 'aws-waf-logs-',
  },
  // One name in two environments of an account would be one policy, and the second deployment would take it over.
  'AWS::Logs::ResourcePolicy': {
    label: 'log-policy',
    attribute: 'policyName',
    maxLength: 255,
    synonyms: ['log', 'logs', 'resource', 'policy'],
    lazyDefault: true,
  },
  'AWS::RDS::DBCluster': {
    label: 'db-cluster',
    attribute: 'dbClusterIdentifier',
    maxLength: 63,
    synonyms: database,
  },
  'AWS::RDS::DBInstance': {
    label: 'db',
    attribute: 'dbInstanceIdentifier',
    maxLength: 63,
    synonyms: [...database, 'instance'],
  },
  'AWS::RDS::DBProxy': { label: 'db-proxy', attribute: 'dbProxyName', maxLength: 60, synonyms: [...database, 'proxy'] },
  'AWS::RDS::DBProxyEndpoint': {
    label: 'db-proxy-endpoint',
    attribute: 'dbProxyEndpointName',
    maxLength: 60,
    synonyms: [...database, 'proxy', 'endpoint'],
  },
  'AWS::RDS::DBSubnetGroup': {
    label: 'db-subnets',
    attribute: 'dbSubnetGroupName',
    maxLength: 255,
    synonyms: [...database, 'subnet', 'subnets', 'group'],
  },
  'AWS::RDS::EventSubscription': {
    label: 'db-events',
    attribute: 'subscriptionName',
    maxLength: 254,
    synonyms: [...database, 'event', 'events', 'subscription'],
  },
  'AWS::RDS::GlobalCluster': {
    label: 'db-global',
    attribute: 'globalClusterIdentifier',
    maxLength: 63,
    synonyms: [...database, 'global'],
  },
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': { label: 'query-logs', attribute: 'name', maxLength: 64 },
  'AWS::S3::AccessPoint': { label: 'access-point', attribute: 'name', maxLength: 50 },
  'AWS::S3::Bucket': {
    label: 'bucket',
    attribute: 'bucketName',
    maxLength: 63,
    accountId: true,
    imposedStart: 'aws-waf-logs-',
  },
  'AWS::SNS::Topic': { label: 'topic', attribute: 'topicName', maxLength: 256, fifoAttribute: 'fifoTopic' },
  'AWS::SQS::Queue': { label: 'queue', attribute: 'queueName', maxLength: 80, fifoAttribute: 'fifoQueue' },
  'AWS::SSM::Document': { label: 'document', attribute: 'name', maxLength: 128 },
  'AWS::SSM::Parameter': {
    label: 'parameter',
    attribute: 'name',
    maxLength: 1011,
    synonyms: ['parameter', 'parameters'],
  },
  'AWS::Scheduler::Schedule': { label: 'schedule', attribute: 'name', maxLength: 64 },
  'AWS::Scheduler::ScheduleGroup': { label: 'schedule-group', attribute: 'name', maxLength: 64, copiedDefault: true },
  'AWS::SecretsManager::Secret': { label: 'secret', attribute: 'name', maxLength: 512, randomEnding: true },
  'AWS::StepFunctions::StateMachine': { label: 'state-machine', attribute: 'stateMachineName', maxLength: 80 },
  'AWS::WAFv2::IPSet': { label: 'ip-set', attribute: 'name', maxLength: 128 },
  'AWS::WAFv2::RegexPatternSet': { label: 'regex-set', attribute: 'name', maxLength: 128 },
  'AWS::WAFv2::RuleGroup': { label: 'waf-rules', attribute: 'name', maxLength: 128 },
  'AWS::WAFv2::WebACL': { label: 'web-acl', attribute: 'name', maxLength: 128 },
};
