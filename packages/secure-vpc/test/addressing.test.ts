import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { InterfaceVpcEndpointAwsService as Service } from 'aws-cdk-lib/aws-ec2';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { Addressing, Endpoints, SecureVpc } from '../src';

function stackWith(addressing?: Addressing): Stack {
  const stack = new Stack(new App(), 'Stack');
  new SecureVpc(stack, 'Network', { addressing });
  return stack;
}

const cidrOf = (stack: Stack) => onlyResource(stack, 'AWS::EC2::VPC').Properties.CidrBlock;

test('10.0.0.0/16 is the default, and warns of nothing', () => {
  const stack = stackWith();
  expect(cidrOf(stack)).toBe('10.0.0.0/16');
  expect(annotationsOf(stack)).toEqual([]);
});

test.each([
  '10.255.0.0/16',
  '172.16.0.0/16',
  '172.31.240.0/20',
  '192.168.0.0/16',
  '192.168.252.0/22',
  '100.64.0.0/16',
  '100.127.128.0/17',
])('%s is taken without a warning', (cidr) => {
  const stack = stackWith(Addressing.cidr(cidr));
  expect(cidrOf(stack)).toBe(cidr);
  expect(annotationsOf(stack)).toEqual([]);
});

test.each(['9.255.0.0/16', '11.0.0.0/16', '172.15.0.0/16', '172.32.0.0/16', '192.169.0.0/16', '100.128.0.0/16'])(
  '%s is taken, and warns of public addresses',
  (cidr) => {
    const stack = stackWith(Addressing.cidr(cidr));
    expect(cidrOf(stack)).toBe(cidr);
    expect(annotationsOf(stack)).toEqual([
      `The block ${cidr} belongs to the public internet: its owners can't be reached from this VPC, and PCI DSS 4.0.1 ` +
        'requirement 1.4.5 asks to keep internal addresses private. Use a block of 10.0.0.0/8, 172.16.0.0/12, ' +
        '192.168.0.0/16 or 100.64.0.0/10. [ack: @org/secure-vpc:public-addresses]',
    ]);
  },
);

test('/23 is taken, and warns of subnets too small for load balancers', () => {
  expect(annotationsOf(stackWith(Addressing.cidr('10.0.2.0/23')))).toEqual([
    'The block 10.0.2.0/23 gives subnets of /28 with 11 free addresses, and a load balancer needs subnets of /27 or ' +
      'larger. Use a block of /22 or larger. [ack: @org/secure-vpc:small-subnets]',
  ]);
});

test.each([
  ['10.0.0.0', "`addressing` must be an IPv4 block such as '10.0.0.0/16', got: '10.0.0.0'."],
  ['', "`addressing` must be an IPv4 block such as '10.0.0.0/16', got: ''."],
  [
    '10.0.1.0/16',
    "`addressing` must begin with the first address of its block, got: '10.0.1.0/16'. Use '10.0.0.0/16'.",
  ],
  [
    '10.0.0.0/15',
    '`addressing` must be a block from /16, the largest that AWS allows, to /23, the smallest with room for 4 tiers in 8 ' +
      "zones, got: '10.0.0.0/15'. Use '10.0.0.0/16'.",
  ],
  [
    '10.0.1.0/24',
    '`addressing` must be a block from /16, the largest that AWS allows, to /23, the smallest with room for 4 tiers in 8 ' +
      "zones, got: '10.0.1.0/24'. Use '10.0.0.0/23'.",
  ],
  [
    '192.168.3.17/28',
    '`addressing` must be a block from /16, the largest that AWS allows, to /23, the smallest with room for 4 tiers in 8 ' +
      "zones, got: '192.168.3.17/28'. Use '192.168.2.0/23'.",
  ],
])('%j is refused', (cidr, message) => {
  expect(() => stackWith(Addressing.cidr(cidr))).toThrow(new Error(`Stack/Network: ${message}`));
});

test('a token is refused', () => {
  const cidr = Lazy.string({ produce: () => '10.0.0.0/16' });
  expect(() => stackWith(Addressing.cidr(cidr))).toThrow(
    new Error(
      'Stack/Network: `addressing` must be known at synthesis, because the subnets are cut from it, got: a token. ' +
        'Take the block from configuration or context instead of a CloudFormation parameter.',
    ),
  );
});

