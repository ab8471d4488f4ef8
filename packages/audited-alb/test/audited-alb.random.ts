import type { AppView, Json, StackResource } from '@org/testing';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, type Stack, Token } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { constructIds, holdsForRandomProps, refusesRandomProps } from '../../../testing/src/random-props';
import {
  type AlbAlarmThresholds,
  AuditedAlb,
  Certificate,
  Dns,
  FirewallLogs,
  Hsts,
  type HstsProps,
  Ingress,
  LoadBalancerScheme,
  ManagedRules,
  MutualTls,
  PlainHttp,
  RateLimit,
  Routing,
  Stickiness,
  type TargetHealthCheck,
  TlsPolicy,
  WebFirewall,
  type WeightedRecord,
} from '../src';
import { CERTIFICATE_ARN, closedVpc } from './fixture';

const TOKEN = Token.asNumber({ Ref: 'Seconds' });
const TLS = ['tls13And12', 'tls13Only', 'postQuantum', 'postQuantumTls13Only', 'fips', 'fipsTls13Only'] as const;
const GROUPS = ['common', 'knownBadInputs', 'sqlInjection', 'ipReputation', 'linux'] as const;

/** A load balancer in words; times are seconds, days where the name says so. */
interface Alb {
  readonly id: string;
  readonly internal?: boolean;
  readonly ip: 'IPv4' | 'both' | 'IPv6 only';
  readonly subnets?: 'one zone' | 'private';
  readonly certificate?: string;
  /** By default, everybody or the VPC. */
  readonly ingress?: 'vpc' | 'anywhere' | 'list' | 'CloudFront' | readonly string[];
  readonly redirect?: boolean;
  readonly tls: (typeof TLS)[number] | 'old';
  readonly authorities?: boolean;
  readonly hsts?: Omit<HstsProps, 'maxAge'> & { readonly maxAge?: number };
  readonly firewall?: 'none' | Firewall;
  readonly dns?: string | readonly WeightedRecord[];
  readonly logs?: 'given' | 'imported';
  readonly idle?: number | 'minutes known at deployment';
  readonly removal?: keyof typeof RemovalPolicy;
  readonly targets: readonly Targets[];
  readonly alarms?: Omit<AlbAlarmThresholds, 'latency'> & { readonly millis?: number };
}

interface Firewall {
  readonly groups: readonly (typeof GROUPS)[number][];
  readonly limit?: { readonly requests: number; readonly window: number };
  readonly retentionDays: number;
  readonly key?: boolean;
}

interface Targets {
  readonly port: number;
  readonly delay?: number;
  readonly slowStart?: number;
  readonly sticky?: number;
  readonly health?: Omit<TargetHealthCheck, 'interval' | 'timeout'> & { interval?: number; timeout?: number };
  readonly path?: string;
  readonly priority?: number;
  readonly status?: number;
}

const secondsOf = (amount?: number) => (amount === undefined ? undefined : Duration.seconds(amount));

function build(stack: Stack, props: Alb): void {
  const vpc = closedVpc(stack);
  const alb = new AuditedAlb(stack, props.id, {
    vpc,
    scheme: schemeOf(props),
    vpcSubnets: subnetsIn(vpc, props.subnets),
    certificate: Certificate.fromArn(props.certificate ?? CERTIFICATE_ARN),
    ingress: ingressOf(props),
    plainHttp: props.redirect ? PlainHttp.redirected() : undefined,
    tlsPolicy: props.tls === 'old' ? TlsPolicy.named('ELBSecurityPolicy-TLS-1-1-2017-01') : TlsPolicy[props.tls](),
    mutualTls: props.authorities
      ? MutualTls.verified({ bucket: Bucket.fromBucketName(stack, 'Authorities', 'authorities'), key: 'ca.pem' })
      : undefined,
    hsts: props.hsts && Hsts.of({ ...props.hsts, maxAge: secondsOf(props.hsts.maxAge) }),
    firewall: firewallIn(stack, props.firewall),
    dns: dnsIn(stack, props.dns),
    accessLogBucket: logsIn(stack, props.logs),
    idleTimeout: typeof props.idle === 'string' ? Duration.minutes(TOKEN) : secondsOf(props.idle),
    removalPolicy: props.removal && RemovalPolicy[props.removal],
  });
  props.targets.forEach((targets, index) => void addTargets(alb, targets, index));
  if (props.alarms) {
    const { millis, ...thresholds } = props.alarms;
    alb.addAlarms({ ...thresholds, latency: millis === undefined ? undefined : Duration.millis(millis) });
  }
}

