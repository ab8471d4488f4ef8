import type { AppView, Json } from '@org/testing';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationProtocol, CfnTrustStore, TrustStore } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import {
  constructIds,
  holdsForRandomProps,
  optional,
  refusesRandomProps,
  validBut,
} from '../../../testing/src/random-props';
import {
  type AuditedAlb,
  Certificate,
  Dns,
  DnsHealthCheck,
  FirewallLogs,
  Hsts,
  LoadBalancerScheme,
  ManagedRules,
  MutualTls,
  RateLimit,
  Routing,
  Stickiness,
  TlsPolicy,
  WebFirewall,
} from '../src';
import { addAlb, closedVpc } from './fixture';

const RULES = [
  'common',
  'knownBadInputs',
  'sqlInjection',
  'ipReputation',
  'anonymousAddresses',
  'adminProtection',
  'linux',
] as const;

/** What the values of a load balancer offer beside what is tried in `audited-alb.random.ts`; times are seconds. */
interface Choices {
  readonly id: string;
  readonly names: readonly [string, ...string[]];
  readonly tls: 'fipsPostQuantum' | 'fipsPostQuantumTls13Only';
  readonly mutualTls: 'none' | 'verified' | 'verifiedBy' | 'passthrough';
  readonly version?: string;
  readonly hsts: 'oneYear' | 'none' | 'preload';
  readonly firewall: Firewall | string;
  readonly health:
    | 'alarm'
    | 'targets'
    | { readonly path?: string; readonly interval?: number; readonly failures?: number };
  readonly cookie?: string;
  readonly https: boolean;
  readonly route: Route;
}

interface Firewall {
  readonly rules: readonly (typeof RULES)[number][];
  readonly counting: 'none' | 'all' | readonly string[];
  readonly named?: string;
  readonly limit?: number | 'none';
  readonly blockedAlone: boolean;
}

interface Route {
  readonly paths: readonly string[];
  readonly hosts: readonly string[];
  readonly header: readonly [string, ...string[]];
  readonly weights: readonly number[];
  readonly sticky?: number;
  readonly body?: string;
  readonly contentType?: string;
}

function build(stack: Stack, props: Choices): void {
  const zoneAttributes = { hostedZoneId: 'Z1', zoneName: 'example.com' };
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', zoneAttributes);
  const [domainName, ...alternativeNames] = props.names;
  const alb = addAlb(
    stack,
    closedVpc(stack),
    {
      scheme: LoadBalancerScheme.internetFacing(),
      certificate: Certificate.request({ domainName, alternativeNames, hostedZone }),
      tlsPolicy: TlsPolicy[props.tls](),
      mutualTls: mutualTlsIn(stack, props),
      hsts: props.hsts === 'preload' ? Hsts.of({ preload: true, includeSubdomains: true }) : Hsts[props.hsts](),
      firewall: firewallOf(props.firewall),
      dns: dnsIn(stack, hostedZone, props),
    },
    props.id,
  );
  addRoutes(alb, props);
}

function mutualTlsIn(stack: Stack, { mutualTls, version }: Choices): MutualTls {
  if (mutualTls === 'none' || mutualTls === 'passthrough') return MutualTls[mutualTls]();
  const bucket = Bucket.fromBucketName(stack, 'Authorities', 'authorities');
  if (mutualTls === 'verified') return MutualTls.verified({ bucket, key: 'ca.pem', version });
  return MutualTls.verifiedBy(new TrustStore(stack, 'Given', { bucket, key: 'ca.pem' }));
}

function firewallOf(firewall: Choices['firewall']): WebFirewall {
  if (typeof firewall === 'string') return WebFirewall.existing(firewall);
  const { rules, counting, named, limit, blockedAlone } = firewall;
  const groups = rules.map((rule) => {
    if (counting === 'none') return ManagedRules[rule]();
    return counting === 'all'
      ? ManagedRules[rule]().counting()
      : ManagedRules[rule]().countingRulesNamed([...counting]);
  });
  return WebFirewall.managed({
    ruleGroups: named === undefined ? groups : [...groups, ManagedRules.named(named)],
    rateLimit:
      limit === 'none' ? RateLimit.none() : limit === undefined ? undefined : RateLimit.perForwardedAddress(limit),
    logs: blockedAlone ? FirewallLogs.blockedAndCounted() : undefined,
  });
}

