import { onlyResource, resourcesOf } from '@org/testing';
import { IpAddresses, Vpc } from 'aws-cdk-lib/aws-ec2';
import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib/core';
import { Ingress, LoadBalancerScheme } from '../src';
import { addAlb, albWith, everyAddress, stackWithVpc } from './fixture';

const rulesOf = (stack: Stack) => onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress;

const https = (description: string) => ({
  Description: description,
  FromPort: 443,
  ToPort: 443,
  IpProtocol: 'tcp',
});

test('cidrs opens 443 to each range and to nobody else', () => {
  const { stack } = albWith({ ingress: Ingress.cidrs(['203.0.113.0/24', '198.51.100.7/32']) });
  expect(rulesOf(stack)).toEqual([
    { CidrIp: '203.0.113.0/24', ...https('HTTPS from an allowed range') },
    { CidrIp: '198.51.100.7/32', ...https('HTTPS from an allowed range') },
  ]);
});

test('prefixLists opens 443 to each list and to nobody else', () => {
  const { stack } = albWith({ ingress: Ingress.prefixLists(['pl-0123456789abcdef0', 'pl-12345678']) });
  expect(rulesOf(stack)).toBeUndefined();
  const rules = resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
  expect(rules).toMatchObject([
    { SourcePrefixListId: 'pl-0123456789abcdef0', ...https('HTTPS from an allowed prefix list') },
    { SourcePrefixListId: 'pl-12345678', ...https('HTTPS from an allowed prefix list') },
  ]);
});

describe('cloudFront', () => {
  const rulesTo = (stack: Stack) =>
    resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);

  test('opens 443 to its servers alone, by the prefix list given', () => {
    const { stack } = albWith({ ingress: Ingress.cloudFront('pl-0123456789abcdef0') });
    expect(rulesOf(stack)).toBeUndefined();
    expect(rulesTo(stack)).toMatchObject([
      { SourcePrefixListId: 'pl-0123456789abcdef0', ...https('HTTPS from CloudFront') },
    ]);
  });

  test('refuses what is no prefix list', () => {
    expect(() => albWith({ ingress: Ingress.cloudFront('') })).toThrow(
      new Error("Stack/Alb: `ingress` must be the id of a prefix list, such as 'pl-0123456789abcdef0', got: ''."),
    );
  });

  test('looks the prefix list up where the stack says account and region', () => {
    const { stack } = albWith(
      { ingress: Ingress.cloudFront() },
      { env: { account: '111122223333', region: 'us-east-1' } },
    );
    const { missing = [] } = (stack.node.root as App).synth().manifest;
    expect(missing.filter(({ provider }) => provider === 'cc-api-provider').map(({ props }) => props)).toMatchObject([
      {
        account: '111122223333',
        region: 'us-east-1',
        propertyMatch: {
          AddressFamily: 'IPv4',
          OwnerId: 'AWS',
          PrefixListName: 'com.amazonaws.global.cloudfront.origin-facing',
        },
      },
    ]);
  });

  test.each([{}, { region: 'us-east-1' }, { account: '111122223333' }])('needs the id in a stack with %j', (env) => {
    expect(() => albWith({ ingress: Ingress.cloudFront() }, { env })).toThrow(
      new Error(
        "Stack/Alb: `ingress` must be given the id of CloudFront's prefix list, because a stack without account and " +
          "region can't look it up, got: none. Use Ingress.cloudFront('pl-...') with the id that the VPC console shows for " +
          'com.amazonaws.global.cloudfront.origin-facing.',
      ),
    );
  });
});

test('an internal load balancer can be opened wider, an internet-facing one narrower', () => {
  const internal = albWith({ scheme: LoadBalancerScheme.internal(), ingress: Ingress.cidrs(['10.0.0.0/8']) });
  expect(rulesOf(internal.stack)).toEqual([{ CidrIp: '10.0.0.0/8', ...https('HTTPS from an allowed range') }]);

  const facing = albWith({ ingress: Ingress.vpc() });
  expect(rulesOf(facing.stack)).toEqual([{ CidrIp: '10.0.0.0/16', ...https('HTTPS from the VPC') }]);

  const anyone = albWith({ scheme: LoadBalancerScheme.internal(), ingress: Ingress.anywhere() });
  expect(rulesOf(anyone.stack)).toEqual([{ CidrIp: '0.0.0.0/0', ...https('HTTPS from anywhere') }]);
});

test.each(['', '10.0.0.0', '10.0.0/8', '256.0.0.0/8', '10.0.0.0/33', ' 10.0.0.0/8'])(
  "the range '%s' is refused",
  (cidr) => {
    expect(() => albWith({ ingress: Ingress.cidrs([cidr]) })).toThrow(
      new Error(
        "Stack/Alb: `ingress` must be a range in CIDR notation, such as '203.0.113.0/24' or '2001:db8::/32', got: " +
          `'${cidr}'.`,
      ),
    );
  },
);

