import { onlyResource, resourcesOf, scan } from '@org/testing';
import { IpProtocol, Vpc } from 'aws-cdk-lib/aws-ec2';
import { IpAddressType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import { type AuditedAlbProps, Dns, DnsHealthCheck, Ingress, LoadBalancerScheme, PlainHttp } from '../src';
import { addAlb, everyAddress } from './fixture';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const BOTH = LoadBalancerScheme.internetFacingDualStack();
const ALONE = LoadBalancerScheme.internetFacingIpv6Only();
const INTERNAL = LoadBalancerScheme.internalDualStack();

/** A load balancer in a stranger's network that has IPv6. */
function albIn(stack: Stack, props: Partial<AuditedAlbProps>): Stack {
  const vpc = new Vpc(stack, 'Vpc', { ipProtocol: IpProtocol.DUAL_STACK, natGateways: 0 });
  addAlb(stack, vpc, props);
  return stack;
}

const albWith = (props: Partial<AuditedAlbProps>) => albIn(new Stack(new App(), 'Stack'), props);
const balancer = (stack: Stack) => onlyResource(stack, LOAD_BALANCER).Properties;
const rulesOf = (stack: Stack) => onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress;

describe('the scheme', () => {
  test.each<[string, LoadBalancerScheme, string, string]>([
    ['internet-facing, both', BOTH, 'internet-facing', 'dualstack'],
    ['internet-facing, IPv6 alone', ALONE, 'internet-facing', 'dualstack-without-public-ipv4'],
    ['internal, both', INTERNAL, 'internal', 'dualstack'],
  ])('%s', (_, scheme, Scheme, type) => {
    expect(balancer(albWith({ scheme }))).toMatchObject({ Scheme, IpAddressType: type });
    expect(scheme).toMatchObject({ isInternetFacing: Scheme === 'internet-facing', ipAddressType: type });
  });

  test('with IPv4 alone says nothing of it, as before', () => {
    for (const scheme of [LoadBalancerScheme.internetFacing(), LoadBalancerScheme.internal()]) {
      expect(balancer(albWith({ scheme }))).not.toHaveProperty('IpAddressType');
      expect(scheme.ipAddressType).toBe(IpAddressType.IPV4);
    }
  });

  test('of an internal one keeps the internet gateway away from its IPv6 addresses', () => {
    const denied = { Key: 'ipv6.deny_all_igw_traffic', Value: 'true' };
    expect(balancer(albWith({ scheme: INTERNAL })).LoadBalancerAttributes).toContainEqual(denied);
    expect(balancer(albWith({ scheme: BOTH })).LoadBalancerAttributes).not.toContainEqual(denied);
  });
});

describe('ingress', () => {
  const https = (from: string) => ({ Description: from, FromPort: 443, ToPort: 443, IpProtocol: 'tcp' });
  const anywhere = https('HTTPS from anywhere');

  test('from anywhere is from wherever clients can come', () => {
    expect(rulesOf(albWith({ scheme: BOTH }))).toEqual([
      { CidrIp: '0.0.0.0/0', ...anywhere },
      { CidrIpv6: '::/0', ...anywhere },
    ]);
    expect(rulesOf(albWith({ scheme: ALONE }))).toEqual([{ CidrIpv6: '::/0', ...anywhere }]);
  });

  test('redirects HTTP from there as well', () => {
    const rules = rulesOf(albWith({ scheme: BOTH, plainHttp: PlainHttp.redirected() }));
    expect(
      rules.map(({ CidrIp, CidrIpv6, FromPort }: Record<string, unknown>) => [CidrIp ?? CidrIpv6, FromPort]),
    ).toEqual([
      ['0.0.0.0/0', 443],
      ['::/0', 443],
      ['0.0.0.0/0', 80],
      ['::/0', 80],
    ]);
  });

  test('takes ranges of both kinds', () => {
    const ingress = Ingress.cidrs(['203.0.113.0/24', '2001:db8:a::/48', '::1/128']);
    expect(rulesOf(albWith({ scheme: BOTH, ingress }))).toEqual([
      { CidrIp: '203.0.113.0/24', ...https('HTTPS from an allowed range') },
      { CidrIpv6: '2001:db8:a::/48', ...https('HTTPS from an allowed range') },
      { CidrIpv6: '::1/128', ...https('HTTPS from an allowed range') },
    ]);
  });

  test.each<[string, LoadBalancerScheme, string, string]>([
    ['2001:db8::/32', LoadBalancerScheme.internetFacing(), 'IPv4', 'internetFacingDualStack'],
    ['2001:db8::/32', LoadBalancerScheme.internal(), 'IPv4', 'internalDualStack'],
    ['203.0.113.0/24', ALONE, 'IPv6', 'internetFacingDualStack'],
  ])('refuses %s where nobody comes that way (%#)', (cidr, scheme, only, way) => {
    expect(() => albWith({ scheme, ingress: Ingress.cidrs([cidr]) })).toThrow(
      new Error(
        `Stack/Alb: \`ingress\` must name ranges that reach the load balancer, got: '${cidr}', and clients come over ` +
          `${only} alone. Use a \`scheme\` with both, such as LoadBalancerScheme.${way}().`,
      ),
    );
  });

  test.each([
    '::',
    '2001:db8::/129',
    '2001:db8::/032',
    '2001:db8:::/32',
    '::ffff:192.0.2.1/128',
    'fe80::1%eth0/64',
    ':/0',
  ])("refuses '%s', which is no range", (cidr) => {
    expect(() => albWith({ scheme: BOTH, ingress: Ingress.cidrs([cidr]) })).toThrow(
      new Error(
        "Stack/Alb: `ingress` must be a range in CIDR notation, such as '203.0.113.0/24' or '2001:db8::/32', got: " +
          `'${cidr}'.`,
      ),
    );
  });

  test.each(['::/0', '2001:db8::/0'])('lets everyone in by name only, not by %s', (cidr) => {
    expect(() => albWith({ scheme: BOTH, ingress: Ingress.cidrs([cidr]) })).toThrow(everyAddress(cidr));
  });

  test.each([
    ['2001:db8::1/32', '2001:db8::/32'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8:0:0::/32', '2001:db8::/32'],
    ['ffff::/1', '8000::/1'],
    ['2001:db8:0:1:ffff::/68', '2001:db8:0:1:f000::/68'],
  ])('refuses %s, which means %s', (cidr, meant) => {
    expect(() => albWith({ scheme: BOTH, ingress: Ingress.cidrs([cidr]) })).toThrow(
      new Error(
        'Stack/Alb: `ingress` must name an IPv6 range by its first address, in lower case and without needless zeros, got: ' +
          `'${cidr}'. Use '${meant}'.`,
      ),
    );
  });

  test('takes a range known only at deployment as one that clients can come from', () => {
    const fromParameter = (scheme: LoadBalancerScheme) => {
      const stack = new Stack(new App(), 'Stack');
      const cidr = new CfnParameter(stack, 'Cidr').valueAsString;
      return rulesOf(albIn(stack, { scheme, ingress: Ingress.cidrs([cidr]) }));
    };
    expect(fromParameter(BOTH)).toMatchObject([{ CidrIp: { Ref: 'Cidr' } }]);
    expect(fromParameter(ALONE)).toMatchObject([{ CidrIpv6: { Ref: 'Cidr' } }]);
  });

  test('from CloudFront is looked up for the protocol over which it comes', () => {
    const lookedUp = (scheme: LoadBalancerScheme) => {
      const env = { account: '111122223333', region: 'us-east-1' };
      const stack = new Stack(new App(), 'Stack', { env });
      const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a', 'b'],
        publicSubnetIds: ['subnet-1', 'subnet-2'],
      });
      addAlb(stack, vpc, { scheme, ingress: Ingress.cloudFront() });
      const { missing = [] } = (stack.node.root as App).synth().manifest;
      return missing.map(({ props }) => (props as { propertyMatch?: object }).propertyMatch).filter(Boolean);
    };
    const OwnerId = 'AWS';
    expect(lookedUp(BOTH)).toEqual([
      { AddressFamily: 'IPv4', OwnerId, PrefixListName: 'com.amazonaws.global.cloudfront.origin-facing' },
    ]);
    expect(lookedUp(ALONE)).toEqual([
      { AddressFamily: 'IPv6', OwnerId, PrefixListName: 'com.amazonaws.global.ipv6.cloudfront.origin-facing' },
    ]);
  });
});

