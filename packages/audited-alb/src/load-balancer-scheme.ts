import { IpAddressType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { servesIpv4, servesIpv6 } from './private/address-kinds';

/**
 * Who can reach the load balancer's addresses at all, and over which protocol. Which of them may connect is said by
 * `Ingress`. IPv6 addresses take subnets that have some.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html
 */
export class LoadBalancerScheme {
  /** Public IPv4 addresses, in public subnets: reachable from the internet. */
  public static internetFacing(): LoadBalancerScheme {
    return new LoadBalancerScheme(true, IpAddressType.IPV4);
  }

  /** Public IPv4 and IPv6 addresses, in public subnets: reachable from the internet over both. */
  public static internetFacingDualStack(): LoadBalancerScheme {
    return new LoadBalancerScheme(true, IpAddressType.DUAL_STACK);
  }

  /**
   * Public IPv6 addresses, in public subnets: reachable from the internet over IPv6 alone, by clients that all have it.
   * There are no public IPv4 addresses to pay for.
   */
  public static internetFacingIpv6Only(): LoadBalancerScheme {
    return new LoadBalancerScheme(true, IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4);
  }

  /** Private IPv4 addresses: reachable from the VPC and the networks connected to it. */
  public static internal(): LoadBalancerScheme {
    return new LoadBalancerScheme(false, IpAddressType.IPV4);
  }

  /**
   * Private IPv4 addresses, and IPv6 addresses to which no internet gateway leads: reachable from the VPC and the networks
   * connected to it.
   */
  public static internalDualStack(): LoadBalancerScheme {
    return new LoadBalancerScheme(false, IpAddressType.DUAL_STACK);
  }

  private constructor(
    /** Whether the addresses are public. */
    public readonly isInternetFacing: boolean,
    /** Which addresses the load balancer has. */
    public readonly ipAddressType: IpAddressType,
  ) {}

  /** @internal */
  public get _servesIpv4(): boolean {
    return servesIpv4(this.ipAddressType);
  }

  /** @internal */
  public get _servesIpv6(): boolean {
    return servesIpv6(this.ipAddressType);
  }
}
