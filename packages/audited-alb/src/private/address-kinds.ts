import { IpAddressType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** Whether clients reach a load balancer of this type over IPv4. */
export function servesIpv4(type: IpAddressType): boolean {
  return type !== IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4;
}

/** Whether clients reach a load balancer of this type over IPv6. */
export function servesIpv6(type: IpAddressType): boolean {
  return type !== IpAddressType.IPV4;
}
