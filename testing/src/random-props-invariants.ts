import type { AppView, StackResource } from './app-view';
import { NAME_PROPERTIES } from './names';
import { securityGroupRules, wildcards } from './spec-vocabulary';
import type { Json } from './templates';
import { isStateful } from './updates/stateful';
import type { UpdateBehaviour } from './updates/update-behaviour';
import type { Statement } from './wildcards';

/** What is wrong with a synthesized app, one line each. */
export type Invariant = (view: AppView) => string[];

/** What holds for every package and all its props. */
export function standardInvariants(behaviour: UpdateBehaviour): Readonly<Record<string, Invariant>> {
  return {
    encrypted: (view) => unencrypted(view, behaviour),
    'no public path but the HTTPS listener': publicPaths,
    'no wildcard': wildcards,
    'names within limits and unique': badNames,
  };
}

/** How each type that keeps something says that it is encrypted. */
const ENCRYPTED: Readonly<Record<string, (properties: Json) => boolean>> = {
  'AWS::CloudTrail::Trail': ({ KMSKeyId }) => KMSKeyId !== undefined,
  'AWS::DynamoDB::Table': () => true, // always encrypted
  'AWS::EC2::Volume': ({ Encrypted }) => Encrypted === true,
  'AWS::EFS::FileSystem': ({ Encrypted }) => Encrypted === true,
  // The policy that rotates, which a key for signatures cannot have.
  'AWS::KMS::Key': ({ EnableKeyRotation, KeyUsage = 'ENCRYPT_DECRYPT' }) =>
    EnableKeyRotation === true || KeyUsage !== 'ENCRYPT_DECRYPT',
  'AWS::Logs::LogGroup': () => true, // always encrypted
  'AWS::RDS::DBCluster': ({ StorageEncrypted }) => StorageEncrypted === true,
  'AWS::RDS::DBInstance': ({ StorageEncrypted, DBClusterIdentifier }) =>
    StorageEncrypted === true || DBClusterIdentifier !== undefined,
  'AWS::S3::Bucket': ({ BucketEncryption }) => BucketEncryption?.ServerSideEncryptionConfiguration?.length > 0,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined,
  'AWS::SQS::Queue': ({ KmsMasterKeyId, SqsManagedSseEnabled }) =>
    KmsMasterKeyId !== undefined || SqsManagedSseEnabled !== false,
  'AWS::SecretsManager::Secret': () => true, // always encrypted
};

/** Resources that are not encrypted, or of which nobody has said how one would know; buckets that take plain HTTP. */
function unencrypted(view: AppView, behaviour: UpdateBehaviour): string[] {
  const plain = view.resources.flatMap((resource) => {
    const rule = ENCRYPTED[resource.Type];
    if (rule?.(resource.Properties)) return [];
    if (rule) return [describe(resource)];
    // AWS calls it stateful, so somebody has to say above how it is encrypted.
    const unknown = behaviour.isStateful(resource.Type) && isStateful(resource.Type, behaviour);
    return unknown ? [`${describe(resource)} is stateful and has no rule in ENCRYPTED`] : [];
  });
  const overTls = new Set(
    view
      .all('S3::BucketPolicy')
      .filter((policy) => statements(policy).some(deniesPlainHttp))
      .map((policy) => view.target(policy.Properties.Bucket, policy)),
  );
  const overHttp = view.all('S3::Bucket').filter((bucket) => !overTls.has(bucket));
  return [...plain, ...overHttp.map((bucket) => `${describe(bucket)} takes requests over plain HTTP`)];
}

function deniesPlainHttp({ Effect, Condition }: Statement): boolean {
  return Effect === 'Deny' && String(Condition?.Bool?.['aws:SecureTransport']) === 'false';
}

/** Types with a property that opens them to the internet. */
const OPENED_BY: Readonly<Record<string, (properties: Json) => boolean>> = {
  'AWS::EC2::Subnet': ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch === true,
  'AWS::ECS::Service': ({ NetworkConfiguration }) =>
    NetworkConfiguration?.AwsvpcConfiguration?.AssignPublicIp === 'ENABLED',
  'AWS::Lambda::Url': ({ AuthType }) => AuthType === 'NONE',
  'AWS::RDS::DBInstance': ({ PubliclyAccessible }) => PubliclyAccessible === true,
  'AWS::S3::Bucket': ({ PublicAccessBlockConfiguration: block }) =>
    !['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
      (setting) => block?.[setting] === true,
    ),
};

const ANYBODY = ['0.0.0.0/0', '::/0'];

/** Ways in for anybody, but for an HTTPS listener and one that only redirects to it. */
function publicPaths(view: AppView): string[] {
  const opened = view.resources.filter(({ Type, Properties }) => OPENED_BY[Type]?.(Properties)).map(describe);
  const plain = view
    .all('ElasticLoadBalancingV2::Listener')
    .filter((listener) => !isSafeListener(listener))
    .map((listener) => `${describe(listener)} takes plain HTTP`);
  const doors = view.all('ElasticLoadBalancingV2::Listener').filter(isSafeListener);
  const open = securityGroupRules(view)
    .filter(({ direction, cidr = '' }) => direction === 'ingress' && ANYBODY.includes(cidr))
    .filter(({ group, protocol, fromPort, toPort }) => {
      const leadsToListener = doors.some(
        (door) => groupsBefore(view, door).includes(group) && Number(door.Properties.Port) === fromPort,
      );
      return !(protocol === 'tcp' && fromPort === toPort && leadsToListener);
    })
    .map(
      ({ group, protocol, fromPort, cidr }) => `${group && describe(group)} lets ${cidr} in (${protocol} ${fromPort})`,
    );
  const policies = view.resources.flatMap((resource) =>
    resourcePolicies(resource)
      .filter(isForAnybody)
      .map((statement) => `${describe(resource)}: ${JSON.stringify(statement)}`),
  );
  return [...opened, ...plain, ...open, ...policies];
}

