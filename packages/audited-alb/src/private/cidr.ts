import { type IPeer, type ISecurityGroup, type IVpc, Peer } from 'aws-cdk-lib/aws-ec2';
import { Fn, Token } from 'aws-cdk-lib/core';
import { Dependable, type IConstruct } from 'constructs';
import type { LoadBalancerScheme } from '../load-balancer-scheme';
import { enclosing, formatBlock, parseBlock } from './ipv4-block';
import { canonicalIpv6Block } from './ipv6-block';
import { ipv6BlocksOf, resourceOf } from './ipv6-of-vpc';
import { fail, requireMatch } from './validation';

const RANGE = "a range in CIDR notation, such as '203.0.113.0/24' or '2001:db8::/32'";
const ALL = 'which is every address. Use Ingress.anywhere() to let everyone in.';

/**
 * The peer that a range of clients is. Refuses text that is no range, one that the load balancer has no addresses for, and
 * one with bits behind its prefix: Amazon EC2 cuts them off, so that '10.0.0.0/0', a slip for '/8', would be the whole
 * internet. A range known only at deployment is taken as it is, and as IPv4 where there is both.
 */
export function rangeOf(scope: IConstruct, scheme: LoadBalancerScheme, cidr: string): IPeer {
  if (Token.isUnresolved(cidr)) return scheme._servesIpv4 ? Peer.ipv4(cidr) : Peer.ipv6(cidr);
  // Of a list that is known only at deployment CDK has one text, which is no range.
  requireMatch(scope, 'ingress', cidr, /^[0-9A-Fa-f.:/]+$/, RANGE);
  const isIpv6 = cidr.includes(':');
  if (isIpv6) requireIpv6Range(scope, cidr);
  else requireIpv4Range(scope, cidr);
  requireServed(scope, scheme, cidr, isIpv6);
  return isIpv6 ? Peer.ipv6(cidr) : Peer.ipv4(cidr);
}

function requireIpv4Range(scope: IConstruct, cidr: string): void {
  const block = parseBlock(cidr);
  if (!block) refuseText(scope, cidr);
  const { first, prefix } = block;
  if (prefix === 0) fail(scope, `\`ingress\` must name ranges, got: '${cidr}', ${ALL}`);
  const meant = enclosing(first, prefix);
  if (meant.first === first) return;
  fail(
    scope,
    `\`ingress\` must begin with the first address of its range, got: '${cidr}'. Use '${formatBlock(meant)}', or ` +
      `'${formatBlock({ first, prefix: 32 })}' for the one address.`,
  );
}

function requireIpv6Range(scope: IConstruct, cidr: string): void {
  const meant = canonicalIpv6Block(cidr);
  if (meant === undefined) refuseText(scope, cidr);
  if (cidr.endsWith('/0')) fail(scope, `\`ingress\` must name ranges, got: '${cidr}', ${ALL}`);
  if (meant === cidr) return;
  fail(
    scope,
    `\`ingress\` must name an IPv6 range by its first address, in lower case and without needless zeros, got: '${cidr}'. ` +
      `Use '${meant}'.`,
  );
}

function refuseText(scope: IConstruct, cidr: string): never {
  return fail(scope, `\`ingress\` must be ${RANGE}, got: '${cidr}'.`);
}

/** A rule that no client can ever meet is a mistake about the load balancer. */
function requireServed(scope: IConstruct, scheme: LoadBalancerScheme, cidr: string, isIpv6: boolean): void {
  if (isIpv6 ? scheme._servesIpv6 : scheme._servesIpv4) return;
  fail(
    scope,
    `\`ingress\` must name ranges that reach the load balancer, got: '${cidr}', and clients come over ` +
      `${isIpv6 ? 'IPv4' : 'IPv6'} alone. Use a \`scheme\` with both, such as ` +
      `LoadBalancerScheme.${scheme.isInternetFacing ? 'internetFacing' : 'internal'}DualStack().`,
  );
}

/**
 * The VPC's range, as text where it is known: scanners can read it then, and no stack must wait for another. An imported
 * VPC doesn't always know it, and then CDK's error names neither prop nor way out.
 */
export function cidrOf(scope: IConstruct, vpc: IVpc): string {
  const cidr = resourceOf(vpc)?.cidrBlock;
  if (cidr !== undefined) return cidr;
  try {
    return vpc.vpcCidrBlock;
  } catch {
    return fail(
      scope,
      '`ingress` must name ranges, because the CIDR of the imported `vpc` is not known here, got: Ingress.vpc(), the default ' +
        'of an internal load balancer. Use Ingress.cidrs([...]), or import the VPC with `vpcCidrBlock`.',
    );
  }
}

/**
 * The VPC's IPv6 block, once it is there: which addresses it has is decided when the block is added to the VPC. That may be
 * after the load balancer.
 */
export function ipv6CidrOf(scope: IConstruct, vpc: IVpc, securityGroup: ISecurityGroup): string {
  const resource = resourceOf(vpc);
  const wrong = (why: string) =>
    `\`ingress\` must name ranges, because ${why}, got: Ingress.vpc(), the default of an internal load balancer. Use ` +
    'Ingress.cidrs([...]), or a VPC of this app with an IPv6 block.';
  if (!resource) fail(scope, wrong('the IPv6 CIDR of the imported `vpc` is not known here'));
  const blocks = {};
  Dependable.implement(blocks, {
    get dependencyRoots() {
      return ipv6BlocksOf(resource);
    },
  });
  securityGroup.node.addDependency(blocks);
  scope.node.addValidation({
    validate: () => (ipv6BlocksOf(resource).length > 0 ? [] : [wrong(`${vpc.node.path} has no IPv6 block`)]),
  });
  return Fn.select(0, resource.attrIpv6CidrBlocks);
}
