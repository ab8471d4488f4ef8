import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations, Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Addressing } from './addressing';
import { Endpoints } from './endpoints';
import { NatGateways } from './nat-gateways';
import { NetworkTiers } from './network-tiers';
import {
  acknowledge,
  FLOW_LOG_BUCKET_IS_A_LOG,
  FLOW_LOG_HOLDS_NO_CARD_DATA,
  PUBLIC_TIER_LEADS_OUT,
} from './private/acknowledgements';
import { auditBucketProps } from './private/audit-bucket-props';
import { REPLICATION_IS_THE_ACCOUNTS_CHOICE } from './private/bucket-replication';
import { PlannedIpv6Addresses } from './private/cidr-plan';
import { logTrafficToBucket, logTrafficToGroup } from './private/flow-log';
import { natAlarms } from './private/nat-alarms';
import { requireObjects } from './private/objects';
import { blockPublicAccess } from './private/public-access';
import { logQueries } from './private/query-log';
import { removalPolicyOf } from './private/removal-policy';
import { ISOLATED, PRIVATE, PUBLIC, type Tier } from './private/tier';
import { fail } from './private/validation';
import { VpcEndpoints } from './private/vpc-endpoints';
import { withoutZoneLookup } from './private/zone-lookup';
import type { PublicAccessBlock } from './public-access-block';
import type { QueryLogging } from './query-logging';
import type { VpcAlarmThresholds } from './vpc-alarm-thresholds';
import { Zones } from './zones';

/** Properties of a secure VPC. */
export interface SecureVpcProps {
  /**
   * Where the VPC takes its addresses from. Can't be changed later: the VPC would be replaced.
   * @default Addressing.cidr('10.0.0.0/16')
   * @see PCI DSS 4.0.1 requirement 1.4.5
   */
  readonly addressing?: Addressing;

  /**
   * Which availability zones the VPC spans. One can be added later: no subnet moves.
   * @default Zones.first(3)
   */
  readonly zones?: Zones;

  /**
   * Which tiers of subnets the VPC has. A tier can be added later: no subnet moves.
   * @default NetworkTiers.publicPrivateIsolated()
   * @see PCI DSS 4.0.1 requirement 1.4.4
   */
  readonly tiers?: NetworkTiers;

  /**
   * How the private tier reaches the internet.
   * @default NatGateways.onePerZone()
   */
  readonly natGateways?: NatGateways;

  /**
   * Which AWS services are reached through private endpoints. All endpoint policies are limited to principals of this
   * account.
   * @default Endpoints.gateways()
   * @see PCI DSS 4.0.1 requirement 1.3.2
   */
  readonly endpoints?: Endpoints;

  /**
   * Bucket for the flow log. Its policy, and that of its customer-managed key, get the statements that the delivery
   * needs; those of an imported bucket or key can't be changed from here, which leaves a warning.
   * One that protects the logs less than the default leaves a warning too; one with the key `aws/s3` is an error, because
   * the logs would arrive unreadable. One bucket takes the logs of about 35 accounts and regions: a policy larger than the
   * 20 KB of Amazon S3 is an error.
   * @default - a bucket of the VPC's own: private, TLS only, encrypted with SSE-S3, versioned, archived after 90 days
   * @see PCI DSS 4.0.1 requirement 10.2.1
   */
  readonly flowLogBucket?: IBucket;

  /**
   * Log group for the same flow log once more, where it can be searched and watched. A role of its own may write there
   * and nowhere else. CloudWatch bills by the GB what Amazon S3 almost gives away: keep it short there.
   * @default - the flow log goes to the bucket only
   * @see PCI DSS 4.0.1 requirement 10.4.1
   */
  readonly flowLogGroup?: ILogGroup;

  /**
   * Where the names go that the VPC's resolver is asked for.
   * @default - they are not logged
   * @see PCI DSS 4.0.1 requirement 10.2.1
   */
  readonly queryLogging?: QueryLogging;

  /**
   * What VPC Block Public Access does around this VPC: a switch of the whole account in a region.
   * @default - it stays as it is
   * @see PCI DSS 4.0.1 requirement 1.4.1
   */
  readonly publicAccessBlock?: PublicAccessBlock;

