import { onlyResource } from '@org/testing';
import {
  type CfnSubnet,
  CfnSubnetCidrBlock,
  type CfnVPC,
  CfnVPCCidrBlock,
  IpProtocol,
  type ISubnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { App, Stack } from 'aws-cdk-lib/core';
import { type AuditedAlbProps, Ingress, LoadBalancerScheme } from '../src';
import { addAlb } from './fixture';

const BOTH = LoadBalancerScheme.internetFacingDualStack();
const ALONE = LoadBalancerScheme.internetFacingIpv6Only();
const INTERNAL = LoadBalancerScheme.internalDualStack();

/** A load balancer in a stranger's network that has IPv6. */
function albWith(props: Partial<AuditedAlbProps>): Stack {
  const stack = new Stack(new App(), 'Stack');
  addAlb(stack, new Vpc(stack, 'Vpc', { ipProtocol: IpProtocol.DUAL_STACK, natGateways: 0 }), props);
  return stack;
}

const rulesOf = (stack: Stack) => onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress;

describe('the subnets', () => {
  test.each([BOTH, ALONE, INTERNAL])('must have IPv6 addresses (%#)', (scheme) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const vpc = new Vpc(stack, 'Vpc');
    const subnet = scheme.isInternetFacing ? 'PublicSubnet1' : 'PrivateSubnet1';
    addAlb(stack, vpc, { scheme });
    expect(() => app.synth()).toThrow(
      `[Stack/Alb] \`vpcSubnets\` must select subnets with IPv6 addresses for this \`scheme\`, got: Stack/Vpc/${subnet}. ` +
        'Give the VPC an IPv6 block, or use a scheme with IPv4 alone.',
    );
  });

  test.each<[string, (subnet: ISubnet) => void]>([
    ['of IPAM', ({ node }) => Object.assign(node.defaultChild as CfnSubnet, { ipv6IpamPoolId: 'ipam-pool-1' })],
    [
      'that stands beside the subnet',
      (subnet) => void new CfnSubnetCidrBlock(subnet, 'Block', { subnetId: subnet.subnetId, ipv6CidrBlock: '::/64' }),
    ],
  ])('may have a block %s, made before the load balancer or after it', (_where, giveBlock) => {
    for (const order of ['before', 'after']) {
      const app = new App();
      const vpc = new Vpc(new Stack(app, 'Stack'), 'Vpc');
      if (order === 'before') vpc.publicSubnets.forEach(giveBlock);
      addAlb(vpc.stack, vpc, { scheme: BOTH });
      if (order === 'after') vpc.publicSubnets.forEach(giveBlock);
      expect(() => app.synth()).not.toThrow();
    }
  });

  test('need a block each', () => {
    const app = new App();
    const vpc = new Vpc(new Stack(app, 'Stack'), 'Vpc');
    const [, second] = vpc.publicSubnets as [ISubnet, ISubnet];
    new CfnSubnetCidrBlock(vpc, 'Block', { subnetId: second.subnetId, ipv6CidrBlock: '::/64' });
    addAlb(vpc.stack, vpc, { scheme: BOTH });
    expect(() => app.synth()).toThrow('got: Stack/Vpc/PublicSubnet1.');
  });

  test('may be imported, of which nothing is known', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'],
      publicSubnetIds: ['subnet-1', 'subnet-2'],
    });
    addAlb(stack, vpc, { scheme: BOTH });
    expect(onlyResource(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.IpAddressType).toBe('dualstack');
  });
});

