import { type RequestedSubnet, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { contains, sizeOf } from '../src/private/block-size';
import {
  PlannedAddresses,
  PlannedIpv6Addresses,
  PooledAddresses,
  subnetBlock,
  TIER_SLOTS,
  ZONE_SLOTS,
} from '../src/private/cidr-plan';
import { enclosing, formatBlock, type Ipv4Block, parseBlock } from '../src/private/ipv4-block';
import { ISOLATED, PRIVATE, PUBLIC, type Tier } from '../src/private/tier';

const vpcs = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 16, max: 23 }))
  .map(([first, prefix]): Ipv4Block => enclosing(first, prefix));
const zoneCounts = fc.integer({ min: 1, max: 6 });
const TIERS = [PUBLIC, PRIVATE, ISOLATED];

function requests(tiers: Tier[], zones: number): RequestedSubnet[] {
  return tiers.flatMap(({ name, subnetType }) =>
    Array.from({ length: zones }, (_, zone) => ({
      availabilityZone: `zone-${zone}`,
      configuration: { name, subnetType },
      subnetConstructId: `${name}Subnet${zone + 1}`,
    })),
  );
}

/** CIDR text of each subnet by its construct id. */
function plan(vpc: Ipv4Block, tiers: Tier[], zones: number): Record<string, string> {
  const requestedSubnets = requests(tiers, zones);
  const { allocatedSubnets } = new PlannedAddresses(vpc, tiers).allocateSubnetsCidr({ vpcCidr: 'x', requestedSubnets });
  return Object.fromEntries(
    requestedSubnets.map(({ subnetConstructId }, i) => [subnetConstructId, allocatedSubnets[i]?.cidr ?? '']),
  );
}

test('all slots together fill the VPC, and none overlaps another', () => {
  fc.assert(
    fc.property(vpcs, (vpc) => {
      const slots = Array.from({ length: TIER_SLOTS * ZONE_SLOTS }, (_, slot) =>
        subnetBlock(vpc, Math.floor(slot / ZONE_SLOTS), slot % ZONE_SLOTS),
      );
      const size = sizeOf(slots[0] as Ipv4Block);
      expect(slots.map(({ first }) => first)).toEqual(slots.map((_, index) => vpc.first + index * size));
      expect(slots.every((slot) => sizeOf(slot) === size && contains(vpc, slot))).toBe(true);
      expect(slots.length * size).toBe(sizeOf(vpc));
    }),
  );
});

test('subnets are blocks that AWS accepts: aligned, and from /16 to /28', () => {
  fc.assert(
    fc.property(vpcs, zoneCounts, (vpc, zones) => {
      for (const cidr of Object.values(plan(vpc, TIERS, zones))) {
        const block = parseBlock(cidr) as Ipv4Block;
        expect(block).toEqual(enclosing(block.first, block.prefix));
        expect(block.prefix).toBeLessThanOrEqual(28);
        expect(contains(vpc, block)).toBe(true);
      }
    }),
  );
});

test('no other number of zones and no other set of tiers moves a subnet', () => {
  fc.assert(
    fc.property(vpcs, fc.subarray(TIERS, { minLength: 1 }), zoneCounts, (vpc, tiers, zones) => {
      expect(plan(vpc, TIERS, 6)).toMatchObject(plan(vpc, tiers, zones));
    }),
  );
});

test('a pooled block and the IPv6 block are cut by the same plan', () => {
  const selected = (text: string | undefined) => new Stack().resolve(text)['Fn::Select'][0] as number;
  fc.assert(
    fc.property(vpcs, fc.subarray(TIERS, { minLength: 1 }), zoneCounts, (vpc, tiers, zones) => {
      const requestedSubnets = requests(tiers, zones);
      const places = Object.values(plan(vpc, tiers, zones)).map(
        (cidr) => ((parseBlock(cidr) as Ipv4Block).first - vpc.first) / sizeOf(subnetBlock(vpc, 0, 0)),
      );
      const pooled = new PooledAddresses('ipam-pool-0a', vpc.prefix, tiers);
      const { allocatedSubnets } = pooled.allocateSubnetsCidr({ vpcCidr: 'x', requestedSubnets });
      expect(allocatedSubnets.map(({ cidr }) => selected(cidr))).toEqual(places);
      const ipv6 = new PlannedIpv6Addresses(tiers).createIpv6CidrBlocks({
        ipv6SelectedCidr: 'x',
        subnetCount: requestedSubnets.length,
      });
      expect(ipv6.map(selected)).toEqual(places);
    }),
    { numRuns: 50 },
  );
});

test('each tier is one block, so that a firewall rule can name it', () => {
  fc.assert(
    fc.property(vpcs, (vpc) => {
      for (const { slot } of TIERS) {
        const whole = enclosing(subnetBlock(vpc, slot, 0).first, vpc.prefix + 2);
        const subnets = Array.from({ length: ZONE_SLOTS }, (_, zone) => subnetBlock(vpc, slot, zone));
        expect(subnets.every((subnet) => contains(whole, subnet))).toBe(true);
      }
    }),
  );
});

test('the plan is what it has always been: a change moves the subnets of every user', () => {
  expect(plan({ first: 10 * 2 ** 24, prefix: 16 }, TIERS, 3)).toEqual({
    PublicSubnet1: '10.0.0.0/21',
    PublicSubnet2: '10.0.8.0/21',
    PublicSubnet3: '10.0.16.0/21',
    PrivateSubnet1: '10.0.64.0/21',
    PrivateSubnet2: '10.0.72.0/21',
    PrivateSubnet3: '10.0.80.0/21',
    IsolatedSubnet1: '10.0.128.0/21',
    IsolatedSubnet2: '10.0.136.0/21',
    IsolatedSubnet3: '10.0.144.0/21',
  });
});

test('tiers have their own slots within the plan', () => {
  expect(TIERS.map(({ slot }) => slot)).toEqual([0, 1, 2]);
  expect(TIER_SLOTS).toBeGreaterThan(TIERS.length);
});

test('the VPC gets its own block', () => {
  const vpc = { first: 10 * 2 ** 24, prefix: 16 };
  expect(new PlannedAddresses(vpc, TIERS).allocateVpcCidr()).toEqual({ cidrBlock: formatBlock(vpc) });
});

test('a tier without a place is refused', () => {
  const stranger = { name: 'Other', subnetType: SubnetType.PUBLIC, slot: 3 };
  const addresses = new PlannedAddresses({ first: 0, prefix: 16 }, TIERS);
  expect(() => addresses.allocateSubnetsCidr({ vpcCidr: 'x', requestedSubnets: requests([stranger], 1) })).toThrow(
    new Error('Defect in secure-vpc: no addresses are planned for Other.'),
  );
});