  /**
   * What happens to the VPC's own flow log bucket when it leaves the stack. `DESTROY` also empties it. A given bucket
   * stays untouched, and the network itself holds no data and always goes with the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A VPC with tiers of subnets, a log of all its traffic, private endpoints limited to this account, and a default
 * security group that lets nothing through. No subnet assigns public addresses. Zones and tiers can be added later
 * without moving a subnet.
 * @see PCI DSS 4.0.1 requirement 1
 */
export class SecureVpc extends Construct {
  /** The VPC with its subnets. */
  public readonly vpc: ec2.Vpc;

  /** Bucket that receives the flow log: the given one or the VPC's own. */
  public readonly flowLogBucket: IBucket;

  /** The log of all traffic in the VPC. */
  public readonly flowLog: ec2.FlowLog;

  /** The same log in `flowLogGroup`, if there is one. */
  public readonly flowLogToGroup?: ec2.FlowLog;

  /** Selects the subnets for load balancers, to be passed on as `vpcSubnets`. */
  public readonly publicTier: ec2.SubnetSelection = { subnetGroupName: PUBLIC.name };

  /** Selects the subnets for services, to be passed on as `vpcSubnets`. */
  public readonly privateTier: ec2.SubnetSelection = { subnetGroupName: PRIVATE.name };

  /** Gateway endpoint of Amazon S3, if there is one. Statements can be added to its policy. */
  public readonly s3Endpoint?: ec2.GatewayVpcEndpoint;

  /** Gateway endpoint of Amazon DynamoDB, if there is one. Statements can be added to its policy. */
  public readonly dynamoDbEndpoint?: ec2.GatewayVpcEndpoint;

  private readonly endpoints: VpcEndpoints;

  private readonly natProvider: ec2.NatProvider;

  constructor(scope: Construct, id: string, props: SecureVpcProps = {}) {
    super(scope, id);
    requireObjects(this, props, [], ['flowLogGroup', 'publicAccessBlock']);
    const addressing = props.addressing ?? Addressing.cidr('10.0.0.0/16');
    const { _tiers: tiers } = props.tiers ?? NetworkTiers.publicPrivateIsolated();
    const natGateways = props.natGateways ?? NatGateways.onePerZone();
    const endpoints = props.endpoints ?? Endpoints.gateways();
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    const { _dualStack: dualStack } = addressing;
    if (dualStack) this.checkIpv6WayOut(natGateways);
    const zones = (props.zones ?? Zones.first(3))._names(this);
    natGateways._check(this, zones.length);

    const ipAddresses = addressing._plan(this, tiers);
    this.natProvider = natGateways._provider();
    this.vpc = withoutZoneLookup(this, () => {
      return new ec2.Vpc(this, 'Vpc', {
        ipAddresses,
        availabilityZones: zones,
        ipProtocol: dualStack ? ec2.IpProtocol.DUAL_STACK : undefined,
        ipv6Addresses: dualStack ? new PlannedIpv6Addresses(tiers) : undefined,
        subnetConfiguration: tiers.map((tier) => subnetsOf(tier, dualStack)),
        natGateways: natGateways._count(zones.length),
        natGatewayProvider: this.natProvider,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        restrictDefaultSecurityGroup: true,
      });
    });
    for (const subnet of this.vpc.publicSubnets) acknowledge(subnet, PUBLIC_TIER_LEADS_OUT);
    if (props.publicAccessBlock) blockPublicAccess(this, this.vpc, props.publicAccessBlock._blocksRegion);

    this.flowLogBucket = props.flowLogBucket ?? this.auditBucket(removalPolicy);
    this.flowLog = logTrafficToBucket(this, this.vpc, this.flowLogBucket);
    if (props.flowLogGroup) this.flowLogToGroup = logTrafficToGroup(this, this.vpc, props.flowLogGroup);
    if (props.queryLogging) logQueries(this, this.vpc, props.queryLogging._target(this.flowLogBucket));

    if (!endpoints._gateways) this.warnOfMissingGateways();
    this.endpoints = new VpcEndpoints(this, 'Endpoints', {
      vpc: this.vpc,
      callers: ipAddresses.allocateVpcCidr().cidrBlock ?? this.vpc.vpcCidrBlock,
      endpoints,
    });
    this.s3Endpoint = this.endpoints.s3;
    this.dynamoDbEndpoint = this.endpoints.dynamoDb;
  }

