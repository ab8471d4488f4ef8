import { annotationsOf, onlyResource, resourcesOf } from '@org/testing';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Peer, Port, Subnet, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { App, Aspects, CfnParameter, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { type AuditedAlbProps, LoadBalancerScheme } from '../src';
import { addAlb, albWith, stackWithVpc } from './fixture';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

function attributesOf(stack: Stack): Record<string, unknown> {
  const attributes = onlyResource(stack, LOAD_BALANCER).Properties.LoadBalancerAttributes as {
    Key: string;
    Value: unknown;
  }[];
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
}

describe('by default', () => {
  const { stack, alb } = albWith();
  const template = Template.fromStack(stack);

  test('it is one internet-facing application load balancer over the public subnets', () => {
    template.resourceCountIs(LOAD_BALANCER, 1);
    template.hasResourceProperties(LOAD_BALANCER, {
      Type: 'application',
      Scheme: 'internet-facing',
      Subnets: [{ Ref: 'VpcPublicSubnet1Subnet5C2D37C4' }, { Ref: 'VpcPublicSubnet2Subnet691E08A3' }],
      Name: Match.absent(),
    });
  });

  test('its only listener is HTTPS on port 443 with a certificate and an explicit policy', () => {
    template.resourceCountIs(LISTENER, 1);
    template.hasResourceProperties(LISTENER, {
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn: Match.stringLikeRegexp('^arn:aws:acm:') }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
    });
  });

  test('what no route takes is answered with 404 and nothing else', () => {
    expect(onlyResource(stack, LISTENER).Properties.DefaultActions).toEqual([
      { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } },
    ]);
  });

  test('malformed requests are dropped, it cannot be deleted, and silent connections end', () => {
    expect(attributesOf(stack)).toMatchObject({
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'strictest',
      'deletion_protection.enabled': 'true',
      'idle_timeout.timeout_seconds': '60',
    });
  });

  test('its security group lets HTTPS in and nothing out', () => {
    const { Properties } = onlyResource(stack, 'AWS::EC2::SecurityGroup');
    expect(Properties.SecurityGroupIngress).toEqual([
      { CidrIp: '0.0.0.0/0', Description: 'HTTPS from anywhere', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
    ]);
    expect(Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }),
    ]);
    expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupEgress')).toEqual([]);
  });

  test('it says what it is', () => {
    expect(alb.isInternetFacing).toBe(true);
    expect(alb.deletionProtection).toBe(true);
    expect(annotationsOf(stack)).toEqual([]);
  });
});

describe('scheme', () => {
  test('internal takes private subnets and serves the VPC only', () => {
    const { stack, alb } = albWith({ scheme: LoadBalancerScheme.internal() });

    expect(alb.isInternetFacing).toBe(false);
    expect(onlyResource(stack, LOAD_BALANCER).Properties).toMatchObject({
      Scheme: 'internal',
      Subnets: [{ Ref: 'VpcIsolatedSubnet1SubnetE48C5737' }, { Ref: 'VpcIsolatedSubnet2Subnet16364B91' }],
    });
    expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toEqual([
      expect.objectContaining({ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443 }),
    ]);
  });
});

describe('vpcSubnets', () => {
  test('are taken as given', () => {
    const { stack } = albWith({
      scheme: LoadBalancerScheme.internal(),
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
    });

    expect(onlyResource(stack, LOAD_BALANCER).Properties.Subnets).toEqual([
      { Ref: 'VpcPublicSubnet1Subnet5C2D37C4' },
      { Ref: 'VpcPublicSubnet2Subnet691E08A3' },
    ]);
  });

  test('in one zone are refused', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1 });

    expect(() => addAlb(stack, vpc)).toThrow(
      new Error(
        'Stack/Alb: `vpcSubnets` must select one subnet in each of at least two zones, got: 1 subnet in 1 zone. ' +
          'Give the VPC another zone, or select other subnets.',
      ),
    );
  });

  test('that share a zone are refused, however many there are', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    const [here] = vpc.publicSubnets;
    const beside = Subnet.fromSubnetAttributes(stack, 'Beside', {
      subnetId: 'subnet-1',
      availabilityZone: here?.availabilityZone,
    });
    expect(() => addAlb(stack, vpc, { vpcSubnets: { subnets: [...vpc.publicSubnets, beside] } })).toThrow(
      new Error(
        'Stack/Alb: `vpcSubnets` must select one subnet in each of at least two zones, got: 3 subnets in 2 zones. ' +
          'Give the VPC another zone, or select other subnets.',
      ),
    );
  });

  test('whose zones are not known pass', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    const subnets = ['subnet-1', 'subnet-2'].map((id) => Subnet.fromSubnetId(stack, id, id));
    addAlb(stack, vpc, { vpcSubnets: { subnets } });
    expect(onlyResource(stack, LOAD_BALANCER).Properties.Subnets).toEqual(['subnet-1', 'subnet-2']);
  });

  test('that are private are refused for an internet-facing one', () => {
    const { stack, vpc } = stackWithVpc();
    expect(() => addAlb(stack, vpc, { vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } })).toThrow(
      new Error(
        'Stack/Alb: `vpcSubnets` must select public subnets for an internet-facing load balancer, got: ' +
          'Stack/Vpc/IsolatedSubnet1. Leave it out, or use LoadBalancerScheme.internal().',
      ),
    );
  });

  test('that do not exist are refused', () => {
    const stack = new Stack(new App(), 'Stack');
    const subnetConfiguration = [{ name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED }];
    const vpc = new Vpc(stack, 'Vpc', { subnetConfiguration });

    expect(() => addAlb(stack, vpc)).toThrow(
      new Error(
        'Stack/Alb: `vpc` must have public subnets for an internet-facing load balancer, got: none. ' +
          'Add a public tier, or use LoadBalancerScheme.internal().',
      ),
    );
  });

  test('known only at deployment pass', () => {
    const stack = new Stack(new App(), 'Stack');
    const subnets = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' });
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: Token.asList({ 'Fn::GetAZs': '' }),
      publicSubnetIds: subnets.valueAsList,
    });
    addAlb(stack, vpc);

    expect(onlyResource(stack, LOAD_BALANCER).Properties.Subnets).toEqual({ Ref: 'Subnets' });
  });
});