describe('a block of a pool', () => {
  const POOL = 'ipam-pool-0123456789abcdef0';

  test('is asked for by its size', () => {
    const stack = stackWith(Addressing.ipam(POOL, 18));
    const { Properties } = onlyResource(stack, 'AWS::EC2::VPC');
    expect(Properties).toMatchObject({ Ipv4IpamPoolId: POOL, Ipv4NetmaskLength: 18 });
    expect(Object.keys(Properties)).not.toContain('CidrBlock');
    expect(annotationsOf(stack)).toEqual([]);
  });

  test.each([
    [16, '11'],
    [22, '5'],
    [23, '4'],
  ])('of /%i is cut into 32 subnets with %s host bits, of which each takes its place', (prefixLength, hostBits) => {
    const stack = stackWith(Addressing.ipam(POOL, prefixLength));
    const CidrBlock = { 'Fn::GetAtt': [onlyResource(stack, 'AWS::EC2::VPC').logicalId, 'CidrBlock'] };
    const places = [0, 1, 2, 8, 9, 10, 16, 17, 18];
    expect(resourcesOf(stack, 'AWS::EC2::Subnet').map(({ Properties }) => Properties.CidrBlock)).toEqual(
      places.map((place) => ({ 'Fn::Select': [place, { 'Fn::Cidr': [CidrBlock, 32, hostBits] }] })),
    );
  });

  test('opens the endpoints to the block, whatever it turns out to be', () => {
    const stack = new Stack(new App(), 'Stack');
    new SecureVpc(stack, 'Network', { addressing: Addressing.ipam(POOL, 16), endpoints: Endpoints.of([Service.KMS]) });
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toEqual([
      expect.objectContaining({
        CidrIp: { 'Fn::GetAtt': [onlyResource(stack, 'AWS::EC2::VPC').logicalId, 'CidrBlock'] },
        FromPort: 443,
      }),
    ]);
  });

  test('may come from a pool that is known only at deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    const poolId = Lazy.string({ produce: () => POOL });
    new SecureVpc(stack, 'Network', { addressing: Addressing.ipam(poolId, 16) });
    expect(onlyResource(stack, 'AWS::EC2::VPC').Properties.Ipv4IpamPoolId).toBe(POOL);
  });

  test('of /23 warns of subnets too small for load balancers', () => {
    expect(annotationsOf(stackWith(Addressing.ipam(POOL, 23)))).toEqual([
      'The block of /23 from the pool gives subnets of /28 with 11 free addresses, and a load balancer needs subnets of ' +
        '/27 or larger. Use a block of /22 or larger. [ack: @org/secure-vpc:small-subnets]',
    ]);
  });

  test.each([15, 24, 16.5])('of /%d is refused', (prefixLength) => {
    expect(() => stackWith(Addressing.ipam(POOL, prefixLength))).toThrow(
      new Error(
        `Stack/Network: \`addressing\` must be a whole number from 16 to 23 (prefix length), got: ${prefixLength}.`,
      ),
    );
  });

  test('whose size is a token is refused', () => {
    const prefixLength = Lazy.number({ produce: () => 16 });
    expect(() => stackWith(Addressing.ipam(POOL, prefixLength))).toThrow(
      new Error(
        'Stack/Network: `addressing` must have a prefix length that is known at synthesis, because the size of the ' +
          'subnets follows from it, got: a token. Take the number from configuration or context instead of a ' +
          'CloudFormation parameter.',
      ),
    );
  });

  test.each(['', 'pool', 'ipam-pool-', 'ipam-pool-XYZ', 'x-ipam-pool-0a', 'ipam-0a1b'])(
    'of %j is refused',
    (poolId) => {
      expect(() => stackWith(Addressing.ipam(poolId, 16))).toThrow(
        new Error(
          `Stack/Network: \`addressing\` must be the id of an IPAM pool such as 'ipam-pool-0a1b', got: '${poolId}'.`,
        ),
      );
    },
  );
});
