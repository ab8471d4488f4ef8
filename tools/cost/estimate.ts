import type { AppView, Json, StackResource } from '@org/testing';
import type { Platform } from '../lib/platforms';
import type { Prices } from './prices';

/** A line that is paid whether or not anybody calls. */
interface FixedCost {
  readonly item: string;
  readonly quantity: number;
  /** Of one, a month. */
  readonly unitPrice: number;
}

/** A line that is paid by use; how much that is, a template cannot say. */
interface UsageCost {
  readonly item: string;
  readonly unit: string;
  readonly unitPrice: number;
}

export interface Estimate {
  readonly environment: string;
  readonly region: string;
  readonly fixed: readonly FixedCost[];
  readonly usage: readonly UsageCost[];
  readonly total: number;
}

/** Types that cost nothing by themselves. A type that is here, in RULES or in the table of usage is accounted for. */
const FREE = new Set(
  [
    'ApplicationAutoScaling::ScalableTarget',
    'ApplicationAutoScaling::ScalingPolicy',
    'CertificateManager::Certificate',
    'EC2::EgressOnlyInternetGateway',
    'EC2::InternetGateway',
    'EC2::Route',
    'EC2::RouteTable',
    'EC2::SecurityGroup',
    'EC2::SecurityGroupEgress',
    'EC2::SecurityGroupIngress',
    'EC2::Subnet',
    'EC2::SubnetRouteTableAssociation',
    'EC2::VPC',
    'EC2::VPCGatewayAttachment',
    'ECS::ClusterCapacityProviderAssociations',
    'ECS::TaskDefinition',
    'ElasticLoadBalancingV2::Listener',
    'ElasticLoadBalancingV2::ListenerRule',
    'ElasticLoadBalancingV2::TargetGroup',
    'IAM::ManagedPolicy',
    'IAM::Policy',
    'IAM::Role',
    'KMS::Alias',
    'Lambda::Function', // CDK's providers and the rotation: a few calls a month, within the free tier.
    'Lambda::Permission',
    'RDS::DBClusterParameterGroup',
    'RDS::DBParameterGroup',
    'RDS::DBSubnetGroup',
    'RDS::EventSubscription',
    'S3::BucketPolicy',
    'SNS::Subscription',
    'SNS::TopicPolicy',
    'SQS::QueuePolicy',
    'SSM::Parameter',
    'SecretsManager::ResourcePolicy',
    'SecretsManager::RotationSchedule',
    'SecretsManager::SecretTargetAttachment',
    'WAFv2::LoggingConfiguration',
    'WAFv2::WebACLAssociation',
  ].map((type) => `AWS::${type}`),
);

type Rule = (resource: StackResource, prices: Prices, view: AppView) => FixedCost[];

const RULES: Readonly<Record<string, Rule>> = {
  'AWS::EC2::NatGateway': (_resource, { hourly, hoursAMonth }) => [one('NAT gateway', hourly.natGateway * hoursAMonth)],
  'AWS::EC2::EIP': (_resource, { hourly, hoursAMonth }) => [
    one('public IPv4 address', hourly.publicIpv4 * hoursAMonth),
  ],
  'AWS::EC2::VPCEndpoint': ({ Properties }, { hourly, hoursAMonth }) =>
    Properties.VpcEndpointType === 'Interface'
      ? [
          {
            item: 'interface endpoint, a zone',
            quantity: (Properties.SubnetIds as unknown[]).length,
            unitPrice: hourly.interfaceEndpoint * hoursAMonth,
          },
        ]
      : [],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ Properties }, { hourly, hoursAMonth }) => [
    one('load balancer', hourly.loadBalancer * hoursAMonth),
    ...(Properties.Scheme === 'internet-facing'
      ? [
          {
            item: 'public IPv4 address',
            quantity: (Properties.Subnets as unknown[]).length,
            unitPrice: hourly.publicIpv4 * hoursAMonth,
          },
        ]
      : []),
  ],
  'AWS::WAFv2::WebACL': ({ Properties }, { monthly }) => [
    one('firewall', monthly.webAcl),
    { item: 'firewall rule', quantity: (Properties.Rules as unknown[]).length, unitPrice: monthly.webAclRule },
  ],
  'AWS::ECS::Service': tasks,
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::KMS::Key': (_resource, { monthly }) => [one('customer-managed key', monthly.key)],
  'AWS::SecretsManager::Secret': (_resource, { monthly }) => [one('secret', monthly.secret)],
  'AWS::CloudWatch::Alarm': ({ Properties }, { monthly }) => {
    const metrics = ((Properties.Metrics ?? []) as Json[]).filter(({ MetricStat }) => MetricStat).length;
    return [{ item: 'alarm, a metric', quantity: Math.max(1, metrics), unitPrice: monthly.alarmMetric }];
  },
  'AWS::ServiceDiscovery::PrivateDnsNamespace': (_resource, { monthly }) => [
    one('private hosted zone', monthly.hostedZone),
  ],
  'AWS::Route53::HealthCheck': (_resource, { monthly }) => [one('DNS health check', monthly.healthCheck)],
};

