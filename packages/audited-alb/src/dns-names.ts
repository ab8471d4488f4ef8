import type { ILoadBalancerV2 } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import type { DnsHealthCheck } from './dns-health-check';

/** Under which name the load balancer is found. */
export interface DnsName {
  /** Name that clients use, such as `api.example.com`. */
  readonly domainName: string;

  /** Hosted zone of the domain. It is referred to, never created. */
  readonly hostedZone: IHostedZone;
}

/** One of several records that share a name. */
export interface WeightedRecord {
  /** What tells the record from the others of its name, such as `blue`: at most 128 characters. */
  readonly setIdentifier: string;

  /** Share of the answers relative to the other weights of the name: 0 to 255, where 0 means none. */
  readonly weight: number;

  /**
   * Where the record leads: to a load balancer with the same kinds of addresses as this one. One of this app that lacks
   * a kind is an error.
   * @default - this load balancer
   */
  readonly loadBalancer?: ILoadBalancerV2;

  /**
   * When the record gets no more traffic.
   * @default - `DnsHealthCheck.https()` if anybody may connect to this load balancer over IPv4 without a client certificate,
   * else `DnsHealthCheck.targets()`; for a record that leads to another load balancer as well
   */
  readonly healthCheck?: DnsHealthCheck;
}

/** Name and weighted records. */
export interface WeightedDns extends DnsName {
  /**
   * The records, such as blue and green: each identifier once. Records of another load balancer may stand in its own
   * stack instead; then each stack holds one.
   */
  readonly records: WeightedRecord[];
}