function dnsIn(stack: Stack, hostedZone: IHostedZone, { health }: Choices): Dns {
  const metric = new Metric({ namespace: 'Test', metricName: 'Test', period: Duration.minutes(1) });
  const checks = {
    alarm: () => DnsHealthCheck.alarm(new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 })),
    targets: () => DnsHealthCheck.targets(),
  };
  const healthCheck = typeof health === 'string' ? checks[health]() : DnsHealthCheck.https(httpsCheck(health));
  const records = [{ setIdentifier: 'blue', weight: 1, healthCheck }];
  return Dns.weighted({ domainName: 'api.example.com', hostedZone, records });
}

function httpsCheck({ path, interval, failures }: Exclude<Choices['health'], string>) {
  return {
    path,
    interval: interval === undefined ? undefined : Duration.seconds(interval),
    failureThreshold: failures,
  };
}

function addRoutes(alb: AuditedAlb, { route, cookie, https }: Choices): void {
  const protocol = https ? ApplicationProtocol.HTTPS : undefined;
  const duration = Duration.minutes(5);
  const stickiness = cookie === undefined ? Stickiness.none() : Stickiness.applicationCookie(cookie, duration);
  const targets = route.weights.map((weight, index) => ({
    weight,
    targetGroup: alb.addTargetGroup(`Targets${index}`, { port: 8080, protocol, stickiness }),
  }));
  const sticky = route.sticky === undefined ? undefined : { stickiness: Duration.seconds(route.sticky) };
  const [name, ...values] = route.header;
  const { body, contentType } = route;
  alb.addRoute(
    'Weighted',
    Routing.weighted(targets, sticky)
      .onPaths([...route.paths])
      .onHeader(name, values),
  );
  alb.addRoute('Hosts', Routing.fixedResponse({ statusCode: 404, body, contentType }).onHosts([...route.hosts]));
  const [first] = targets;
  if (!first) return;
  alb.addRoute('Header', Routing.header('X-Other', values, first.targetGroup).onPaths(['/header/*']));
  alb.addRoute('Paths', Routing.paths(['/one/two/*', '/two/one'], first.targetGroup));
}

const domains = fc.stringMatching(/^[a-z]([a-z0-9]{0,20}[a-z0-9])?\.example\.com$/);
const labels = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,40}$/);
const firewalls = fc.record({
  rules: fc.uniqueArray(fc.constantFrom(...RULES), { minLength: 1, maxLength: 5 }),
  counting: fc.oneof(fc.constantFrom('none', 'all'), fc.uniqueArray(labels, { minLength: 1, maxLength: 3 })),
  named: optional(fc.constantFrom('AWSManagedRulesPHPRuleSet', 'AWSManagedRulesWindowsRuleSet')),
  limit: optional(fc.oneof(fc.constant('none'), fc.integer({ min: 10, max: 2_000_000_000 }))),
  blockedAlone: fc.boolean(),
}) as fc.Arbitrary<Firewall>;
const WEB_ACL = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/edge/12345678-1234-1234-1234-123456789012';

const routes: fc.Arbitrary<Route> = fc.record({
  paths: fc.uniqueArray(fc.stringMatching(/^\/weighted[a-z0-9/._$~"'@:+-]{0,60}$/), { minLength: 1, maxLength: 2 }),
  hosts: fc.uniqueArray(domains, { minLength: 1, maxLength: 3 }),
  header: fc.tuple(labels, fc.stringMatching(/^[a-z0-9]{1,40}$/)),
  weights: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 5 }),
  sticky: optional(fc.integer({ min: 1, max: 604_800 })),
  body: optional(fc.string({ maxLength: 1024 })),
  contentType: optional(fc.constantFrom('text/plain', 'application/json')),
});

const choices = fc.record({
  id: constructIds,
  names: fc.uniqueArray(domains, { minLength: 1, maxLength: 4 }),
  tls: fc.constantFrom('fipsPostQuantum', 'fipsPostQuantumTls13Only'),
  mutualTls: fc.constantFrom('none', 'verified', 'verifiedBy', 'passthrough'),
  version: optional(fc.stringMatching(/^[A-Za-z0-9._]{1,100}$/)),
  hsts: fc.constantFrom('oneYear', 'none', 'preload'),
  firewall: fc.oneof({ weight: 4, arbitrary: firewalls }, fc.constant(WEB_ACL)),
  health: fc.oneof(
    fc.constantFrom('alarm', 'targets'),
    fc.record({
      path: optional(fc.stringMatching(/^\/[a-z0-9/]{0,30}$/)),
      interval: optional(fc.constantFrom(10, 30)),
      failures: optional(fc.integer({ min: 1, max: 10 })),
    }),
  ),
  cookie: optional(fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,40}$/)),
  https: fc.boolean(),
  route: routes,
}) as unknown as fc.Arbitrary<Choices>;

