import { outcomes, type Resources, type Seed, testSeeds } from './seeded';

const balancer = (more: object = {}, others: Resources = {}): Resources => ({
  ...others,
  Alb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: more },
});
const attributes = (Key: string, Value: unknown) => balancer({ LoadBalancerAttributes: [{ Key, Value }] });
const listener = (more: object): Resources => ({
  Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: more },
});
const https = (more: object) => listener({ Protocol: 'HTTPS', ...more });
const more = (...CertificateArns: unknown[]): Resources => ({
  More: {
    Type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
    Properties: { ListenerArn: 'x', Certificates: CertificateArns.map((CertificateArn) => ({ CertificateArn })) },
  },
});
const issued = 'arn:aws:acm:us-east-1:111122223333:certificate/x';
const uploaded = 'arn:aws:iam::111122223333:server-certificate/x';
const redirect = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS' } };
const targets = (more: object): Resources => ({
  Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: more },
});
const association: Resources = {
  Firewall: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { Ref: 'Alb' } } },
};

const seeds: Seed[] = [
  { rule: 'PCI.ELB.1', bad: listener({ Protocol: 'HTTP', DefaultActions: [{ Type: 'forward' }] }), good: https({}) },
  {
    rule: 'PCI.ELB.2',
    bad: https({ SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06' }),
    good: https({ SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' }),
  },
  {
    rule: 'PCI.ELB.3',
    bad: https({ Certificates: [{ CertificateArn: uploaded }] }),
    good: https({ Certificates: [{ CertificateArn: issued }] }),
  },
  { rule: 'PCI.ELB.4', bad: balancer(), good: attributes('access_logs.s3.enabled', 'true') },
  {
    rule: 'PCI.ELB.5',
    bad: attributes('routing.http.drop_invalid_header_fields.enabled', 'false'),
    good: attributes('routing.http.drop_invalid_header_fields.enabled', 'true'),
  },
  { rule: 'PCI.ELB.6', bad: attributes('routing.http.desync_mitigation_mode', 'monitor'), good: balancer() },
  { rule: 'PCI.ELB.7', bad: balancer(), good: balancer({}, association) },
  { rule: 'PCI.ELB.8', bad: balancer({ Subnets: ['a'] }), good: balancer({ Subnets: ['a', 'b'] }) },
  { rule: 'PCI.ELB.9', bad: { Old: { Type: 'AWS::ElasticLoadBalancing::LoadBalancer' } }, good: balancer() },
  { rule: 'PCI.ELB.10', bad: targets({ HealthCheckEnabled: 'false' }), good: targets({}) },
];
testSeeds(seeds);

test.each<[string, string, Resources, string]>([
  ['a redirect', 'PCI.ELB.1', listener({ Protocol: 'HTTP', DefaultActions: [redirect] }), 'satisfied'],
  [
    'a redirect that keeps HTTP',
    'PCI.ELB.1',
    listener({ Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: '#{protocol}' } }] }),
    'violated',
  ],
  ['no policy', 'PCI.ELB.2', https({}), 'violated'],
  ['the policy of 2016', 'PCI.ELB.2', https({ SslPolicy: 'ELBSecurityPolicy-2016-08' }), 'violated'],
  ['a policy with TLS 1.0', 'PCI.ELB.2', https({ SslPolicy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' }), 'violated'],
  [
    'a post-quantum policy',
    'PCI.ELB.2',
    https({ SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' }),
    'satisfied',
  ],
  ['a FIPS policy', 'PCI.ELB.2', https({ SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04' }), 'satisfied'],
  ['a listener without TLS has none', 'PCI.ELB.2', listener({ Protocol: 'HTTP' }), 'not-applicable'],
  [
    'a certificate of the app',
    'PCI.ELB.3',
    {
      ...https({ Certificates: [{ CertificateArn: { Ref: 'Own' } }] }),
      Own: { Type: 'AWS::CertificateManager::Certificate' },
    },
    'satisfied',
  ],
  ['a certificate that is added', 'PCI.ELB.3', more(issued), 'satisfied'],
  ['one that is added and uploaded by hand', 'PCI.ELB.3', more(issued, uploaded), 'violated'],
  ['one that is added and not known', 'PCI.ELB.3', more(issued, { 'Fn::ImportValue': 'certificate' }), 'undecidable'],
  ['headers of a network load balancer', 'PCI.ELB.5', balancer({ Type: 'network' }), 'not-applicable'],
  [
    'a firewall that it does without if need be',
    'PCI.ELB.7',
    { ...attributes('waf.fail_open.enabled', 'true'), ...association },
    'violated',
  ],
  [
    'a firewall that it waits for',
    'PCI.ELB.7',
    { ...attributes('waf.fail_open.enabled', 'false'), ...association },
    'satisfied',
  ],
  ['an internal load balancer needs no firewall', 'PCI.ELB.7', balancer({ Scheme: 'internal' }), 'not-applicable'],
  [
    'a load balancer that may be internal',
    'PCI.ELB.7',
    balancer({ Scheme: { 'Fn::If': ['C', 'internal', 'internet-facing'] } }),
    'violated',
  ],
])('%s: %s', (_name, rule, Resources, outcome) => {
  expect(outcomes(rule, Resources)).toEqual([outcome]);
});