describe('the range of the VPC', () => {
  const ipv6 = { 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc8378EB38', 'Ipv6CidrBlocks'] }] };
  const fromVpc = { Description: 'HTTPS from the VPC', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' };

  test('has its IPv6 block, once the VPC has that', () => {
    const stack = albWith({ scheme: INTERNAL });
    expect(rulesOf(stack)).toEqual([
      { CidrIp: '10.0.0.0/16', ...fromVpc },
      { CidrIpv6: ipv6, ...fromVpc },
    ]);
    const { logicalId } = onlyResource(stack, 'AWS::EC2::VPCCidrBlock');
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').DependsOn).toEqual([logicalId]);
  });

  test('is that block alone where nobody comes over IPv4', () => {
    expect(rulesOf(albWith({ scheme: ALONE, ingress: Ingress.vpc() }))).toEqual([{ CidrIpv6: ipv6, ...fromVpc }]);
  });

  test('comes from another stack too', () => {
    const app = new App();
    const vpc = new Vpc(new Stack(app, 'Network'), 'Vpc', { ipProtocol: IpProtocol.DUAL_STACK, natGateways: 0 });
    const stack = new Stack(app, 'Stack');
    addAlb(stack, vpc, { scheme: INTERNAL });
    expect(JSON.stringify(rulesOf(stack))).toMatch(/Ipv6CidrBlocks/);
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Network']);
  });

  /** A stranger's network without IPv6, whose load balancer is there before any block. */
  function albBefore(giveBlock: (vpc: Vpc) => unknown) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const vpc = new Vpc(stack, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'p', subnetType: SubnetType.PUBLIC }],
    });
    for (const { node } of vpc.publicSubnets) (node.defaultChild as CfnSubnet).ipv6CidrBlock = '2001:db8::/64';
    addAlb(stack, vpc, { scheme: BOTH, ingress: Ingress.vpc() });
    giveBlock(vpc);
    return { app, stack };
  }

  test.each<[string, (vpc: Vpc) => CfnVPCCidrBlock]>([
    ["Amazon's", (vpc) => new CfnVPCCidrBlock(vpc, 'Ipv6', { vpcId: vpc.vpcId, amazonProvidedIpv6CidrBlock: true })],
    [
      'of IPAM, beside the VPC',
      ({ stack, vpcId }) => new CfnVPCCidrBlock(stack, 'Ipv6', { vpcId, ipv6IpamPoolId: 'ipam-pool-1' }),
    ],
    [
      'of its own, named by the resource',
      ({ stack, node }) =>
        new CfnVPCCidrBlock(stack, 'Ipv6', {
          vpcId: (node.defaultChild as CfnVPC).ref,
          ipv6CidrBlock: '2001:db8::/56',
        }),
    ],
  ])('is waited for, although the block comes after the load balancer: %s', (_, giveBlock) => {
    const { stack } = albBefore(giveBlock);
    const { logicalId } = onlyResource(stack, 'AWS::EC2::VPCCidrBlock');
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').DependsOn).toEqual([logicalId]);
  });

  test.each<[string, (vpc: Vpc) => unknown]>([
    ['none', () => undefined],
    ['another IPv4 block', (vpc) => new CfnVPCCidrBlock(vpc, 'Second', { vpcId: vpc.vpcId, cidrBlock: '10.1.0.0/16' })],
    [
      'a block of another VPC',
      ({ stack }) => new CfnVPCCidrBlock(stack, 'Ipv6', { vpcId: 'vpc-1', amazonProvidedIpv6CidrBlock: true }),
    ],
  ])('must be given where the VPC of the app has %s', (_, giveBlock) => {
    const { app } = albBefore(giveBlock);
    expect(() => app.synth()).toThrow(
      '[Stack/Alb] `ingress` must name ranges, because Stack/Vpc has no IPv6 block, got: Ingress.vpc(), the default of an ' +
        'internal load balancer. Use Ingress.cidrs([...]), or a VPC of this app with an IPv6 block.',
    );
  });

  test('must be given for an imported VPC', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      vpcCidrBlock: '10.1.0.0/16',
      availabilityZones: ['a', 'b'],
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    expect(() => addAlb(stack, vpc, { scheme: INTERNAL })).toThrow(
      new Error(
        'Stack/Alb: `ingress` must name ranges, because the IPv6 CIDR of the imported `vpc` is not known here, got: ' +
          'Ingress.vpc(), the default of an internal load balancer. Use Ingress.cidrs([...]), or a VPC of this app with an ' +
          'IPv6 block.',
      ),
    );
  });
});
