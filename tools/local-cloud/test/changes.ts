import type { Platform } from '../platform';
import type { Properties, Resource } from './assembly-edit';

/** A change of one property of one kind of resource, and how it shows through the service's API. */
interface Change {
  readonly type: string;
  readonly edit: (properties: Properties) => void;
  /** What the API says of every resource of the kind that the apps own. */
  readonly seen: (platform: Platform) => readonly unknown[];
  readonly expected: unknown;
}

/** Made by CDK or by its bootstrap, and not the app's. */
const ours = ({ name }: { readonly name: string }) =>
  !/^cdk-|^\/cdk-bootstrap|CustomResource|^TargetTracking-/.test(name);

/** One for each service that the apps use. */
export const CHANGES: readonly Change[] = [
  {
    type: 'AWS::Logs::LogGroup',
    edit: (p) => Object.assign(p, { RetentionInDays: 1827 }),
    seen: ({ logGroups }) => logGroups.map(({ days }) => days),
    expected: 1827,
  },
  {
    type: 'AWS::RDS::DBCluster',
    edit: (p) => Object.assign(p, { BackupRetentionPeriod: 21 }),
    seen: ({ databases }) => databases.map(({ backupDays }) => backupDays),
    expected: 21,
  },
  {
    type: 'AWS::ECS::Service',
    edit: (p) => Object.assign(p, { DesiredCount: 9 }),
    seen: ({ clusters }) => clusters.flatMap(({ services }) => services.map(({ desired }) => desired)),
    expected: 9,
  },
  {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    edit: (p) => Object.assign(p, { MaxCapacity: 33 }),
    seen: ({ scaling }) => scaling.map(({ max }) => max),
    expected: 33,
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    edit: (p) => Object.assign(p, { HealthCheckIntervalSeconds: 23 }),
    seen: ({ loadBalancers }) =>
      loadBalancers.flatMap(({ targetGroups }) => targetGroups.map((group) => group.healthIntervalSeconds)),
    expected: 23,
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    edit: (p) => Object.assign(p, { Threshold: 77 }),
    seen: ({ alarms }) => alarms.filter(ours).map(({ threshold }) => threshold),
    expected: 77,
  },
  {
    type: 'AWS::SSM::Parameter',
    edit: (p) => Object.assign(p, { Value: 'changed' }),
    seen: ({ parameters }) => parameters.filter(ours).map(({ value }) => value),
    expected: 'changed',
  },
  {
    type: 'AWS::SecretsManager::Secret',
    edit: (p) => Object.assign(p, { Description: 'changed' }),
    seen: ({ secrets }) => secrets.map(({ description }) => description),
    expected: 'changed',
  },
  {
    type: 'AWS::SecretsManager::RotationSchedule',
    edit: (p) => Object.assign(p, { RotationRules: { ScheduleExpression: 'rate(45 days)' } }),
    seen: ({ secrets }) => secrets.map(({ rotationDays }) => rotationDays).filter((days) => days !== null),
    expected: 45,
  },
  {
    type: 'AWS::S3::Bucket',
    edit: (p) => Object.assign(p, { VersioningConfiguration: { Status: 'Suspended' } }),
    seen: ({ buckets }) => buckets.filter(ours).map(({ versioned }) => versioned),
    expected: false,
  },
  {
    type: 'AWS::KMS::Key',
    edit: (p) => Object.assign(p, { EnableKeyRotation: false }),
    seen: ({ keys }) => keys.map(({ rotated }) => rotated),
    expected: false,
  },
  {
    type: 'AWS::ECR::Repository',
    edit: (p) => Object.assign(p, { ImageScanningConfiguration: { ScanOnPush: false } }),
    seen: ({ repositories }) => repositories.filter(ours).map(({ scanned }) => scanned),
    expected: false,
  },
  {
    type: 'AWS::EC2::VPCEndpoint',
    edit: (p) => Object.assign(p, { PolicyDocument: CHANGED_POLICY }),
    seen: ({ vpcs }) => vpcs.flatMap(({ endpoints }) => endpoints.map(({ policy }) => policy.includes('"Changed"'))),
    expected: true,
  },
  {
    type: 'AWS::WAFv2::WebACL',
    edit: (p) => Object.assign(p, { Rules: (p.Rules as unknown[]).slice(0, 1) }),
    seen: ({ loadBalancers }) => loadBalancers.map(({ firewallRules }) => firewallRules.length),
    expected: 1,
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    edit: (p) =>
      Object.assign(p, {
        LoadBalancerAttributes: [
          ...(p.LoadBalancerAttributes as { Key: string }[]).filter(({ Key }) => Key !== IDLE),
          { Key: IDLE, Value: '77' },
        ],
      }),
    seen: ({ loadBalancers }) => loadBalancers.map(({ attributes }) => attributes[IDLE]),
    expected: '77',
  },
  {
    type: 'AWS::Lambda::Function',
    edit: (p) => Object.assign(p, { MemorySize: 256 }),
    seen: ({ functions }) => functions.map(({ memory }) => memory),
    expected: 256,
  },
  {
    type: 'AWS::SQS::Queue',
    edit: (p) => Object.assign(p, { VisibilityTimeout: 77 }),
    seen: ({ queues }) => queues.map(({ visibilitySeconds }) => visibilitySeconds),
    expected: 77,
  },
  {
    type: 'AWS::SNS::Topic',
    edit: (p) => Object.assign(p, { DisplayName: 'Changed' }),
    seen: ({ topics }) => topics.map(({ displayName }) => displayName),
    expected: 'Changed',
  },
  {
    type: 'AWS::CloudTrail::Trail',
    edit: (p) => Object.assign(p, { EnableLogFileValidation: false }),
    seen: ({ trails }) => trails.map(({ validated }) => validated),
    expected: false,
  },
  {
    type: 'AWS::IAM::Role',
    edit: (p) => Object.assign(p, { MaxSessionDuration: 7200 }),
    seen: ({ roles }) => roles.filter(ours).map(({ sessionSeconds }) => sessionSeconds),
    expected: 7200,
  },
];

const IDLE = 'idle_timeout.timeout_seconds';
const CHANGED_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Changed', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** Changes a resource if there is a change for its type; true if so. */
export function change({ Type, Properties }: Resource): boolean {
  const found = CHANGES.find(({ type }) => type === Type);
  found?.edit(Properties);
  return found !== undefined;
}