function subnetsIn(vpc: IVpc, subnets: Alb['subnets']) {
  if (subnets === 'one zone') return { subnets: vpc.publicSubnets.slice(0, 1) };
  return subnets && { subnets: vpc.isolatedSubnets };
}

function schemeOf({ internal, ip }: Alb): LoadBalancerScheme {
  if (internal) return ip === 'IPv4' ? LoadBalancerScheme.internal() : LoadBalancerScheme.internalDualStack();
  if (ip === 'IPv6 only') return LoadBalancerScheme.internetFacingIpv6Only();
  return ip === 'IPv4' ? LoadBalancerScheme.internetFacing() : LoadBalancerScheme.internetFacingDualStack();
}

function ingressOf({ ingress, ip, internal }: Alb): Ingress | undefined {
  if (ingress === undefined) return undefined;
  if (ingress === 'vpc' || ingress === 'anywhere') return Ingress[ingress]();
  if (ingress === 'list') return Ingress.prefixLists(['pl-0123456789abcdef0']);
  if (ingress === 'CloudFront') return Ingress.cloudFront('pl-0123456789abcdef0');
  const family = (cidr: string) => (cidr.includes(':') ? ip !== 'IPv4' : ip !== 'IPv6 only' || internal === true);
  // Ranges of the other kind are another mistake than the one that is tried.
  const served = ingress.filter((cidr) => !KNOWN_RANGES.includes(cidr) || family(cidr));
  return Ingress.cidrs(
    served.length === 0 && ingress.length > 0 ? [ip === 'IPv4' ? '10.0.0.0/8' : '2001:db8::/32'] : served,
  );
}

function firewallIn(stack: Stack, firewall: Alb['firewall']): WebFirewall | undefined {
  if (firewall === undefined) return undefined;
  if (firewall === 'none') return WebFirewall.none();
  const { groups, limit, retentionDays, key } = firewall;
  return WebFirewall.managed({
    ruleGroups: groups.map((name) => ManagedRules[name]()),
    rateLimit: limit && RateLimit.perAddress(limit.requests, { window: Duration.seconds(limit.window) }),
    logs: FirewallLogs.everything({
      retention: Duration.days(retentionDays),
      encryptionKey: key ? new Key(stack, 'Key', { enableKeyRotation: true }) : undefined,
    }),
  });
}

function dnsIn(stack: Stack, dns: Alb['dns']): Dns | undefined {
  if (dns === undefined) return undefined;
  const zoneAttributes = { hostedZoneId: 'Z1', zoneName: 'example.com' };
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', zoneAttributes);
  if (typeof dns === 'string') return Dns.simple({ domainName: dns, hostedZone });
  return Dns.weighted({ domainName: 'api.example.com', hostedZone, records: [...dns] });
}

function logsIn(stack: Stack, logs: Alb['logs']) {
  if (logs === 'imported') return Bucket.fromBucketName(stack, 'Logs', 'central-logs');
  const blockPublicAccess = BlockPublicAccess.BLOCK_ALL;
  return (
    logs && new Bucket(stack, 'Logs', { encryption: BucketEncryption.S3_MANAGED, enforceSSL: true, blockPublicAccess })
  );
}

