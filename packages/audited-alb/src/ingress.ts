import { AddressFamily, type IPeer, type ISecurityGroup, type IVpc, Peer, Port, PrefixList } from 'aws-cdk-lib/aws-ec2';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { LoadBalancerScheme } from './load-balancer-scheme';
import { acknowledge, OPEN_TO_THE_INTERNET, RANGE_OF_THE_VPC_IS_KNOWN_AT_DEPLOYMENT } from './private/acknowledgements';
import { cidrOf, ipv6CidrOf, rangeOf } from './private/cidr';
import { warnOfManyRules } from './private/load-balancer-quota';
import { fail, requireMatch } from './private/validation';

const CLOUDFRONT = 'com.amazonaws.global.cloudfront.origin-facing';
const CLOUDFRONT_IPV6 = 'com.amazonaws.global.ipv6.cloudfront.origin-facing';
const PREFIX_LIST_ID = /^pl-[0-9a-f]{8,17}$/;

/** What an ingress opens, and for whom it is opened. */
interface IngressContext {
  readonly vpc: IVpc;
  readonly scheme: LoadBalancerScheme;
  readonly securityGroup: ISecurityGroup;
  readonly redirectsHttp: boolean;
}

/**
 * From where clients may open HTTPS connections to the load balancer. Port 443 is the only port, unless
 * `PlainHttp.redirected()` asks for port 80 too. Single peers are added through `connections`, such as
 * `alb.connections.allowDefaultPortFrom(peer)`.
 * @see PCI DSS 4.0.1 requirement 1.3.1
 */
export class Ingress {
  /** Any address from which the load balancer can be reached. The default of an internet-facing one. */
  public static anywhere(): Ingress {
    return new Ingress('anywhere', 'anywhere', (_scope, { scheme }) => [
      ...(scheme._servesIpv4 ? [Peer.anyIpv4()] : []),
      ...(scheme._servesIpv6 ? [Peer.anyIpv6()] : []),
    ]);
  }

  /**
   * Ranges, such as those of partners or of an office.
   * @param cidrs at least one range in CIDR notation, such as `203.0.113.0/24` or `2001:db8::/32`, by its first address. A
   * prefix length of 0 is refused, with whatever address: `anywhere()` says so by name. So is a range that the addresses
   * of the load balancer's `scheme` don't serve. More than 60 of one kind leave the warning
   * `@org/audited-alb:too-many-ranges`.
   */
  public static cidrs(cidrs: string[]): Ingress {
    return new Ingress('listed', 'an allowed range', (scope, { scheme }) =>
      cidrs.map((cidr) => rangeOf(scope, scheme, cidr)),
    );
  }

  /**
   * Managed prefix lists, the way to share one list of ranges among load balancers and accounts.
   * @param prefixListIds at least one id, such as `pl-0123456789abcdef0`. Each list counts with its maximum number of
   * entries against the quota of rules in a security group.
   */
  public static prefixLists(prefixListIds: string[]): Ingress {
    return new Ingress('listed', 'an allowed prefix list', (scope) => prefixListIds.map((id) => prefixList(scope, id)));
  }

  /** The CIDR of the load balancer's VPC, IPv6 included if it serves that. The default of an internal load balancer. */
  public static vpc(): Ingress {
    return new Ingress('vpc', 'the VPC', (scope, { vpc, scheme, securityGroup }) => [
      ...(scheme._servesIpv4 ? [Peer.ipv4(cidrOf(scope, vpc))] : []),
      ...(scheme._servesIpv6 ? [Peer.ipv6(ipv6CidrOf(scope, vpc, securityGroup))] : []),
    ]);
  }

  /**
   * Amazon CloudFront alone, by the prefix list that AWS keeps of its servers. Any distribution of any account gets
   * through: let yours add a header, and route by it. The list counts as 55 of the 60 rules of a security group, so that
   * there is room for one: a load balancer with both kinds of addresses is reached over IPv4, which is how CloudFront
   * connects unless told otherwise.
   * @param prefixListId id of the list `com.amazonaws.global.cloudfront.origin-facing`, which differs between regions; of
   * `com.amazonaws.global.ipv6.cloudfront.origin-facing` for a load balancer with IPv6 alone. Without it the CDK CLI looks
   * it up and writes it to cdk.context.json, which needs a stack with account and region.
   */
  public static cloudFront(prefixListId?: string): Ingress {
    return new Ingress('cloudFront', 'CloudFront', (scope, { scheme }) => [
      prefixListId === undefined ? lookedUp(scope, scheme) : prefixList(scope, prefixListId),
    ]);
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'anywhere' | 'listed' | 'vpc' | 'cloudFront',
    private readonly from: string,
    private readonly peers: (scope: Construct, context: IngressContext) => IPeer[],
  ) {}

  /** @internal */
  public _bind(scope: Construct, context: IngressContext): void {
    const { securityGroup, redirectsHttp } = context;
    const peers = this.peers(scope, context);
    if (peers.length === 0)
      fail(
        scope,
        '`ingress` must name at least one peer, got: an empty list. Use Ingress.vpc() to let in the VPC alone.',
      );
    for (const peer of peers) securityGroup.addIngressRule(peer, Port.HTTPS, `HTTPS from ${this.from}`);
    warnOfManyRules(scope, peers, redirectsHttp ? 2 : 1);
    this.explain(securityGroup, peers);
    if (!redirectsHttp) return;
    if (this._kind === 'cloudFront') {
      fail(
        scope,
        '`plainHttp` must be PlainHttp.refused() with Ingress.cloudFront(), because its prefix list fits into a ' +
          'security group once, got: PlainHttp.redirected(). Let CloudFront redirect viewers to HTTPS.',
      );
    }
    for (const peer of peers) securityGroup.addIngressRule(peer, Port.HTTP, `HTTP from ${this.from}, to be redirected`);
  }

  private explain(securityGroup: ISecurityGroup, peers: IPeer[]): void {
    if (this._kind === 'anywhere') acknowledge(securityGroup, OPEN_TO_THE_INTERNET);
    const rangeIsKnown = peers.every(({ uniqueId }) => !Token.isUnresolved(uniqueId));
    if (this._kind === 'vpc' && !rangeIsKnown) acknowledge(securityGroup, RANGE_OF_THE_VPC_IS_KNOWN_AT_DEPLOYMENT);
  }
}

function prefixList(scope: Construct, id: string): IPeer {
  requireMatch(scope, 'ingress', id, PREFIX_LIST_ID, "the id of a prefix list, such as 'pl-0123456789abcdef0'");
  return Peer.prefixList(id);
}

function lookedUp(scope: Construct, { _servesIpv4 }: LoadBalancerScheme): IPeer {
  const prefixListName = _servesIpv4 ? CLOUDFRONT : CLOUDFRONT_IPV6;
  const { account, region } = Stack.of(scope);
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
    fail(
      scope,
      "`ingress` must be given the id of CloudFront's prefix list, because a stack without account and region can't look " +
        "it up, got: none. Use Ingress.cloudFront('pl-...') with the id that the VPC console shows for " +
        `${prefixListName}.`,
    );
  }
  const addressFamily = _servesIpv4 ? AddressFamily.IP_V4 : AddressFamily.IP_V6;
  return PrefixList.fromLookup(scope, 'CloudFront', { prefixListName, ownerId: 'AWS', addressFamily });
}
