import type { AppView, StackResource } from '@org/testing';
import { InterfaceVpcEndpointAwsService as Service } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { constructIds, holdsForRandomProps, refusesRandomProps } from '../../../testing/src/random-props';
import {
  Addressing,
  Endpoints,
  NatGateways,
  NetworkTiers,
  PublicAccessBlock,
  QueryLogging,
  SecureVpc,
  type VpcAlarmThresholds,
  Zones,
} from '../src';
import { contains } from '../src/private/block-size';
import { type Ipv4Block, parseBlock } from '../src/private/ipv4-block';

const TIERS = { two: NetworkTiers.publicPrivate(), three: NetworkTiers.publicPrivateIsolated() };
const SERVICES = [Service.SQS, Service.SNS, Service.KMS, Service.ECR, Service.SSM_MESSAGES];

/** A network in words. */
interface Network {
  readonly id: string;
  /** Without it, the block comes from a pool. */
  readonly block?: string;
  readonly pool: { readonly id: string; readonly prefix: number };
  readonly ipv6?: boolean;
  readonly zones: number;
  /** By name; the first ones of the region otherwise. */
  readonly zoneNames?: readonly string[];
  readonly tiers: keyof typeof TIERS;
  readonly nat: 'onePerZone' | 'single' | 'regional' | 'none';
  /** Elastic IP addresses of the user's, for the gateways that take some. */
  readonly addresses?: readonly string[];
  readonly endpoints: 'none' | 'gateways' | 'forFargate' | readonly number[];
  /** Services beside these. */
  readonly more?: readonly number[];
  readonly bucket?: 'with a key' | 'plain' | 'imported';
  readonly logGroup?: boolean;
  readonly queries?: 'flow log bucket' | 'bucket' | 'group';
  readonly publicAccess?: 'ofRegion' | 'exclusionsOnly';
  readonly removal?: keyof typeof RemovalPolicy;
  readonly alarms?: VpcAlarmThresholds;
}

function build(stack: Stack, props: Network): void {
  const network = new SecureVpc(stack, props.id, {
    addressing: addressingOf(props),
    zones: zonesOf(props),
    tiers: TIERS[props.tiers],
    natGateways: gatewaysOf(props),
    endpoints: endpointsOf(props.endpoints).plus(servicesOf(props.more ?? [])),
    flowLogBucket: props.bucket && bucketIn(stack, 'Traffic', props.bucket),
    flowLogGroup: props.logGroup ? new LogGroup(stack, 'Recent') : undefined,
    queryLogging: queriesOf(stack, props.queries),
    publicAccessBlock: props.publicAccess && PublicAccessBlock[props.publicAccess](),
    removalPolicy: props.removal && RemovalPolicy[props.removal],
  });
  if (props.alarms) network.addAlarms(props.alarms);
}

function addressingOf({ block, pool, ipv6, nat }: Network): Addressing {
  const addressing = block === undefined ? Addressing.ipam(pool.id, pool.prefix) : Addressing.cidr(block);
  return ipv6 && nat !== 'none' ? addressing.withIpv6() : addressing;
}

function zonesOf({ zones, zoneNames }: Network): Zones {
  return zoneNames ? Zones.named(zoneNames.slice(0, zones)) : Zones.first(zones);
}

function gatewaysOf({ nat, zones, addresses }: Network): NatGateways {
  if (nat === 'onePerZone') return NatGateways.onePerZone(addresses?.slice(0, zones));
  return nat === 'single' ? NatGateways.single(addresses?.[0]) : NatGateways[nat]();
}

function endpointsOf(endpoints: Network['endpoints']): Endpoints {
  if (typeof endpoints === 'string') return Endpoints[endpoints]();
  return Endpoints.of(servicesOf(endpoints));
}

function servicesOf(places: readonly number[]): Service[] {
  return places.map((place) => SERVICES[place] as Service);
}

function bucketIn(stack: Stack, id: string, kind: NonNullable<Network['bucket']>): IBucket {
  if (kind === 'imported') return Bucket.fromBucketName(stack, id, 'central-logs');
  const encryptionKey = kind === 'plain' ? undefined : new Key(stack, `${id}Key`, { enableKeyRotation: true });
  const encryption = encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED;
  const blockPublicAccess = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true };
  return new Bucket(stack, id, {
    encryption,
    encryptionKey,
    enforceSSL: true,
    blockPublicAccess: { ...blockPublicAccess, restrictPublicBuckets: true },
  });
}