test('the highest address and the longest prefix pass', () => {
  const { stack } = albWith({ ingress: Ingress.cidrs(['255.255.255.255/32']) });
  expect(rulesOf(stack)).toMatchObject([{ CidrIp: '255.255.255.255/32' }]);
});

test.each(['0.0.0.0/0', '10.0.0.0/0', '203.0.113.7/0'])('everyone is let in by name only, not by %s', (cidr) => {
  expect(() => albWith({ ingress: Ingress.cidrs(['203.0.113.0/24', cidr]) })).toThrow(everyAddress(cidr));
});

test.each([
  ['203.0.113.7/24', '203.0.113.0/24', '203.0.113.7/32'],
  ['10.1.0.0/8', '10.0.0.0/8', '10.1.0.0/32'],
  ['255.255.255.255/1', '128.0.0.0/1', '255.255.255.255/32'],
])('%s, which means another range than it says, is refused', (cidr, range, address) => {
  expect(() => albWith({ ingress: Ingress.cidrs([cidr]) })).toThrow(
    new Error(
      `Stack/Alb: \`ingress\` must begin with the first address of its range, got: '${cidr}'. Use '${range}', or ` +
        `'${address}' for the one address.`,
    ),
  );
});

test.each(['', 'pl-', 'sg-12345678', 'pl-1234567', 'pl-1234567g'])("the prefix list '%s' is refused", (id) => {
  expect(() => albWith({ ingress: Ingress.prefixLists([id]) })).toThrow(
    new Error(`Stack/Alb: \`ingress\` must be the id of a prefix list, such as 'pl-0123456789abcdef0', got: '${id}'.`),
  );
});

test.each(['cidrs', 'prefixLists'] as const)('a list that is known only at deployment is refused by %s', (of) => {
  const { stack, vpc } = stackWithVpc();
  expect(() => addAlb(stack, vpc, { ingress: Ingress[of](Token.asList({ Ref: 'Ranges' })) })).toThrow(
    new Error(
      'Stack/Alb: `ingress` must have a list that is known at synthesis, got: a token. Name its values one by one.',
    ),
  );
});

test.each([Ingress.cidrs([]), Ingress.prefixLists([])])('an empty list is refused (%#)', (ingress) => {
  expect(() => albWith({ ingress })).toThrow(
    new Error(
      'Stack/Alb: `ingress` must name at least one peer, got: an empty list. Use Ingress.vpc() to let in the VPC alone.',
    ),
  );
});

test('the range of a VPC of another stack is text, and that of IPAM a reference', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const stack = new Stack(app, 'Stack');
  addAlb(stack, new Vpc(network, 'Vpc', { natGateways: 0 }), { ingress: Ingress.vpc() });
  expect(rulesOf(stack)).toEqual([{ CidrIp: '10.0.0.0/16', ...https('HTTPS from the VPC') }]);

  const other = new Stack(new App(), 'Stack');
  const ipAddresses = IpAddresses.awsIpamAllocation({
    ipv4IpamPoolId: 'ipam-1',
    ipv4NetmaskLength: 16,
    defaultSubnetIpv4NetmaskLength: 24,
  });
  const vpc = new Vpc(other, 'Vpc', { ipAddresses, natGateways: 0 });
  addAlb(other, vpc, { ingress: Ingress.vpc() });
  expect(rulesOf(other)).toEqual([
    { CidrIp: { 'Fn::GetAtt': ['Vpc8378EB38', 'CidrBlock'] }, ...https('HTTPS from the VPC') },
  ]);
});

test('values known only at deployment pass', () => {
  const { stack, vpc } = stackWithVpc();
  const cidr = new CfnParameter(stack, 'Cidr').valueAsString;
  const list = new CfnParameter(stack, 'List').valueAsString;
  addAlb(stack, vpc, { ingress: Ingress.cidrs([cidr]) }, 'Cidrs');
  addAlb(stack, vpc, { ingress: Ingress.prefixLists([list]) }, 'Lists');
});

describe('the default of an internal load balancer in an imported VPC', () => {
  function internalAlb(vpcCidrBlock?: string): Stack {
    const stack = new Stack(new App(), 'Stack');
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      vpcCidrBlock,
      availabilityZones: ['a', 'b'],
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    addAlb(stack, vpc, { scheme: LoadBalancerScheme.internal() });
    return stack;
  }

  test('is its CIDR', () => {
    expect(rulesOf(internalAlb('10.1.0.0/16'))).toEqual([{ CidrIp: '10.1.0.0/16', ...https('HTTPS from the VPC') }]);
  });

  test('must be given where that is not known', () => {
    expect(() => internalAlb()).toThrow(
      new Error(
        'Stack/Alb: `ingress` must name ranges, because the CIDR of the imported `vpc` is not known here, got: ' +
          'Ingress.vpc(), the default of an internal load balancer. Use Ingress.cidrs([...]), or import the VPC with ' +
          '`vpcCidrBlock`.',
      ),
    );
  });
});