/** Route 53 has no client certificate, and only sticky targets stay so without a cookie of their own. */
const valid = choices.map((props): Choices => {
  const refused = ['verified', 'verifiedBy'].includes(props.mutualTls) && typeof props.health === 'object';
  return refused ? { ...props, health: 'targets' } : props;
});

holdsForRandomProps<Choices>('AuditedAlb, other choices', {
  valid,
  build,
  runs: 600,
  invariants: {
    'each listener names its policy, a new one': (view) =>
      view
        .all('ElasticLoadBalancingV2::Listener')
        .filter(({ Properties }) => !/^ELBSecurityPolicy-TLS13-1-[23]-.*FIPS-PQ-/.test(String(Properties.SslPolicy)))
        .map(({ Properties }) => String(Properties.SslPolicy)),
    'a trust store stands behind each that verifies': (view, { mutualTls }) => verification(view, mutualTls),
    'a firewall stands before it': (view) =>
      view.all('WAFv2::WebACLAssociation').length === 1 ? [] : ['there is none, or there are several'],
  },
});

function verification(view: AppView, mutualTls: Choices['mutualTls']): string[] {
  const modes = { none: undefined, passthrough: 'passthrough', verified: 'verify', verifiedBy: 'verify' };
  const stores = view.resources.filter(({ Type }) => Type === CfnTrustStore.CFN_RESOURCE_TYPE_NAME).length;
  const wanted = modes[mutualTls];
  return view.all('ElasticLoadBalancingV2::Listener').flatMap(({ Properties }) => {
    const mode = (Properties.MutualAuthentication as Json | undefined)?.Mode as string | undefined;
    return mode === wanted && (wanted !== 'verify' || stores === 1) ? [] : [`${mode} instead of ${wanted}`];
  });
}

const wrong = (expected: string, change: Partial<Choices>[]) =>
  validBut(valid, expected, fc.constantFrom(...(change as [Partial<Choices>, ...Partial<Choices>[]])));
const firewall = (more: Partial<Firewall>): Partial<Choices> => ({
  firewall: { rules: ['common'], counting: 'none', blockedAlone: false, ...more },
});
const wrongRoute = (expected: string, ...bad: Partial<Route>[]) =>
  fc.record({ props: valid, bad: fc.constantFrom(...bad) }).map(({ props, bad: change }) => ({
    expected,
    props: { ...props, route: { ...props.route, ...change } },
  }));
const https = (more: object): Partial<Choices> => ({ health: more, mutualTls: 'none' });
const cookies = ['', 'a b', 'AWSALBx', 'ä', 'x'.repeat(257)].map((cookie) => ({ cookie }));

refusesRandomProps<Choices>('AuditedAlb, other choices', {
  build,
  runs: 300,
  invalid: fc.oneof(
    wrong('domainName', [{ names: [''] }, { names: ['example.org'] }, { names: ['a b.example.com'] }]),
    wrong('alternativeNames', [{ names: ['a.example.com', ''] }, { names: ['a.example.com', 'example.org'] }]),
    wrong('mutualTls.version', [{ mutualTls: 'verified', version: '' }]),
    wrong('firewall', [{ firewall: '' }, { firewall: 'arn' }, { firewall: WEB_ACL.replace('regional', 'global') }]),
    wrong('ruleGroups', [firewall({ named: '' }), firewall({ named: 'a b' })]),
    wrong(
      'rateLimit',
      [0, 9, 10.5, Number.NaN].map((limit) => firewall({ limit })),
    ),
    wrong('healthCheck.interval', [https({ interval: 5 }), https({ interval: 31 })]),
    wrong('healthCheck.failureThreshold', [https({ failures: 0 }), https({ failures: 11 }), https({ failures: 1.5 })]),
    wrong('healthCheck.path', [https({ path: '' }), https({ path: 'health' })]),
    wrong('stickiness', cookies),
    wrongRoute(
      'routing',
      { paths: [''] },
      { paths: ['a'] },
      { hosts: [''] },
      { hosts: ['a b'] },
      { header: ['', 'x'] },
    ),
    wrongRoute(
      'routing',
      { paths: [] },
      { hosts: [] },
      { header: ['X-A'] },
      { weights: [] },
      { weights: [1, 1, 1, 1, 1, 1] },
    ),
    wrongRoute('weight', { weights: [-1] }, { weights: [1000] }, { weights: [0] }, { weights: [0.5] }),
    wrongRoute('stickiness', { sticky: 0 }, { sticky: 604_801 }),
    wrongRoute('body', { body: 'x'.repeat(1025) }),
    wrongRoute('contentType', { contentType: '' }, { contentType: 'text/xml' }),
  ),
});
