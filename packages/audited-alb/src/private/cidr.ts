import type { CfnVPC, IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnResource, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { enclosing, formatBlock, parseBlock } from './ipv4-block';
import { fail } from './validation';

/**
 * Refuses text that is not an IPv4 range, and one with bits behind its prefix: Amazon EC2 cuts them off, so that
 * '10.0.0.0/0', a slip for '/8', would be the whole internet. Values known only at deployment pass.
 */
export function requireIpv4Range(scope: IConstruct, prop: string, cidr: string): void {
  if (Token.isUnresolved(cidr)) return;
  const block = parseBlock(cidr);
  if (!block) {
    fail(scope, `\`${prop}\` must be an IPv4 range in CIDR notation, such as '203.0.113.0/24', got: '${cidr}'.`);
  }
  const { first, prefix } = block;
  if (prefix === 0) {
    fail(
      scope,
      `\`${prop}\` must name ranges, got: '${cidr}', which is every address. Use Ingress.anywhere() to let everyone in.`,
    );
  }
  const meant = enclosing(first, prefix);
  if (meant.first === first) return;
  fail(
    scope,
    `\`${prop}\` must begin with the first address of its range, got: '${cidr}'. Use '${formatBlock(meant)}', or ` +
      `'${formatBlock({ first, prefix: 32 })}' for the one address.`,
  );
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
      '`ingress` must be given, because the CIDR of the imported `vpc` is not known here, got: nothing. ' +
        'Use Ingress.cidrs([...]), or import the VPC with `vpcCidrBlock`.',
    );
  }
}
