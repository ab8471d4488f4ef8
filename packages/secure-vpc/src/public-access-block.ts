/**
 * What VPC Block Public Access does around this VPC. It is a switch of the whole account in a region, stronger than any
 * route or security group: nothing from the internet gets in but where an exclusion says so.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 * @see PCI DSS 4.0.1 requirement 1.4.1
 */
export class PublicAccessBlock {
  /**
   * Blocks connections from the internet into all VPCs of the account in this region, and excludes the public subnets
   * of this VPC, where load balancers stand. Connections that begin inside go out through NAT gateways as before.
   *
   * One stack of an account and region may say this: a second one fails at deployment. Other VPCs of the region need
   * exclusions of their own.
   */
  public static ofRegion(): PublicAccessBlock {
    return new PublicAccessBlock(true);
  }

  /** Excludes the public subnets of this VPC from a block that another stack or the organization has switched on. */
  public static exclusionsOnly(): PublicAccessBlock {
    return new PublicAccessBlock(false);
  }

  private constructor(
    /** @internal */
    public readonly _blocksRegion: boolean,
  ) {}
}
