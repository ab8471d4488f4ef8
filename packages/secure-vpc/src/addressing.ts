import type { IIpAddresses } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { planFixedBlock, planPooledBlock } from './private/block-plan';
import type { Tier } from './private/tier';

/** Where a VPC takes its addresses from. */
export class Addressing {
  /**
   * A fixed IPv4 block from /16 to /23. It is cut into four tiers of eight zones each, all of the same size: a /16
   * gives subnets of /21 with 2,043 free addresses, a /20 subnets of /25 with 123. Places that are not used yet stay
   * free, so that a zone or a tier can be added later without moving a subnet.
   *
   * An error refuses anything else. A block outside the private ranges (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16,
   * 100.64.0.0/10) leaves a warning, and so does a /23, whose subnets are too small for load balancers.
   * @param cidr Block in CIDR notation, for example `10.0.0.0/16`; must be known at synthesis.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
   */
  public static cidr(cidr: string): Addressing {
    return new Addressing((scope, tiers) => planFixedBlock(scope, tiers, cidr));
  }

  /**
   * An IPv4 block that a pool of Amazon VPC IP Address Manager hands out at deployment, so that no two networks of an
   * organization overlap. It is cut like a fixed block: zones and tiers can be added later without moving a subnet.
   * A /23 leaves a warning: its subnets are too small for load balancers.
   * @param poolId Id of the pool, for example `ipam-pool-0a1b2c3d4e5f67890`; the pool must be shared with this account
   * and region.
   * @param prefixLength Size of the block, from 16 (the largest) to 23; must be known at synthesis.
   * @see https://docs.aws.amazon.com/vpc/latest/ipam/create-vpc-ipam.html
   */
  public static ipam(poolId: string, prefixLength: number): Addressing {
    return new Addressing((scope, tiers) => planPooledBlock(scope, tiers, poolId, prefixLength));
  }

  private constructor(
    /**
     * Checks the block and plans the subnets of the tiers.
     * @internal
     */
    public readonly _plan: (scope: IConstruct, tiers: Tier[]) => IIpAddresses,
    /** @internal */
    public readonly _dualStack = false,
  ) {}

  /**
   * The same IPv4 addresses, and an IPv6 block that Amazon provides: each subnet has a /64 by the same plan. No
   * subnet assigns these addresses, which are public ones: load balancers and tasks ask for theirs. The private tier
   * reaches the internet through an egress-only gateway, which lets no connection in; the isolated tier has no route out.
   *
   * IPv6 can be added to a VPC later, but not taken away from subnets that are in use. With `NatGateways.none()` it is
   * an error: the egress-only gateway would be the way out that was not to be.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
   */
  public withIpv6(): Addressing {
    return new Addressing(this._plan, true);
  }
}