/** Each with a path of another length, so that no route stands in the way of another. */
function addTargets(alb: AuditedAlb, targets: Targets, index: number): void {
  const { health, sticky, priority, status } = targets;
  const targetGroup = alb.addTargetGroup(`Targets${index}`, {
    port: targets.port,
    deregistrationDelay: secondsOf(targets.delay),
    slowStart: secondsOf(targets.slowStart),
    stickiness: sticky === undefined ? undefined : Stickiness.loadBalancerCookie(Duration.seconds(sticky)),
    healthCheck: health && { ...health, interval: secondsOf(health.interval), timeout: secondsOf(health.timeout) },
  });
  const path = targets.path ?? `/${index}${'x'.repeat(index)}/*`;
  const route = Routing.path(path, targetGroup);
  alb.addRoute(`Route${index}`, priority === undefined ? route : route.withPriority(priority));
  if (status === undefined) return;
  alb.addRoute(
    `Fixed${index}`,
    Routing.fixedResponse({ statusCode: status }).onHosts([`${'y'.repeat(40)}${index}.example.com`]),
  );
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const between = (min: number, max: number) => fc.integer({ min, max });
const KNOWN_RANGES = ['10.0.0.0/8', '203.0.113.7/32', '0.0.0.0/1', '2001:db8::/32', '2001:db8:1::/48', '::1/128'];

const firewalls: fc.Arbitrary<Alb['firewall']> = fc.oneof(
  fc.constant('none' as const),
  fc.record({
    groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1 }),
    limit: optional(fc.record({ requests: between(10, 2_000_000_000), window: fc.constantFrom(60, 120, 300, 600) })),
    retentionDays: fc.constantFrom(1, 90, 365, 3653),
    key: fc.boolean(),
  }),
);

const health = fc.record({
  path: optional(fc.stringMatching(/^\/[a-z0-9?=%-]{0,40}$/)),
  interval: optional(between(6, 300)),
  timeout: optional(between(2, 5)),
  healthyThreshold: optional(between(2, 10)),
  unhealthyThreshold: optional(between(2, 10)),
  codes: optional(fc.constantFrom('200', '200-299', '200,204,302-308')),
});

const targets: fc.Arbitrary<Targets> = fc.record({
  port: between(1, 65_535),
  delay: optional(between(0, 3600)),
  slowStart: optional(between(30, 900)),
  sticky: optional(between(1, 604_800)),
  health: optional(health),
  status: optional(fc.oneof(between(200, 299), between(400, 599))),
});

const records = fc
  .uniqueArray(fc.record({ setIdentifier: fc.stringMatching(/^[\w.-]{1,20}$/), weight: between(0, 255) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ setIdentifier }) => setIdentifier,
  })
  .map((all) => all as readonly WeightedRecord[]);

const valid: fc.Arbitrary<Alb> = fc
  .record({
    id: constructIds,
    internal: fc.boolean(),
    ip: fc.constantFrom('IPv4', 'both', 'IPv6 only'),
    ingress: optional(
      fc.oneof(
        fc.constantFrom('vpc' as const, 'anywhere' as const, 'list' as const, 'CloudFront' as const),
        fc.uniqueArray(fc.constantFrom(...KNOWN_RANGES), { minLength: 1 }),
      ),
    ),
    redirect: fc.boolean(),
    tls: fc.constantFrom(...TLS),
    authorities: fc.boolean(),
    hsts: optional(fc.record({ maxAge: optional(between(0, 63_072_000)), includeSubdomains: optional(fc.boolean()) })),
    firewall: optional(firewalls),
    dns: optional(fc.oneof(fc.constantFrom('example.com', '*.example.com', 'a.b.example.com.'), records)),
    logs: optional(fc.constantFrom('given', 'imported')),
    idle: optional(between(1, 4000)),
    removal: optional(fc.constantFrom('RETAIN', 'RETAIN_ON_UPDATE_OR_DELETE', 'DESTROY')),
    targets: fc.array(targets, { maxLength: 3 }),
    alarms: optional(
      fc.record({
        serverErrorPercent: optional(fc.double({ min: 0.001, max: 99.999, noNaN: true })),
        millis: optional(between(1, 60_000)),
        unhealthyTargets: optional(between(1, 1_000_000_000)),
        rejectedConnections: optional(between(1, 1_000_000_000)),
      }),
    ),
  })
  // CloudFront's list fills the security group.
  .map((alb) => (alb.ingress === 'CloudFront' ? { ...alb, redirect: false } : alb) as Alb);

