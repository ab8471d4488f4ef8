import { NatProvider } from 'aws-cdk-lib/aws-ec2';

/** How the private tier reaches the internet. The isolated tier never does. */
export class NatGateways {
  /** One NAT gateway in each zone, so that a zone that fails takes no other with it, and no traffic crosses zones. */
  public static onePerZone(): NatGateways {
    return new NatGateways((zones) => zones);
  }

  /** One NAT gateway in the first zone for all: cheaper, and all zones lose the internet when that one fails. */
  public static single(): NatGateways {
    return new NatGateways(() => 1);
  }

  /**
   * One NAT gateway that AWS spreads over the zones in which there are tasks, outside the subnets. It is billed for
   * each zone in which it works. AWS chooses its public addresses and adds more with each zone: where partners let in
   * fixed addresses, use `onePerZone()`. A zone that is new to it may take up to an hour to be served from within.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
   */
  public static regional(): NatGateways {
    return new NatGateways(
      () => 1,
      () => NatProvider.regionalGateway(),
    );
  }

  /** No NAT gateway: the private tier reaches nothing but the VPC and its endpoints. */
  public static none(): NatGateways {
    return new NatGateways(() => 0);
  }

  private constructor(
    /** @internal */
    public readonly _count: (zones: number) => number,
    /**
     * A new provider each time: it remembers the gateways of one VPC.
     * @internal
     */
    public readonly _provider: () => NatProvider = () => NatProvider.gateway(),
  ) {}
}
