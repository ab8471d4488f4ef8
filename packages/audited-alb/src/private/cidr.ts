import type { CfnVPC, IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnResource, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './validation';

/** Refuses text that is not an IPv4 range. Values known only at deployment pass. */
export function requireIpv4Cidr(scope: IConstruct, prop: string, cidr: string): void {
  if (Token.isUnresolved(cidr) || isIpv4Cidr(cidr)) return;
  fail(scope, `\`${prop}\` must be an IPv4 range in CIDR notation, such as '203.0.113.0/24', got: '${cidr}'.`);
}

function isIpv4Cidr(cidr: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return false;
  const [prefixLength, ...octets] = match.slice(1).map(Number).reverse();
  return octets.every((octet) => octet <= 255) && prefixLength !== undefined && prefixLength <= 32;
}

/**
 * The VPC's range, as text where it is known: scanners can read it then, and no stack must wait for another. An imported
 * VPC doesn't always know it, and then CDK's error names neither prop nor way out.
 */
export function cidrOf(scope: IConstruct, vpc: IVpc): string {
  const resource = vpc.node.defaultChild;
  const isVpc = CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::EC2::VPC';
  const cidr = isVpc ? (resource as CfnVPC).cidrBlock : undefined;
  if (cidr !== undefined) return cidr;
  try {
    return vpc.vpcCidrBlock;
  } catch {
    return fail(
      scope,
      '`ingress` must be given, because the CIDR of the imported `vpc` is not known here. ' +
        'Use Ingress.cidrs([...]), or import the VPC with `vpcCidrBlock`.',
    );
  }
}