/** What a platform costs a month at rest, and what comes on top by use. */
export function estimate({ environment, region, view }: Platform, prices: Prices): Estimate {
  if (!prices.regions.includes(region)) {
    throw new Error(
      `The price table of ${prices.date} holds for ${prices.regions.join(', ')}, got: ${region}. ` +
        'Give a file of your own with --prices, which names the region and its prices.',
    );
  }
  refuseUnknown(view, prices);
  const fixed = summed(view.resources.flatMap((resource) => RULES[resource.Type]?.(resource, prices, view) ?? []));
  const types = new Set(view.resources.filter((resource) => !isFreeEndpoint(resource)).map(({ Type }) => Type));
  const usage = Object.entries(prices.usage)
    .filter(([type]) => types.has(type))
    .flatMap(([, lines]) => lines.map(([item, unit, unitPrice]) => ({ item, unit, unitPrice })));
  const total = fixed.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return { environment, region, fixed, usage, total };
}

/** An endpoint of S3 or DynamoDB costs nothing, not by use either. */
function isFreeEndpoint({ Type, Properties }: StackResource): boolean {
  return Type === 'AWS::EC2::VPCEndpoint' && Properties.VpcEndpointType !== 'Interface';
}

/** A type nobody thought of would make the total a lie. */
function refuseUnknown(view: AppView, { usage }: Prices): void {
  const unknown = view.resources
    .map(({ Type }) => Type)
    .filter((type) => !type.startsWith('Custom::') && !FREE.has(type) && !(type in RULES) && !(type in usage));
  if (unknown.length === 0) return;
  throw new Error(
    `No price is known for ${[...new Set(unknown)].join(', ')}. ` +
      'Add the type to RULES or FREE in tools/cost/estimate.ts, or to the usage of tools/cost/prices.json.',
  );
}

function one(item: string, unitPrice: number): FixedCost {
  return { item, quantity: 1, unitPrice };
}

/** Equal lines become one with their quantities added, the dearest first. */
function summed(lines: readonly FixedCost[]): FixedCost[] {
  const sums = new Map<string, FixedCost>();
  for (const line of lines) {
    const key = `${line.item} ${line.unitPrice}`;
    sums.set(key, { ...line, quantity: line.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.quantity * b.unitPrice - a.quantity * a.unitPrice);
}

/** The tasks that always run, those on Spot apart. */
function tasks(service: StackResource, prices: Prices, view: AppView): FixedCost[] {
  const task = view.target(service.Properties.TaskDefinition, service);
  const vcpu = Number(task?.Properties.Cpu) / 1024;
  const gigabytes = Number(task?.Properties.Memory) / 1024;
  const { hourly, hoursAMonth, fargateSpotShareOfOnDemand } = prices;
  const unitPrice = (vcpu * hourly.fargateVcpu + gigabytes * hourly.fargateGb) * hoursAMonth;
  const desired = Number(service.Properties.DesiredCount ?? fewestTasks(service, view));
  const spot = spotTasks((service.Properties.CapacityProviderStrategy ?? []) as Json[], desired);
  const size = `task of ${vcpu} vCPU and ${gigabytes} GB`;
  return [
    { item: `Fargate ${size}`, quantity: desired - spot, unitPrice },
    { item: `Fargate Spot ${size} (price varies)`, quantity: spot, unitPrice: unitPrice * fargateSpotShareOfOnDemand },
  ].filter(({ quantity }) => quantity > 0);
}

/** Where scaling decides, a template names no number of tasks; without either ECS starts one. */
function fewestTasks(service: StackResource, view: AppView): unknown {
  const scalable = view
    .all('ApplicationAutoScaling::ScalableTarget')
    .find((one) => JSON.stringify(one.Properties.ResourceId).includes(service.logicalId));
  return scalable?.Properties.MinCapacity ?? 1;
}

/** How ECS divides tasks: bases first, the rest by weight. */
function spotTasks(strategy: readonly Json[], desired: number): number {
  const weight = strategy.reduce((sum, entry) => sum + Number(entry.Weight ?? 0), 0);
  const base = strategy.reduce((sum, entry) => sum + Number(entry.Base ?? 0), 0);
  const spot = strategy.find(({ CapacityProvider }) => CapacityProvider === 'FARGATE_SPOT');
  if (!spot) return 0;
  const byWeight = weight === 0 ? 0 : (Math.max(0, desired - base) * Number(spot.Weight ?? 0)) / weight;
  return Math.min(desired, Number(spot.Base ?? 0) + Math.round(byWeight));
}

function databaseInstance(instance: StackResource, prices: Prices, view: AppView): FixedCost[] {
  const type = String(instance.Properties.DBInstanceClass);
  if (type === 'db.serverless') {
    const cluster = view.target(instance.Properties.DBClusterIdentifier, instance);
    const quantity = Number(cluster?.Properties.ServerlessV2ScalingConfiguration?.MinCapacity);
    const unitPrice = prices.hourly.auroraCapacityUnit * prices.hoursAMonth;
    return [{ item: 'Aurora capacity unit, at least', quantity, unitPrice }];
  }
  const hourly = prices.databaseInstanceHourly[type];
  if (hourly === undefined) {
    const known = Object.keys(prices.databaseInstanceHourly).join(', ');
    throw new Error(`No price is known for the instance class ${type}, only for ${known}. Give one with --prices.`);
  }
  return [one(`Aurora instance ${type}`, hourly * prices.hoursAMonth)];
}
