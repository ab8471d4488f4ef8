import { NatProvider } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { requireKnownList } from './private/known-list';
import { fail, requireMatch } from './private/validation';

/** How the private tier reaches the internet. The isolated tier never does. */
export class NatGateways {
  /**
   * One NAT gateway in each zone, so that a zone that fails takes no other with it, and no traffic crosses zones.
   * @param allocationIds Elastic IP addresses of yours, one for each zone in their order, for example
   * `eipalloc-0a1b2c3d4e5f67890`: partners who let them in need not change when the VPC is replaced. They cannot be in use.
   * They may be tokens, in a list whose length is known at synthesis. Without them each gateway gets an address that goes with the VPC.
   */
  public static onePerZone(allocationIds?: string[]): NatGateways {
    const own = allocationIds && [...allocationIds];
    return new NatGateways((zones) => zones, zonal(own), own);
  }

  /**
   * One NAT gateway in the first zone for all: cheaper, and all zones lose the internet when that one fails.
   * @param allocationId Elastic IP address of yours that is not in use, for example `eipalloc-0a1b2c3d4e5f67890`. Without
   * it the gateway gets an address that goes with the VPC.
   */
  public static single(allocationId?: string): NatGateways {
    const own = allocationId === undefined ? undefined : [allocationId];
    return new NatGateways(() => 1, zonal(own), own);
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
    return new NatGateways(() => 0, zonal());
  }

  private constructor(
    /** @internal */
    public readonly _count: (zones: number) => number,
    /**
     * A new provider each time: it remembers the gateways of one VPC.
     * @internal
     */
    public readonly _provider: () => NatProvider,
    private readonly allocationIds?: string[],
  ) {}

  /**
   * Refuses addresses that are too few, too many or none.
   * @internal
   */
  public _check(scope: IConstruct, zones: number): void {
    if (!this.allocationIds) return;
    requireKnownList(scope, 'natGateways', this.allocationIds);
    const gateways = this._count(zones);
    if (this.allocationIds.length !== gateways) {
      fail(
        scope,
        `\`natGateways\` must have an allocation id for each of its ${gateways} gateways, got: ` +
          `${this.allocationIds.length}. Give one for each zone, or leave them out.`,
      );
    }
    const form = "allocation ids such as 'eipalloc-0a1b', of which none stands twice";
    for (const id of this.allocationIds) requireMatch(scope, 'natGateways', id, /^eipalloc-[0-9a-f]+$/, form);
    const twice = this.allocationIds.find((id, place, all) => all.indexOf(id) !== place);
    if (twice !== undefined) fail(scope, `\`natGateways\` must be ${form}, got: '${twice}' a second time.`);
  }
}

function zonal(eipAllocationIds?: string[]): () => NatProvider {
  return () => NatProvider.gateway({ eipAllocationIds });
}
