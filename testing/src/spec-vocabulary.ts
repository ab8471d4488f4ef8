import type { AppView, StackResource } from './app-view';
import { allowsTooMuch, namesTheRest, type Statement, statementsOf } from './wildcards';

const KEEPING = ['Retain', 'Snapshot', 'RetainExceptOnCreate'];

const SAYS_DELETE = [
  'AWS::RDS::DBCluster',
  'AWS::S3::Bucket',
  'AWS::Logs::LogGroup',
  'AWS::KMS::Key',
  'AWS::ECR::Repository',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
];

/** Types of which CloudFormation documents no Tags. Any other type must be tagged; a new one is looked up first. */
const UNTAGGABLE = new Set(
  [
    'ApplicationAutoScaling::ScalingPolicy',
    'EC2::Route',
    'EC2::SecurityGroupEgress',
    'EC2::SecurityGroupIngress',
    'EC2::SubnetRouteTableAssociation',
    'EC2::VPCGatewayAttachment',
    'ECS::ClusterCapacityProviderAssociations',
    'IAM::ManagedPolicy',
    'KMS::Alias',
    'Route53::RecordSet',
    'S3::BucketPolicy',
    'SecretsManager::ResourcePolicy',
    'SecretsManager::RotationSchedule',
    'SecretsManager::SecretTargetAttachment',
    'SNS::Subscription',
    'SNS::TopicPolicy',
    'SQS::QueuePolicy',
    'WAFv2::LoggingConfiguration',
    'WAFv2::WebACLAssociation',
  ].map((type) => `AWS::${type}`),
);

interface Tag {
  readonly Key: string;
  readonly Value: unknown;
}

/** CDK's custom resources, the functions behind them and the roles of these functions. */
export function plumbing(view: AppView): Set<StackResource> {
  const custom = view.resources.filter(({ Type }) => Type.startsWith('Custom::'));
  const functions = custom.flatMap((resource) => view.target(resource.Properties.ServiceToken, resource) ?? []);
  const roles = functions.flatMap((resource) => view.target(resource.Properties.Role, resource) ?? []);
  return new Set([...custom, ...functions, ...roles]);
}

/** Tags of a resource, whichever of CloudFormation's shapes its type has. */
export function tagsOf({ Properties }: StackResource): Map<string, unknown> {
  const { HealthCheckTags, Tags = HealthCheckTags ?? [] } = Properties as Record<
    'HealthCheckTags' | 'Tags',
    Tag[] | Record<string, unknown> | undefined
  >;
  return new Map(Array.isArray(Tags) ? Tags.map(({ Key, Value }) => [Key, Value]) : Object.entries(Tags));
}

/** What TAGGED refuses: resources, plumbing left out, that could carry these tags and do not. */
export function untagged(view: AppView, wanted: Readonly<Record<string, string>>): string[] {
  const exempt = plumbing(view);
  return view.resources
    .filter((resource) => !exempt.has(resource) && !UNTAGGABLE.has(resource.Type))
    .flatMap((resource) => {
      const tags = tagsOf(resource);
      const missing = Object.keys(wanted).filter((key) => tags.get(key) !== wanted[key]);
      return missing.length > 0 ? [`${resource.logicalId} (${resource.Type}): ${missing.join(', ')}`] : [];
    });
}

/** What DESTROYABLE refuses: resources that stay behind or stop the deletion of their stack. */
export function undestroyable(view: AppView): string[] {
  const keeps = view.resources.filter(
    ({ DeletionPolicy = '', UpdateReplacePolicy = '' }) =>
      KEEPING.includes(DeletionPolicy) || KEEPING.includes(UpdateReplacePolicy),
  );
  const silent = view.resources.filter(
    ({ Type, DeletionPolicy }) => SAYS_DELETE.includes(Type) && DeletionPolicy !== 'Delete',
  );
  const guarded = view.resources.filter(
    ({ Type, Properties }) =>
      (Type.startsWith('AWS::RDS::') && Properties.DeletionProtection === true) ||
      attribute(Properties.LoadBalancerAttributes, 'deletion_protection.enabled') === 'true',
  );
  const emptied = view
    .all('Custom::S3AutoDeleteObjects')
    .map((custom) => view.target(custom.Properties.BucketName, custom));
  const full = view.all('S3::Bucket').filter((bucket) => !emptied.includes(bucket));
  const images = view.all('ECR::Repository').filter(({ Properties }) => Properties.EmptyOnDelete !== true);
  return [...keeps, ...silent, ...guarded, ...full, ...images].map(({ stack, logicalId }) => `${stack}/${logicalId}`);
}

/** What a statement amounts to that names the exceptions alone. */
const EVERYTHING = { Action: '*', Resource: '*' };

/** An allow statement of a role that a workload, not CDK's plumbing, works under. */
export interface WorkloadStatement {
  readonly actions: string[];
  /** Resources as flat text. */
  readonly resources: string[];
  readonly conditions: NonNullable<Statement['Condition']>;
  readonly policy: StackResource;
}