/** What the README says is updated in place. */
const safeChange = fc.record(
  {
    ip: fc.constantFrom('IPv4', 'both'),
    ingress: fc.constantFrom('vpc', undefined),
    tls: fc.constantFrom(...TLS),
    idle: between(1, 4000),
    targets: fc.array(targets, { maxLength: 3 }),
    alarms: fc.constant({}),
  },
  { requiredKeys: ['tls'] },
) as fc.Arbitrary<Partial<Alb>>;

holdsForRandomProps<Alb>('AuditedAlb', {
  valid,
  build,
  runs: 1_400,
  safeChange,
  invariants: {
    'listens on HTTPS alone, a redirect aside': (view, { redirect }) =>
      listeners(view)
        .filter(({ Port, Protocol }) => !(Port === 443 && Protocol === 'HTTPS') && !(redirect && Port === 80))
        .map((listener) => JSON.stringify(listener)),
    'speaks TLS 1.3, and 1.2 at the oldest': (view) =>
      listeners(view)
        .filter(({ Protocol }) => Protocol === 'HTTPS')
        .filter(({ SslPolicy }) => !/^ELBSecurityPolicy-TLS13-1-[23]-/.test(String(SslPolicy)))
        .map(({ SslPolicy }) => String(SslPolicy)),
    'writes its logs': (view) =>
      ['access', 'connection', 'health_check'].flatMap((log) => lacks(view, `${log}_logs.s3.enabled`, 'true')),
    'drops invalid headers': (view) => lacks(view, 'routing.http.drop_invalid_header_fields.enabled', 'true'),
    'stands behind a firewall unless it was taken away by name': (view, { firewall }) =>
      firewall === 'none' || balancers(view).every((one) => isProtected(view, one)) ? [] : ['it does not'],
    'has no way out but to its targets': (view) =>
      view
        .all('EC2::SecurityGroup')
        .flatMap(({ Properties }) => Properties.SecurityGroupEgress as Json[])
        .filter(({ CidrIp }) => CidrIp !== '255.255.255.255/32')
        .map((rule) => JSON.stringify(rule)),
  },
});

function balancers(view: AppView): StackResource[] {
  return view.all('ElasticLoadBalancingV2::LoadBalancer');
}

function listeners(view: AppView): Json[] {
  return view.all('ElasticLoadBalancingV2::Listener').map(({ Properties }) => Properties);
}

function lacks(view: AppView, key: string, value: string): string[] {
  const has = ({ Properties }: StackResource) =>
    (Properties.LoadBalancerAttributes as Json[]).some(({ Key: is, Value }) => is === key && Value === value);
  return balancers(view).every(has) ? [] : [`${key} is not ${value}`];
}

function isProtected(view: AppView, balancer: StackResource): boolean {
  return view
    .all('WAFv2::WebACLAssociation')
    .some((association) => view.target(association.Properties.ResourceArn, association) === balancer);
}

/** Valid but for one prop. */
function wrong<P>(expected: string, values: fc.Arbitrary<P>, change: (value: P) => Partial<Alb>) {
  return fc.tuple(valid, values).map(([props, value]) => ({
    expected,
    props: { ...props, authorities: false, firewall: undefined, dns: undefined, hsts: undefined, ...change(value) },
  }));
}

const outside = (min: number, max: number) =>
  fc.oneof(
    fc.integer({ max: min - 1, min: min - 1_000 }),
    fc.integer({ min: max + 1 }),
    fc.constantFrom(min + 0.5, Number.NaN),
  );
const oneTarget = (more: Partial<Targets>): Partial<Alb> => ({ targets: [{ port: 8080, ...more }] });
const firewall = (more: object): Partial<Alb> => ({ firewall: { groups: ['common'], retentionDays: 365, ...more } });
const onlyNumbers = fc.constantFrom(0, -1, 0.5, Number.NaN);

