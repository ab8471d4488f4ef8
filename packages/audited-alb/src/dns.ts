import { Construct } from 'constructs';
import type { DnsName, WeightedDns } from './dns-names';
import { createSimpleRecord, createWeightedRecords, type DnsContext } from './private/dns-records';

/** How clients find the load balancer. */
export class Dns {
  /** By the name that AWS gives it, or by a record that is made elsewhere. */
  public static none(): Dns {
    return new Dns(() => undefined);
  }

  /**
   * By one alias record, or two for a load balancer with IPv4 and IPv6 addresses. It can't become `weighted` in one
   * deployment: Route 53 takes no weighted record beside it.
   * @param name domain and hosted zone.
   */
  public static simple(name: DnsName): Dns {
    return new Dns((scope, context) => createSimpleRecord(scope, name, context));
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