function queriesOf(stack: Stack, queries: Network['queries']): QueryLogging | undefined {
  if (queries === 'bucket') return QueryLogging.toBucket(bucketIn(stack, 'Queries', 'plain'));
  if (queries === 'group') return QueryLogging.toLogGroup(new LogGroup(stack, 'Queries'));
  return queries && QueryLogging.toFlowLogBucket();
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));

/** A block of 10.0.0.0/8, or of the internet, by its first address. */
const blocks = fc
  .record({ first: fc.constantFrom(10, 172, 11), rest: fc.nat(2 ** 24 - 1), prefix: fc.integer({ min: 16, max: 23 }) })
  .map(({ first, rest, prefix }) => {
    const aligned = rest - (rest % 2 ** (32 - prefix));
    return `${first}.${(aligned >> 16) & 255}.${(aligned >> 8) & 255}.${aligned & 255}/${prefix}`;
  });

const valid: fc.Arbitrary<Network> = fc.record({
  id: constructIds,
  block: optional(blocks),
  pool: fc.record({ id: hex(17).map((id) => `ipam-pool-${id}`), prefix: fc.integer({ min: 16, max: 23 }) }),
  ipv6: fc.boolean(),
  zones: fc.integer({ min: 1, max: 6 }),
  zoneNames: optional(
    fc
      .constantFrom('us-east-1', 'us-gov-west-1', 'eusc-de-east-1')
      .map((region) => [...'fabced'].map((zone) => region + zone)),
  ),
  tiers: fc.constantFrom('two', 'three'),
  nat: fc.constantFrom('onePerZone', 'single', 'regional', 'none'),
  addresses: optional(
    fc.uniqueArray(hex(17), { minLength: 6, maxLength: 6 }).map((ids) => ids.map((id) => `eipalloc-${id}`)),
  ),
  endpoints: fc.oneof(
    fc.constantFrom('none' as const, 'gateways' as const, 'forFargate' as const),
    fc.array(fc.nat(SERVICES.length - 1), { maxLength: 4 }),
  ),
  more: optional(fc.array(fc.nat(SERVICES.length - 1), { maxLength: 2 })),
  bucket: optional(fc.constantFrom('with a key', 'plain', 'imported')),
  logGroup: fc.boolean(),
  queries: optional(fc.constantFrom('flow log bucket', 'bucket', 'group')),
  publicAccess: optional(fc.constantFrom('ofRegion', 'exclusionsOnly')),
  removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
  alarms: optional(
    fc.record({
      refusedConnections: optional(fc.integer({ min: 1, max: 1_000_000_000 })),
      droppedPacketPercent: optional(fc.double({ min: 0.001, max: 99.999, noNaN: true })),
    }),
  ),
});

/** What the README says moves no subnet and takes no address away: more zones, another tier, other endpoints. */
const safeChange: fc.Arbitrary<Partial<Network>> = fc.record(
  {
    zones: fc.constant(6),
    tiers: fc.constant('three'),
    endpoints: fc.constantFrom('gateways', 'forFargate'),
    alarms: fc.constant({}),
  },
  { requiredKeys: ['zones'] },
);

holdsForRandomProps<Network>('SecureVpc', {
  valid,
  build,
  safeChange,
  invariants: {
    'all traffic is logged': (view) =>
      view
        .all('EC2::VPC')
        .filter((vpc) => !view.all('EC2::FlowLog').some((log) => isLogOf(view, log, vpc)))
        .map(({ logicalId }) => logicalId),
    'no subnet gives out addresses': (view) =>
      view
        .all('EC2::Subnet')
        .filter(({ Properties }) => Properties.MapPublicIpOnLaunch || Properties.AssignIpv6AddressOnCreation)
        .map(({ logicalId }) => logicalId),
    'the default security group is emptied': (view) =>
      view.resources.some(({ Type }) => Type === 'Custom::VpcRestrictDefaultSG') ? [] : ['it is not'],
    'subnets are disjoint and inside the block': (view, { block }) => misplaced(view, block),
    'interface endpoints take 443 from the VPC, and nothing else': (view) =>
      view
        .all('EC2::SecurityGroup')
        .flatMap(
          ({ Properties }) =>
            Properties.SecurityGroupIngress as { FromPort: number; ToPort: number; CidrIp: unknown }[],
        )
        .filter(({ FromPort, ToPort, CidrIp }) => FromPort !== 443 || ToPort !== 443 || CidrIp === '0.0.0.0/0')
        .map((rule) => JSON.stringify(rule)),
    'endpoint policies let in this account alone': (view) => view.all('EC2::VPCEndpoint').flatMap(strangers),
  },
});

