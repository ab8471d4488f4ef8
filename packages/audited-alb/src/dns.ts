import type { ApplicationLoadBalancer, ILoadBalancerV2 } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { DnsHealthCheck } from './dns-health-check';
import { createSimpleRecord, createWeightedRecords } from './private/dns-records';

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
   * Where the record leads.
   * @default - this load balancer
   */
  readonly loadBalancer?: ILoadBalancerV2;

  /**
   * When the record gets no more traffic.
   * @default - `DnsHealthCheck.https()` if anybody may connect, else `DnsHealthCheck.targets()`
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

/** What records must know about the load balancer. */
export interface DnsContext {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly isInternetFacing: boolean;
  readonly isOpen: boolean;
  readonly demandsClientCertificates: boolean;
}

/** How clients find the load balancer. */
export class Dns {
  /** By the name that AWS gives it, or by a record that is made elsewhere. */
  public static none(): Dns {
    return new Dns(() => undefined);
  }

  /**
   * By one alias record.
   * @param name domain and hosted zone.
   */
  public static simple(name: DnsName): Dns {
    return new Dns((scope, { loadBalancer }) => createSimpleRecord(scope, name, loadBalancer));
  }

  /**
   * By several alias records of one name that share the answers by weight, for blue/green deployments. A record whose
   * health check fails drops out; if all fail, Route 53 answers as if all were healthy.
   * @param dns domain, hosted zone and records.
   */
  public static weighted(dns: WeightedDns): Dns {
    return new Dns((scope, context) => createWeightedRecords(scope, dns, context));
  }

  private constructor(private readonly make: (scope: Construct, context: DnsContext) => void) {}

  /** @internal */
  public _bind(scope: Construct, context: DnsContext): void {
    this.make(new Construct(scope, 'Dns'), context);
  }
}
