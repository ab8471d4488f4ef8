import type { CfnSubnet, CfnSubnetCidrBlock, CfnVPC, CfnVPCCidrBlock, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { referenced } from './referenced';

/** The resource of a VPC of this app. */
export function resourceOf(vpc: IVpc): CfnVPC | undefined {
  const resource = vpc.node.defaultChild;
  return isOfType<CfnVPC>(resource, 'AWS::EC2::VPC') ? resource : undefined;
}

/** The IPv6 blocks of a VPC, wherever in the app they stand. */
export function ipv6BlocksOf(vpc: CfnVPC): CfnVPCCidrBlock[] {
  return vpc.node.root.node
    .findAll()
    .filter((construct) => isOfType<CfnVPCCidrBlock>(construct, 'AWS::EC2::VPCCidrBlock'))
    .filter(({ vpcId }) => referenced(vpcId) === vpc)
    .filter(
      ({ amazonProvidedIpv6CidrBlock, ipv6CidrBlock, ipv6IpamPoolId }) =>
        amazonProvidedIpv6CidrBlock === true || ipv6CidrBlock !== undefined || ipv6IpamPoolId !== undefined,
    );
}

/** Whether a subnet of this app has no IPv6 block, neither its own nor one that stands anywhere in the app. */
export function lacksIpv6(subnet: ISubnet): boolean {
  const resource = subnet.node.defaultChild;
  if (!isOfType<CfnSubnet>(resource, 'AWS::EC2::Subnet')) return false;
  if (resource.ipv6CidrBlock !== undefined || resource.ipv6IpamPoolId !== undefined) return false;
  return !subnet.node.root.node
    .findAll()
    .filter((construct) => isOfType<CfnSubnetCidrBlock>(construct, 'AWS::EC2::SubnetCidrBlock'))
    .some(({ subnetId }) => referenced(subnetId) === resource);
}

function isOfType<Resource extends CfnResource>(
  construct: IConstruct | undefined,
  type: string,
): construct is Resource {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === type;
}