/** Allow statements in identity policies, those of plumbing and boundaries left out; of one role where it is given. */
export function workloadStatements(view: AppView, role?: StackResource): WorkloadStatement[] {
  const exempt = new Set([...plumbing(view), ...boundaries(view)]);
  const policies = [...view.all('IAM::Policy'), ...view.all('IAM::ManagedPolicy'), ...view.all('IAM::Role')];
  const ofRole = (policy: StackResource) => {
    const roles = [policy.Properties.Roles ?? []].flat().map((value: unknown) => view.target(value, policy));
    const managed = role
      ? [role.Properties.ManagedPolicyArns ?? []].flat().map((arn: unknown) => view.target(arn, role))
      : [];
    return role === undefined || policy === role || roles.includes(role) || managed.includes(policy);
  };
  return policies
    .filter((policy) => !exempt.has(policy) && ofRole(policy))
    .flatMap((policy) =>
      statementsOf(policy)
        .filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => ({ ...statement, ...(namesTheRest(statement) ? EVERYTHING : {}) }))
        .map(({ Action = [], Resource, Condition = {} }) => ({
          actions: [Action].flat(),
          resources: [Resource].flat().map((resource) => view.flat(resource, policy)),
          conditions: Condition,
          policy,
        })),
    );
}

/** Policies that serve as a permissions boundary: they limit what other policies allow, and allow nothing themselves. */
function boundaries(view: AppView): StackResource[] {
  return view.all('IAM::Role').flatMap((role) => view.target(role.Properties.PermissionsBoundary, role) ?? []);
}

/** What NOWILDCARD refuses: action wildcards, the resource `*`, and AWS managed policies. */
export function wildcards(view: AppView): string[] {
  const wild = workloadStatements(view).filter(({ actions, resources }) => allowsTooMuch(actions, resources));
  const exempt = plumbing(view);
  const awsManaged = view
    .all('IAM::Role')
    .filter((role) => !exempt.has(role))
    .flatMap((role) => [role.Properties.ManagedPolicyArns ?? []].flat().map((arn: unknown) => view.flat(arn, role)))
    .filter(
      (arn) => arn.includes(':iam::aws:policy/') && !arn.endsWith('service-role/AmazonRDSEnhancedMonitoringRole'),
    );
  return [...wild.map(({ policy, actions }) => `${policy.logicalId}: ${actions.join(', ')}`), ...awsManaged];
}

/** One opening of a security group, wherever the template keeps it. */
export interface SecurityGroupRule {
  readonly group: StackResource | undefined;
  readonly direction: 'ingress' | 'egress';
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidr?: string;
  readonly peerGroup?: StackResource;
}

/** Inline and stand-alone rules alike; CDK's placeholder for "none" is left out. */
export function securityGroupRules(view: AppView): SecurityGroupRule[] {
  const inline = view.all('EC2::SecurityGroup').flatMap((group) =>
    (['Ingress', 'Egress'] as const).flatMap((direction) =>
      ((group.Properties[`SecurityGroup${direction}`] ?? []) as Record<string, unknown>[]).map((rule) => ({
        group,
        owner: group,
        direction,
        rule,
      })),
    ),
  );
  const standalone = (['Ingress', 'Egress'] as const).flatMap((direction) =>
    view.all(`EC2::SecurityGroup${direction}`).map((owner) => ({
      group: view.target(owner.Properties.GroupId, owner),
      owner,
      direction,
      rule: owner.Properties,
    })),
  );
  return [...inline, ...standalone]
    .filter(({ rule }) => rule.CidrIp !== '255.255.255.255/32')
    .map(({ group, owner, direction, rule }) => ({
      group,
      direction: direction === 'Ingress' ? 'ingress' : 'egress',
      protocol: String(rule.IpProtocol),
      fromPort: rule.FromPort as number | undefined,
      toPort: rule.ToPort as number | undefined,
      cidr: (rule.CidrIp ?? rule.CidrIpv6) === undefined ? undefined : view.flat(rule.CidrIp ?? rule.CidrIpv6, owner),
      peerGroup: view.target(rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId, owner),
    }));
}

/** Where alarms send, of those that send at all. */
export function alarmTargets(view: AppView): (StackResource | undefined)[][] {
  return view
    .all('CloudWatch::Alarm')
    .filter(({ Properties }) => Properties.AlarmActions)
    .map((alarm) => (alarm.Properties.AlarmActions as unknown[]).map((action) => view.target(action, alarm)));
}

/** How the one cluster of an app has Container Insights; undefined where nothing is said of them. */
export function containerInsights(view: AppView): string | undefined {
  const settings = view.only('ECS::Cluster').Properties.ClusterSettings as { Name: string; Value: string }[];
  return settings.find(({ Name }) => Name === 'containerInsights')?.Value;
}

/** Value of a key in one of Elastic Load Balancing's attribute lists. */
export function attribute(attributes: unknown, key: string): unknown {
  return ((attributes ?? []) as Tag[]).find((entry) => entry.Key === key)?.Value;
}