refusesRandomProps<Alb>('AuditedAlb', {
  build,
  runs: 700,
  invalid: fc.oneof(
    wrong('idleTimeout', outside(1, 4000), (idle) => ({ idle: Number.isNaN(idle) || idle < 0 ? 0 : idle })),
    wrong('idleTimeout', fc.constant('minutes known at deployment' as const), (idle) => ({ idle })),
    wrong('removalPolicy', fc.constant('SNAPSHOT' as const), (removal) => ({ removal })),
    wrong('vpcSubnets', fc.constant('one zone' as const), (subnets) => ({ subnets })),
    wrong('vpcSubnets', fc.constant('private' as const), (subnets) => ({ subnets, internal: false })),
    wrong(
      'certificate',
      fc.constantFrom('', 'arn', 'arn:aws:iam::111122223333:server-certificate/x'),
      (certificate) => ({ certificate }),
    ),
    wrong(
      'ingress',
      fc.constantFrom([], ['0.0.0.0/0'], ['::/0'], ['10.0.0.1/8'], ['x'], ['2001:DB8::/32']),
      (ingress) => ({ ingress }),
    ),
    wrong('plainHttp', fc.constant('CloudFront' as const), (ingress) => ({ ingress, redirect: true })),
    wrong('tlsPolicy', fc.constant('old' as const), (tls) => ({ tls })),
    wrong('hsts.maxAge', fc.integer({ min: 63_072_001, max: 1e9 }), (maxAge) => ({ hsts: { maxAge } })),
    wrong('hsts.preload', between(0, 31_535_999), (maxAge) => ({ hsts: { maxAge, preload: true } })),
    wrong('ruleGroups', fc.constantFrom([], ['common', 'common']), (groups) => firewall({ groups })),
    wrong('rateLimit', outside(10, 2_000_000_000), (requests) => firewall({ limit: { requests, window: 60 } })),
    wrong('window', fc.constantFrom(0, 1, 61, 601), (window) => firewall({ limit: { requests: 10, window } })),
    wrong('retention', fc.constantFrom(0, 2, 366, 9999), (retentionDays) => firewall({ retentionDays })),
    wrong('domainName', fc.constantFrom('', 'x', 'example.org', 'a..example.com', 'a b.example.com'), (dns) => ({
      dns,
    })),
    wrong('weight', outside(0, 255), (weight) => ({ dns: [{ setIdentifier: 'blue', weight }] })),
    wrong('setIdentifier', fc.constantFrom('', 'a b', 'ä', 'x'.repeat(129)), (setIdentifier) => ({
      dns: [{ setIdentifier, weight: 1 }],
    })),
    wrong('records', fc.constant([]), (dns) => ({ dns })),
    wrong('port', outside(1, 65_535), (port) => oneTarget({ port })),
    wrong('deregistrationDelay', between(3601, 1e6), (delay) => oneTarget({ delay })),
    wrong('slowStart', fc.oneof(between(0, 29), between(901, 1e6)), (slowStart) => oneTarget({ slowStart })),
    wrong('stickiness', fc.constantFrom(0, 604_801), (sticky) => oneTarget({ sticky })),
    wrong('healthCheck.path', fc.constantFrom('', 'health', '/a b', '/ä'), (path) => oneTarget({ health: { path } })),
    wrong('healthCheck.timeout', between(6, 120), (timeout) => oneTarget({ health: { timeout, interval: 6 } })),
    wrong('healthCheck.codes', fc.constantFrom('', '2xx', '500', '200-'), (codes) => oneTarget({ health: { codes } })),
    wrong('routing', fc.constantFrom('', 'api', '/ä', `/${'x'.repeat(128)}`), (path) => oneTarget({ path })),
    wrong('priority', outside(1, 50_000), (priority) => oneTarget({ priority })),
    wrong('statusCode', fc.oneof(between(300, 399), between(-1, 199), between(600, 999)), (status) =>
      oneTarget({ status }),
    ),
    wrong('serverErrorPercent', fc.constantFrom(0, -1, 100, Number.NaN), (serverErrorPercent) => ({
      alarms: { serverErrorPercent },
    })),
    wrong('latency', fc.constant(0), (millis) => ({ alarms: { millis } })),
    wrong('unhealthyTargets', onlyNumbers, (unhealthyTargets) => ({ alarms: { unhealthyTargets } })),
    wrong('rejectedConnections', onlyNumbers, (rejectedConnections) => ({ alarms: { rejectedConnections } })),
  ),
});