describe('dns', () => {
  const RECORD = 'AWS::Route53::RecordSet';
  const zoneIn = (stack: Stack) =>
    HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  const named = (dns: (stack: Stack) => Dns, props: Partial<AuditedAlbProps>) => {
    const stack = new Stack(new App(), 'Stack');
    return albIn(stack, { dns: dns(stack), ...props });
  };
  const simple = (scheme: LoadBalancerScheme) =>
    named((stack) => Dns.simple({ domainName: 'api.example.com', hostedZone: zoneIn(stack) }), { scheme });
  const weighted = (scheme: LoadBalancerScheme, healthCheck?: DnsHealthCheck) =>
    named(
      (stack) =>
        Dns.weighted({
          domainName: 'api.example.com',
          hostedZone: zoneIn(stack),
          records: [
            { setIdentifier: 'blue', weight: 90, healthCheck },
            { setIdentifier: 'green', weight: 10, healthCheck },
          ],
        }),
      { scheme },
    );
  const recordsOf = (stack: Stack) => resourcesOf(stack, RECORD).map(({ Properties }) => Properties);

  test('has a record for each kind of address, alike but for its type', () => {
    const [a, aaaa] = recordsOf(simple(BOTH));
    expect([a?.Type, aaaa?.Type]).toEqual(['A', 'AAAA']);
    expect({ ...aaaa, Type: 'A' }).toEqual(a);
    expect(recordsOf(simple(ALONE)).map(({ Type }) => Type)).toEqual(['AAAA']);
  });

  test('keeps the first record when IPv6 is added', () => {
    const before = onlyResource(simple(LoadBalancerScheme.internetFacing()), RECORD);
    expect(resourcesOf(simple(BOTH), RECORD)).toContainEqual(before);
  });

  test('shares weights and health checks between the kinds', () => {
    const stack = weighted(BOTH);
    const checks = resourcesOf(stack, 'AWS::Route53::HealthCheck').map(({ logicalId }) => ({ Ref: logicalId }));
    expect(checks).toHaveLength(2);
    expect(
      recordsOf(stack).map(({ Type, SetIdentifier, Weight, HealthCheckId }) => [
        Type,
        SetIdentifier,
        Weight,
        HealthCheckId,
      ]),
    ).toEqual([
      ['A', 'blue', 90, checks[0]],
      ['AAAA', 'blue', 90, checks[0]],
      ['A', 'green', 10, checks[1]],
      ['AAAA', 'green', 10, checks[1]],
    ]);
  });

  const IPV4 = LoadBalancerScheme.internetFacing();

  /** Two load balancers under one name. */
  function beside(scheme: LoadBalancerScheme, other: LoadBalancerScheme) {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new Vpc(stack, 'Vpc', { ipProtocol: IpProtocol.DUAL_STACK, natGateways: 0 });
    const { loadBalancer } = addAlb(stack, vpc, { scheme: other }, 'Green');
    const records = [
      { setIdentifier: 'blue', weight: 90 },
      { setIdentifier: 'green', weight: 10, loadBalancer },
    ];
    const dns = Dns.weighted({ domainName: 'api.example.com', hostedZone: zoneIn(stack), records });
    addAlb(stack, vpc, { dns, scheme }, 'Blue');
    return recordsOf(stack).map(({ Type, SetIdentifier }) => `${Type} ${SetIdentifier}`);
  }

  test.each<[LoadBalancerScheme, LoadBalancerScheme, string[]]>([
    [IPV4, IPV4, ['A blue', 'A green']],
    [IPV4, BOTH, ['A blue', 'A green']],
    [BOTH, BOTH, ['A blue', 'AAAA blue', 'A green', 'AAAA green']],
    [ALONE, BOTH, ['AAAA blue', 'AAAA green']],
    [ALONE, ALONE, ['AAAA blue', 'AAAA green']],
  ])('leads to another load balancer by the kinds that this one has (%#)', (scheme, other, records) => {
    expect(beside(scheme, other)).toEqual(records);
  });

  test.each<[LoadBalancerScheme, LoadBalancerScheme]>([
    [IPV4, ALONE],
    [BOTH, IPV4],
    [BOTH, ALONE],
    [ALONE, IPV4],
  ])('refuses another load balancer that lacks one of them (%#)', (scheme, other) => {
    expect(() => beside(scheme, other)).toThrow(
      new Error(
        "Stack/Blue/Dns: `loadBalancer` of the record 'green' must have addresses of the kinds that this one has, got: " +
          `'${other.ipAddressType}' beside '${scheme.ipAddressType}'. Give both the same: no load balancer is replaced for it.`,
      ),
    );
  });

  test('does not let Route 53 ask over HTTPS where it would have to over IPv6', () => {
    expect(resourcesOf(weighted(ALONE), 'AWS::Route53::HealthCheck')).toEqual([]);
    expect(() => weighted(ALONE, DnsHealthCheck.https())).toThrow(
      new Error(
        'Stack/Alb/Dns: `healthCheck` must not ask over HTTPS, because Route 53 asks over IPv4 alone, got: ' +
          'DnsHealthCheck.https(). Use DnsHealthCheck.alarm() or DnsHealthCheck.targets().',
      ),
    );
  });
});

test.each([BOTH, ALONE, INTERNAL])('cdk-nag and CDK find nothing that is not acknowledged (%#)', (scheme) => {
  const { findings } = scan((app) => void albIn(new Stack(app, 'Stack'), { scheme }), 'cdk-and-nag', 'Stack/Alb');
  expect(findings).toEqual([]);
});
