import { AddressFamily, type IPeer, type ISecurityGroup, type IVpc, Peer, Port, PrefixList } from 'aws-cdk-lib/aws-ec2';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, OPEN_TO_THE_INTERNET, RANGE_OF_THE_VPC_IS_KNOWN_AT_DEPLOYMENT } from './private/acknowledgements';
import { cidrOf, requireIpv4Range } from './private/cidr';
import { fail, requireMatch } from './private/validation';

const CLOUDFRONT = 'com.amazonaws.global.cloudfront.origin-facing';
const PREFIX_LIST_ID = /^pl-[0-9a-f]{8,17}$/;

/** What others must know of an ingress. */
interface IngressTraits {
  readonly isOpen?: boolean;
  readonly isCloudFront?: boolean;
  readonly isVpc?: boolean;
}

/**
 * From where clients may open HTTPS connections to the load balancer. Port 443 is the only port, unless
 * `PlainHttp.redirected()` asks for port 80 too. Single peers are added through `connections`, such as
 * `alb.connections.allowDefaultPortFrom(peer)`.
 * @see PCI DSS 4.0.1 requirement 1.3.1
 */
export class Ingress {
  /** Any IPv4 address. The default of an internet-facing load balancer. */
  public static anywhere(): Ingress {
    return new Ingress(() => [Peer.anyIpv4()], 'anywhere', { isOpen: true });
  }

  /**
   * IPv4 ranges, such as those of partners or of an office.
   * @param cidrs at least one range in CIDR notation, such as `203.0.113.0/24`, by its first address. A prefix length of 0
   * is refused, with whatever address: `anywhere()` says so by name.
   */
  public static cidrs(cidrs: string[]): Ingress {
    return new Ingress((scope) => cidrs.map((cidr) => ipv4(scope, cidr)), 'an allowed range');
  }

  /**
   * Managed prefix lists, the way to share one list of ranges among load balancers and accounts.
   * @param prefixListIds at least one id, such as `pl-0123456789abcdef0`. Each list counts with its maximum number of
   * entries against the quota of rules in a security group.
   */
  public static prefixLists(prefixListIds: string[]): Ingress {
    return new Ingress((scope) => prefixListIds.map((id) => prefixList(scope, id)), 'an allowed prefix list');
  }

  /** The CIDR of the load balancer's VPC. The default of an internal load balancer. */
  public static vpc(): Ingress {
    return new Ingress((scope, vpc) => [Peer.ipv4(cidrOf(scope, vpc))], 'the VPC', { isVpc: true });
  }

  /**
   * Amazon CloudFront alone, by the prefix list that AWS keeps of its servers. Any distribution of any account gets
   * through: let yours add a header, and route by it. The list counts as 55 of the 60 rules of a security group.
   * @param prefixListId id of the list `com.amazonaws.global.cloudfront.origin-facing`, which differs between regions.
   * Without it the CDK CLI looks it up and writes it to cdk.context.json, which needs a stack with account and region.
   */
  public static cloudFront(prefixListId?: string): Ingress {
    const find = (scope: Construct) => (prefixListId === undefined ? lookedUp(scope) : prefixList(scope, prefixListId));
    return new Ingress((scope) => [find(scope)], 'CloudFront', { isCloudFront: true });
  }

  private constructor(
    private readonly peers: (scope: Construct, vpc: IVpc) => IPeer[],
    private readonly from: string,
    /** @internal */
    public readonly _traits: IngressTraits = {},
  ) {}

  /** @internal */
  public _bind(scope: Construct, vpc: IVpc, securityGroup: ISecurityGroup, redirectsHttp: boolean): void {
    const peers = this.peers(scope, vpc);
    if (peers.length === 0)
      fail(
        scope,
        '`ingress` must name at least one peer, got: an empty list. Use Ingress.vpc() to let in the VPC alone.',
      );
    for (const peer of peers) securityGroup.addIngressRule(peer, Port.HTTPS, `HTTPS from ${this.from}`);
    this.explain(securityGroup, peers);
    if (!redirectsHttp) return;
    if (this._traits.isCloudFront) {
      fail(
        scope,
        '`plainHttp` must be PlainHttp.refused() with Ingress.cloudFront(), because its prefix list fits into a ' +
          'security group once. Let CloudFront redirect viewers to HTTPS.',
      );
    }
    for (const peer of peers) securityGroup.addIngressRule(peer, Port.HTTP, `HTTP from ${this.from}, to be redirected`);
  }

  private explain(securityGroup: ISecurityGroup, peers: IPeer[]): void {
    if (this._traits.isOpen) acknowledge(securityGroup, OPEN_TO_THE_INTERNET);
    const rangeIsKnown = peers.every(({ uniqueId }) => !Token.isUnresolved(uniqueId));
    if (this._traits.isVpc && !rangeIsKnown) acknowledge(securityGroup, RANGE_OF_THE_VPC_IS_KNOWN_AT_DEPLOYMENT);
  }
}

function ipv4(scope: Construct, cidr: string): IPeer {
  requireIpv4Range(scope, 'ingress', cidr);
  return Peer.ipv4(cidr);
}

function prefixList(scope: Construct, id: string): IPeer {
  requireMatch(scope, 'ingress', id, PREFIX_LIST_ID, "the id of a prefix list, such as 'pl-0123456789abcdef0'");
  return Peer.prefixList(id);
}

function lookedUp(scope: Construct): IPeer {
  const { account, region } = Stack.of(scope);
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
    fail(
      scope,
      "`ingress` must be given the id of CloudFront's prefix list, because a stack without account and region can't look " +
        "it up, got: none. Use Ingress.cloudFront('pl-...') with the id that the VPC console shows for " +
        `${CLOUDFRONT}.`,
    );
  }
  const addressFamily = AddressFamily.IP_V4;
  return PrefixList.fromLookup(scope, 'CloudFront', { prefixListName: CLOUDFRONT, ownerId: 'AWS', addressFamily });
}
