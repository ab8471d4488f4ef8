import type { IIpAddresses } from 'aws-cdk-lib/aws-ec2';
import { Annotations, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { contains } from './block-size';
import {
  LARGEST_VPC_PREFIX,
  PlannedAddresses,
  PooledAddresses,
  SMALLEST_VPC_PREFIX,
  subnetPrefix,
  TIER_SLOTS,
  ZONE_SLOTS,
} from './cidr-plan';
import { enclosing, formatBlock, type Ipv4Block, parseBlock } from './ipv4-block';
import type { Tier } from './tier';
import { fail, requireInteger, requireMatch } from './validation';

/** Blocks that no router of the internet forwards: RFC 1918, and the shared address space of RFC 6598. */
const PRIVATE_RANGES: Ipv4Block[] = [
  { first: 10 * 2 ** 24, prefix: 8 },
  { first: 172 * 2 ** 24 + 16 * 2 ** 16, prefix: 12 },
  { first: 192 * 2 ** 24 + 168 * 2 ** 16, prefix: 16 },
  { first: 100 * 2 ** 24 + 64 * 2 ** 16, prefix: 10 },
];

/** Longest prefix of a subnet in which a load balancer can be created. */
const LOAD_BALANCER_PREFIX = 27;

/** Checks a fixed block and plans the subnets of the tiers in it. */
export function planFixedBlock(scope: IConstruct, tiers: Tier[], text: string): IIpAddresses {
  const block = checkedBlock(scope, text);
  if (!PRIVATE_RANGES.some((range) => contains(range, block))) warnOfPublicAddresses(scope, text);
  warnOfSmallSubnets(scope, `The block ${text}`, block.prefix);
  return new PlannedAddresses(block, tiers);
}

/** Checks what is asked of a pool and plans the subnets of the tiers in the block that it will hand out. */
export function planPooledBlock(scope: IConstruct, tiers: Tier[], poolId: string, prefixLength: number): IIpAddresses {
  requireMatch(scope, 'addressing', poolId, /^ipam-pool-[0-9a-f]+$/, "the id of an IPAM pool such as 'ipam-pool-0a1b'");
  if (Token.isUnresolved(prefixLength)) {
    fail(
      scope,
      '`addressing` must have a prefix length that is known at synthesis, because the size of the subnets follows from ' +
        'it, got: a token. Take the number from configuration or context instead of a CloudFormation parameter.',
    );
  }
  requireInteger(scope, 'addressing', prefixLength, {
    min: LARGEST_VPC_PREFIX,
    max: SMALLEST_VPC_PREFIX,
    unit: '(prefix length)',
  });
  warnOfSmallSubnets(scope, `The block of /${prefixLength} from the pool`, prefixLength);
  return new PooledAddresses(poolId, prefixLength, tiers);
}

function checkedBlock(scope: IConstruct, text: string): Ipv4Block {
  if (Token.isUnresolved(text)) {
    fail(
      scope,
      '`addressing` must be known at synthesis, because the subnets are cut from it, got: a token. Take the block ' +
        'from configuration or context instead of a CloudFormation parameter.',
    );
  }
  const block = parseBlock(text);
  if (!block) fail(scope, `\`addressing\` must be an IPv4 block such as '10.0.0.0/16', got: '${text}'.`);
  checkSize(scope, text, block);
  const aligned = enclosing(block.first, block.prefix);
  if (aligned.first !== block.first) {
    fail(
      scope,
      `\`addressing\` must begin with the first address of its block, got: '${text}'. Use '${formatBlock(aligned)}'.`,
    );
  }
  return block;
}

function checkSize(scope: IConstruct, text: string, { first, prefix }: Ipv4Block): void {
  if (prefix >= LARGEST_VPC_PREFIX && prefix <= SMALLEST_VPC_PREFIX) return;
  const nearest = prefix < LARGEST_VPC_PREFIX ? LARGEST_VPC_PREFIX : SMALLEST_VPC_PREFIX;
  fail(
    scope,
    `\`addressing\` must be a block from /${LARGEST_VPC_PREFIX}, the largest that AWS allows, to ` +
      `/${SMALLEST_VPC_PREFIX}, the smallest with room for ${TIER_SLOTS} tiers in ${ZONE_SLOTS} zones, ` +
      `got: '${text}'. Use '${formatBlock(enclosing(first, nearest))}'.`,
  );
}

function warnOfPublicAddresses(scope: IConstruct, text: string): void {
  Annotations.of(scope).addWarningV2(
    '@org/secure-vpc:public-addresses',
    `The block ${text} belongs to the public internet: its owners can't be reached from this VPC, and PCI DSS ` +
      '4.0.1 requirement 1.4.5 asks to keep internal addresses private. Use a block of 10.0.0.0/8, 172.16.0.0/12, ' +
      '192.168.0.0/16 or 100.64.0.0/10.',
  );
}

function warnOfSmallSubnets(scope: IConstruct, block: string, vpcPrefix: number): void {
  const prefix = subnetPrefix(vpcPrefix);
  if (prefix <= LOAD_BALANCER_PREFIX) return;
  Annotations.of(scope).addWarningV2(
    '@org/secure-vpc:small-subnets',
    `${block} gives subnets of /${prefix} with 11 free addresses, and a load balancer needs subnets of ` +
      `/${LOAD_BALANCER_PREFIX} or larger. Use a block of /${vpcPrefix - (prefix - LOAD_BALANCER_PREFIX)} or larger.`,
  );
}
