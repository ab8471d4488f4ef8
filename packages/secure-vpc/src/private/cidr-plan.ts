import {
  type AllocateCidrRequest,
  type AllocateIpv6CidrRequest,
  type AllocateVpcIpv6CidrRequest,
  type CfnVPCCidrBlock,
  type CreateIpv6CidrBlocksRequest,
  type IIpAddresses,
  type IIpv6Addresses,
  Ipv6Addresses,
  type RequestedSubnet,
  type SubnetIpamOptions,
  type VpcIpamOptions,
} from 'aws-cdk-lib/aws-ec2';
import { Fn } from 'aws-cdk-lib/core';
import { sizeOf } from './block-size';
import { formatBlock, type Ipv4Block } from './ipv4-block';
import type { Tier } from './tier';

/** One slot more than there are tiers, and two more than there may be zones: what comes later finds its place free. */
export const TIER_SLOTS = 4;
export const ZONE_SLOTS = 8;

const SLOTS = TIER_SLOTS * ZONE_SLOTS;
const SLOT_BITS = Math.log2(SLOTS);

/** AWS allows VPCs from /16 and subnets to /28. */
export const LARGEST_VPC_PREFIX = 16;
export const SMALLEST_VPC_PREFIX = 28 - SLOT_BITS;

/** Prefix length of the subnets of a VPC. */
export function subnetPrefix(vpcPrefix: number): number {
  return vpcPrefix + SLOT_BITS;
}

/**
 * Where the subnet of a tier in a zone lies: the VPC is cut into quarters for the tiers, each quarter into eighths for
 * the zones. Nothing else goes in, so no other tier or zone can ever move it.
 */
export function subnetBlock(vpc: Ipv4Block, tierSlot: number, zone: number): Ipv4Block {
  const prefix = subnetPrefix(vpc.prefix);
  return { first: vpc.first + slotOf(tierSlot, zone) * sizeOf({ first: 0, prefix }), prefix };
}

function slotOf(tierSlot: number, zone: number): number {
  return tierSlot * ZONE_SLOTS + zone;
}

/** Tier slot and zone of each subnet that CDK asks addresses for, in its order. */
function placesOf(requested: RequestedSubnet[], tiers: Tier[]): { readonly tierSlot: number; readonly zone: number }[] {
  const zones = [...new Set(requested.map(({ availabilityZone }) => availabilityZone))];
  const slots = new Map(tiers.map(({ name, slot }) => [name, slot]));
  return requested.map(({ availabilityZone, configuration }) => {
    const tierSlot = slots.get(configuration.name);
    if (tierSlot === undefined)
      throw new Error(`Defect in secure-vpc: no addresses are planned for ${configuration.name}.`);
    return { tierSlot, zone: zones.indexOf(availabilityZone) };
  });
}

/** Hands the plan of a known block to CDK's VPC, which would pack the subnets closely instead. */
export class PlannedAddresses implements IIpAddresses {
  constructor(
    private readonly vpc: Ipv4Block,
    private readonly tiers: Tier[],
  ) {}

  public allocateVpcCidr(): VpcIpamOptions {
    return { cidrBlock: formatBlock(this.vpc) };
  }

  public allocateSubnetsCidr({ requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    const places = placesOf(requestedSubnets, this.tiers);
    return {
      allocatedSubnets: places.map(({ tierSlot, zone }) => ({
        cidr: formatBlock(subnetBlock(this.vpc, tierSlot, zone)),
      })),
    };
  }
}

/** The same plan in a block that a pool hands out at deployment: CloudFormation cuts it into all places there are. */
export class PooledAddresses implements IIpAddresses {
  constructor(
    private readonly ipv4IpamPoolId: string,
    private readonly ipv4NetmaskLength: number,
    private readonly tiers: Tier[],
  ) {}

  public allocateVpcCidr(): VpcIpamOptions {
    return { ipv4IpamPoolId: this.ipv4IpamPoolId, ipv4NetmaskLength: this.ipv4NetmaskLength };
  }

  public allocateSubnetsCidr({ vpcCidr, requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    const hostBits = 32 - subnetPrefix(this.ipv4NetmaskLength);
    const places = placesOf(requestedSubnets, this.tiers);
    return {
      allocatedSubnets: places.map(({ tierSlot, zone }) => ({
        cidr: Fn.select(slotOf(tierSlot, zone), Fn.cidr(vpcCidr, SLOTS, String(hostBits))),
      })),
    };
  }
}

/** Length of the block that Amazon gives a VPC is 56, that of every subnet 64: 256 places, of which the plan uses 32. */
const IPV6_HOST_BITS = '64';

/** The same plan once more in the IPv6 block that Amazon gives: CDK would count the subnets and move those behind. */
export class PlannedIpv6Addresses implements IIpv6Addresses {
  public readonly amazonProvided = true;

  constructor(private readonly tiers: Tier[]) {}

  public allocateVpcIpv6Cidr(request: AllocateVpcIpv6CidrRequest): CfnVPCCidrBlock {
    return Ipv6Addresses.amazonProvided().allocateVpcIpv6Cidr(request);
  }

  /** CDK asks for the subnets of the first tier in all zones, then for those of the second. */
  public createIpv6CidrBlocks({ ipv6SelectedCidr, subnetCount }: CreateIpv6CidrBlocksRequest): string[] {
    const blocks = Fn.cidr(ipv6SelectedCidr, SLOTS, IPV6_HOST_BITS);
    const zones = Array.from({ length: subnetCount / this.tiers.length }, (_, zone) => zone);
    return this.tiers.flatMap(({ slot }) => zones.map((zone) => Fn.select(slotOf(slot, zone), blocks)));
  }

  public allocateSubnetsIpv6Cidr({ allocatedSubnets, ipv6Cidrs }: AllocateIpv6CidrRequest): SubnetIpamOptions {
    return { allocatedSubnets: allocatedSubnets.map(({ cidr }, i) => ({ cidr, ipv6Cidr: ipv6Cidrs[i] })) };
  }
}