describe('idleTimeout', () => {
  test.each([1, 4000])('%d seconds pass', (amount) => {
    const { stack } = albWith({ idleTimeout: Duration.seconds(amount) });
    expect(attributesOf(stack)).toMatchObject({ 'idle_timeout.timeout_seconds': String(amount) });
  });

  test.each([
    [Duration.seconds(0), 0],
    [Duration.seconds(4001), 4001],
    [Duration.millis(1500), 1.5],
  ])('%s is refused', (idleTimeout, got) => {
    expect(() => albWith({ idleTimeout })).toThrow(
      new Error(`Stack/Alb: \`idleTimeout\` must be a whole number from 1 to 4000 seconds, got: ${got}.`),
    );
  });

  test('known only at deployment passes', () => {
    const { stack, vpc } = stackWithVpc();
    const amount = new CfnParameter(stack, 'Idle', { type: 'Number' });
    addAlb(stack, vpc, { idleTimeout: Duration.seconds(amount.valueAsNumber) });

    expect(attributesOf(stack)).toMatchObject({ 'idle_timeout.timeout_seconds': { Ref: 'Idle' } });
  });

  test.each(['minutes', 'millis'] as const)(
    'known only at deployment in %s is refused: nobody could convert it',
    (unit) => {
      const { stack, vpc } = stackWithVpc();
      const amount = new CfnParameter(stack, 'Idle', { type: 'Number' });
      expect(() => addAlb(stack, vpc, { idleTimeout: Duration[unit](amount.valueAsNumber) })).toThrow(
        new Error(
          'Stack/Alb: `idleTimeout` must be in seconds where it is known only at deployment, got: a token ' +
            `of ${unit}. Use Duration.seconds().`,
        ),
      );
    },
  );
});

describe('removalPolicy', () => {
  test('DESTROY turns deletion protection off', () => {
    const { stack, alb } = albWith({ removalPolicy: RemovalPolicy.DESTROY });

    expect(alb.deletionProtection).toBe(false);
    expect(attributesOf(stack)).toMatchObject({ 'deletion_protection.enabled': 'false' });
  });

  test('RETAIN_ON_UPDATE_OR_DELETE keeps it on', () => {
    const { stack } = albWith({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
    expect(attributesOf(stack)).toMatchObject({ 'deletion_protection.enabled': 'true' });
  });

  test('SNAPSHOT is refused', () => {
    expect(() => albWith({ removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow(
      new Error(
        'Stack/Alb: `removalPolicy` must be RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY, got: SNAPSHOT, which exists for ' +
          'databases and volumes only. Use RemovalPolicy.RETAIN.',
      ),
    );
  });
});

describe('a physical name', () => {
  function synthesizeWithName(name: string): void {
    const { stack } = albWith();
    Aspects.of(stack).add({
      visit: (node: IConstruct) => {
        if (node instanceof CfnLoadBalancer) node.name = name;
      },
    });
    Template.fromStack(stack);
  }

  test.each(['a', 'alb-prod-aa1', 'a'.repeat(32)])('%s passes', (name) => {
    expect(() => synthesizeWithName(name)).not.toThrow();
  });

  test.each(['a'.repeat(33), 'internal-alb', '-alb', 'alb-', 'alb_prod'])('%s set by an aspect is refused', (name) => {
    expect(() => synthesizeWithName(name)).toThrow(
      "[Stack/Alb] The load balancer's name must have 1 to 32 letters, digits and hyphens, no hyphen at either end and " +
        `not begin with 'internal-', got: '${name}' (${name.length} characters). Shorten it where it is set.`,
    );
  });

  test('known only at deployment passes', () => {
    expect(() => synthesizeWithName(Token.asString({ Ref: 'Name' }))).not.toThrow();
  });
});

test('connections open port 443 and nothing else', () => {
  const props: Partial<AuditedAlbProps> = { scheme: LoadBalancerScheme.internal() };
  const { stack, alb } = albWith(props);
  alb.connections.allowDefaultPortFrom(Peer.ipv4('10.9.0.0/16'));
  alb.connections.allowTo(Peer.ipv4('10.8.0.0/16'), Port.tcp(8080));

  const { Properties } = onlyResource(stack, 'AWS::EC2::SecurityGroup');
  expect(Properties.SecurityGroupIngress[1]).toMatchObject({ CidrIp: '10.9.0.0/16', FromPort: 443, ToPort: 443 });
  expect(Properties.SecurityGroupEgress).toEqual([
    expect.objectContaining({ CidrIp: '10.8.0.0/16', FromPort: 8080, ToPort: 8080 }),
  ]);
});
