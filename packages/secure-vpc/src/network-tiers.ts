import { ISOLATED, PRIVATE, PUBLIC, type Tier } from './private/tier';

/** Which tiers of subnets a VPC has. Each tier has one subnet in each zone. */
export class NetworkTiers {
  /**
   * Three tiers: public for load balancers and NAT gateways, private for services, isolated for databases, which no
   * route leads out of.
   * @see PCI DSS 4.0.1 requirement 1.4.4
   */
  public static publicPrivateIsolated(): NetworkTiers {
    return new NetworkTiers([PUBLIC, PRIVATE, ISOLATED]);
  }

  /**
   * Two tiers: public for load balancers and NAT gateways, private for services and databases. The isolated tier can be
   * added later without moving a subnet.
   */
  public static publicPrivate(): NetworkTiers {
    return new NetworkTiers([PUBLIC, PRIVATE]);
  }

  private constructor(
    /** @internal */
    public readonly _tiers: Tier[],
  ) {}
}