  /**
   * Selects the subnets for databases, to be passed on as `vpcSubnets`. Throws if the VPC has no isolated tier, so that
   * no database ends up in another one unnoticed.
   */
  public get isolatedTier(): ec2.SubnetSelection {
    if (this.vpc.isolatedSubnets.length === 0) {
      fail(
        this,
        '`isolatedTier` must be read only where there is one, got: a VPC with a public and a private tier. Use ' +
          'NetworkTiers.publicPrivateIsolated(), or `privateTier` instead.',
      );
    }
    return { subnetGroupName: ISOLATED.name };
  }

  /**
   * The security group of all interface endpoints, for callers whose egress is closed:
   * `service.connections.allowToDefaultPort(network.endpointConnections)` opens HTTPS to them with one rule in the group of
   * the caller. It cannot be changed from here: it lets in the whole VPC anyway. Throws if the VPC has no interface
   * endpoint, so that no caller is left without a way to AWS unnoticed.
   */
  public get endpointConnections(): ec2.Connections {
    if (this.endpoints.interfaces.length === 0) {
      fail(
        this,
        '`endpointConnections` must be read only where there are interface endpoints, got: a VPC without one. Use ' +
          '`endpoints`, such as Endpoints.forFargate(), or let the caller out another way.',
      );
    }
    return this.endpoints.connections;
  }

  /** The interface endpoints, in the order in which they were named. */
  public get interfaceEndpoints(): ec2.InterfaceVpcEndpoint[] {
    return [...this.endpoints.interfaces];
  }

  /**
   * Adds alarms for people on each NAT gateway: connections that find no port, and packets that are dropped. Without NAT
   * gateways there are none. They have no action yet: pass the list to a topic, for example with an `AlarmSet` of
   * `@org/compliance-logging`.
   * @param thresholds when they go off.
   * @throws if called twice, or a threshold is out of range.
   */
  public addAlarms(thresholds: VpcAlarmThresholds = {}): Alarm[] {
    const gateways = this.natProvider.configuredGateways.map(({ az, gatewayId }, zone) => {
      const regional = az === 'regional';
      return { place: regional ? 'Regional' : `Zone${zone + 1}`, gatewayId, regional };
    });
    return natAlarms(this, gateways, thresholds);
  }

  private checkIpv6WayOut(natGateways: NatGateways): void {
    if (natGateways._count(1) > 0) return;
    fail(
      this,
      '`natGateways` must be there for an `addressing` with IPv6, got: NatGateways.none(), beside which the private tier ' +
        'would still reach the internet over IPv6. Leave out withIpv6() or use another value.',
    );
  }

  private auditBucket(removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(
      this,
      'FlowLogBucket',
      auditBucketProps({ removalPolicy, archiveAfter: Duration.days(90) }),
    );
    for (const reason of [FLOW_LOG_BUCKET_IS_A_LOG, FLOW_LOG_HOLDS_NO_CARD_DATA, REPLICATION_IS_THE_ACCOUNTS_CHOICE])
      acknowledge(bucket, reason);
    return bucket;
  }

  private warnOfMissingGateways(): void {
    Annotations.of(this).addWarningV2(
      '@org/secure-vpc:no-gateway-endpoints',
      'Traffic to Amazon S3 and DynamoDB takes the NAT gateways, where nothing limits it to this account, and PCI DSS ' +
        '4.0.1 requirement 1.3.2 asks to limit outbound traffic. Use Endpoints.gateways(), which costs nothing.',
    );
  }
}

/** IPv6 addresses are public ones, so no subnet gives them out: who needs one asks for it, as load balancers and tasks do. */
function subnetsOf({ name, subnetType }: Tier, dualStack: boolean): ec2.SubnetConfiguration {
  const mapPublicIpOnLaunch = subnetType === ec2.SubnetType.PUBLIC ? false : undefined;
  const ipv6AssignAddressOnCreation = dualStack ? false : undefined;
  return { name, subnetType, mapPublicIpOnLaunch, ipv6AssignAddressOnCreation };
}