function isSafeListener({ Properties }: StackResource): boolean {
  const actions = (Properties.DefaultActions ?? []) as Json[];
  const redirects = actions.every(
    ({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol === 'HTTPS',
  );
  return ['HTTPS', 'TLS'].includes(Properties.Protocol) || (actions.length > 0 && redirects);
}

/** The security groups of the load balancer that a listener belongs to. */
function groupsBefore(view: AppView, listener: StackResource): (StackResource | undefined)[] {
  const loadBalancer = view.target(listener.Properties.LoadBalancerArn, listener);
  const groups = (loadBalancer?.Properties.SecurityGroups ?? []) as unknown[];
  return groups.map((group) => loadBalancer && view.target(group, loadBalancer));
}

/** Where a type keeps the policy that says who may use it. */
const RESOURCE_POLICIES = ['KeyPolicy', 'PolicyDocument', 'RepositoryPolicyText', 'ResourcePolicy'];

function resourcePolicies({ Type, Properties }: StackResource): Statement[] {
  // That of an endpoint lets nobody in: it narrows what goes out of a network.
  if (Type.startsWith('AWS::IAM::') || Type === 'AWS::EC2::VPCEndpoint') return [];
  return RESOURCE_POLICIES.flatMap((property) => (Properties[property]?.Statement ?? []) as Statement[]);
}

/** Keys of conditions that say who calls, or from where; TLS is what anybody can speak. */
const CALLER = /^(aws:(Principal|Source)(?!Ip)|kms:CallerAccount)/i;

function isForAnybody(statement: Statement): boolean {
  const { Effect, Principal, Condition = {} } = statement as Statement & { readonly Principal?: Json | string };
  const anybody = Principal === '*' || (typeof Principal === 'object' && [Principal.AWS].flat().includes('*'));
  const keys = Object.values(Condition as Json).flatMap((tests) => Object.keys(tests));
  return Effect === 'Allow' && !keys.some((key) => CALLER.test(key)) && (anybody || 'NotPrincipal' in statement);
}

/** Where further types keep a name that packages give, besides those that requirements want named. */
const FURTHER_NAMES: Readonly<Record<string, string>> = {
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 'ConfigurationName',
  'AWS::Chatbot::SlackChannelConfiguration': 'ConfigurationName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::RDS::DBProxy': 'DBProxyName',
  'AWS::RDS::DBProxyEndpoint': 'DBProxyEndpointName',
  'AWS::WAFv2::WebACL': 'Name',
};

/** The longest name that AWS takes, from each service's API reference. */
const LONGEST_NAMES: Readonly<Record<string, number>> = {
  'AWS::CloudWatch::Alarm': 255,
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 128,
  'AWS::Chatbot::SlackChannelConfiguration': 128,
  'AWS::EC2::SecurityGroup': 255,
  'AWS::ECR::Repository': 256,
  'AWS::ECS::Cluster': 255,
  'AWS::ECS::Service': 255,
  'AWS::ECS::TaskDefinition': 255,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
  'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
  'AWS::IAM::ManagedPolicy': 128,
  'AWS::IAM::Role': 64,
  'AWS::KMS::Alias': 256,
  'AWS::Logs::LogGroup': 512,
  'AWS::RDS::DBCluster': 63,
  'AWS::RDS::DBInstance': 63,
  'AWS::RDS::DBProxy': 60,
  'AWS::RDS::DBProxyEndpoint': 60,
  'AWS::RDS::DBSubnetGroup': 255,
  'AWS::S3::Bucket': 63,
  'AWS::SecretsManager::Secret': 512,
  'AWS::SNS::Topic': 256,
  'AWS::SQS::Queue': 80,
  'AWS::SSM::Parameter': 1011,
  'AWS::WAFv2::WebACL': 128,
};

/** Names that are longer than AWS takes, and names that two resources of a type have. */
function badNames(view: AppView): string[] {
  const properties: Readonly<Record<string, string>> = { ...NAME_PROPERTIES, ...FURTHER_NAMES };
  const taken = new Set<string>();
  return view.resources.flatMap((resource) => {
    const value = resource.Properties[properties[resource.Type] ?? ''] as unknown;
    if (value === undefined) return [];
    const name = view.flat(value, resource);
    const longest = LONGEST_NAMES[resource.Type] as number;
    const twice = taken.has(`${resource.Type} ${name}`);
    taken.add(`${resource.Type} ${name}`);
    return [
      ...(name.length <= longest || name.includes('${')
        ? []
        : [`${describe(resource)} has a name of ${name.length} characters, AWS takes ${longest}: ${name}`]),
      ...(twice ? [`${describe(resource)} has a name that another one has: ${name}`] : []),
    ];
  });
}

function statements({ Properties }: StackResource): Statement[] {
  return (Properties.PolicyDocument?.Statement ?? []) as Statement[];
}

function describe({ stack, logicalId, Type }: StackResource): string {
  return `${stack}/${logicalId} (${Type})`;
}
