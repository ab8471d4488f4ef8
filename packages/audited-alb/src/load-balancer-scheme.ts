/** Who can reach the load balancer's addresses at all. Which of them may connect is said by `Ingress`. */
export class LoadBalancerScheme {
  /** Public addresses, in public subnets: reachable from the internet. */
  public static internetFacing(): LoadBalancerScheme {
    return new LoadBalancerScheme(true);
  }

  /** Private addresses: reachable from the VPC and the networks connected to it. */
  public static internal(): LoadBalancerScheme {
    return new LoadBalancerScheme(false);
  }

  private constructor(
    /** Whether the addresses are public. */
    public readonly isInternetFacing: boolean,
  ) {}
}