function isLogOf(view: AppView, log: StackResource, vpc: StackResource): boolean {
  return log.Properties.TrafficType === 'ALL' && view.target(log.Properties.ResourceId, log) === vpc;
}

function misplaced(view: AppView, block: string | undefined): string[] {
  if (block === undefined) return [];
  const vpc = parseBlock(block) as Ipv4Block;
  const subnets = view.all('EC2::Subnet').map(({ Properties }) => parseBlock(Properties.CidrBlock) as Ipv4Block);
  const outside = subnets
    .filter((subnet) => !contains(vpc, subnet))
    .map((subnet) => `outside: ${JSON.stringify(subnet)}`);
  const firsts = new Set(subnets.map(({ first }) => first));
  const sizes = new Set(subnets.map(({ prefix }) => prefix));
  // Subnets of one size that begin at different multiples of it cannot overlap.
  return [...outside, ...(firsts.size === subnets.length && sizes.size === 1 ? [] : ['two share addresses'])];
}

/** Statements that let in others, but for the links by which Amazon ECR hands out image layers. */
function strangers({ logicalId, Properties }: StackResource): string[] {
  const statements = (Properties.PolicyDocument?.Statement ?? [{ Sid: 'none' }]) as {
    Sid: string;
    Condition?: { StringEquals?: Record<string, unknown> };
  }[];
  return statements
    .filter(({ Condition }) => Condition?.StringEquals?.['aws:PrincipalAccount'] === undefined)
    .filter(({ Sid }) => Sid !== 'ImageLayersOfAmazonEcr')
    .map((statement) => `${logicalId}: ${JSON.stringify(statement)}`);
}

/** Valid but for one prop. */
function wrong(expected: string, change: fc.Arbitrary<Partial<Network>>) {
  return fc.tuple(valid, change).map(([props, bad]) => ({ expected, props: { ...props, alarms: undefined, ...bad } }));
}

const outside = (min: number, max: number) =>
  fc.oneof(fc.integer({ max: min - 1 }), fc.integer({ min: max + 1 }), fc.constantFrom(min + 0.5, Number.NaN));
const noBlock = fc.constantFrom(
  '',
  '10.0.0.0',
  '10.0.0.0/15',
  '10.0.0.0/24',
  '10.0.0.1/16',
  '256.0.0.0/16',
  '::/16',
  '10.0.0/16',
);
const noZones = fc.constantFrom([], [''], ['a'], ['us-east-1a', 'us-east-1a'], ['us-east-1'], ['us-west-2-lax-1a']);

refusesRandomProps<Network>('SecureVpc', {
  build,
  invalid: fc.oneof(
    wrong(
      'addressing',
      noBlock.map((block) => ({ block })),
    ),
    wrong(
      'addressing',
      fc.oneof(
        outside(16, 23).map((prefix) => ({ block: undefined, pool: { id: 'ipam-pool-0a', prefix } })),
        fc
          .constantFrom('', 'pool', 'ipam-pool-', 'ipam-pool-xyz')
          .map((id) => ({ block: undefined, pool: { id, prefix: 16 } })),
      ),
    ),
    wrong(
      'zones',
      outside(1, 6).map((zones) => ({ zones, zoneNames: undefined })),
    ),
    wrong(
      'zones',
      noZones.map((zoneNames) => ({ zoneNames, zones: 6 })),
    ),
    wrong(
      'natGateways',
      fc.constantFrom<Partial<Network>>(
        { nat: 'onePerZone', zones: 3, zoneNames: undefined, addresses: ['eipalloc-1'] },
        { nat: 'onePerZone', zones: 2, zoneNames: undefined, addresses: ['eipalloc-1', 'eipalloc-1'] },
        { nat: 'single', addresses: ['eip-1'] },
      ),
    ),
    wrong('removalPolicy', fc.constant({ removal: 'SNAPSHOT' as const })),
    wrong(
      'refusedConnections',
      outside(1, 1_000_000_000).map((refusedConnections) => ({ alarms: { refusedConnections } })),
    ),
    wrong(
      'droppedPacketPercent',
      fc
        .constantFrom(0, -1, 100, Number.NaN, Number.POSITIVE_INFINITY)
        .map((droppedPacketPercent) => ({ alarms: { droppedPacketPercent } })),
    ),
  ),
});
