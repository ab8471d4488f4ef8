import { attribute, everyItem, has, judge, possibly, someItem, when } from '../checks';
import { redirectsOnly } from '../network/entrance';
import type { Check, Rule } from '../rule';
import { describe, type Possibility, textOf } from '../template/possibility';
import { type Item, once, type Reader } from '../template/read';
import { best, type Judgement, type Outcome, readOff, worst } from '../verdict';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const MORE_CERTIFICATES = 'AWS::ElasticLoadBalancingV2::ListenerCertificate';
const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html';
const ATTRIBUTES =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html';

const isApplication = possibly('Type', (value) => value === undefined || value === 'application');
const facesInternet = possibly('Scheme', (value) => value !== 'internal');
const onApplication = (check: Check): Check => when(isApplication, check);

/** Policies that speak TLS 1.2 with forward secrecy or better, and nothing older. */
const STRONG_POLICY =
  /^ELBSecurityPolicy-TLS13-1-[23]-(?!Ext)|^ELBSecurityPolicy-TLS13-1-3-|^ELBSecurityPolicy-TLS-1-2-(2017-01|Ext-FS)|^ELBSecurityPolicy-FS-1-2-/;

/** What a network load balancer passes on as it is; on port 80 nobody speaks TLS. */
const PASSED_ON = ['TCP', 'UDP', 'TCP_UDP', 'TCP_QUIC'];

const onlyHttps: Check = (listener, reader): Judgement => {
  const plainPort = reader.read(listener, 'Port').some((one) => describe(one) === '80');
  const encrypted = ['HTTPS', 'TLS', 'QUIC', ...(plainPort ? [] : PASSED_ON)];
  const protocols = reader.read(listener, 'Protocol');
  const judgement = judge(protocols, (value) => encrypted.includes(String(value)), 'HTTPS, or a redirect to it');
  const passesOn = protocols.some((one) => PASSED_ON.includes(describe(one)));
  if (judgement.outcome === 'satisfied' && passesOn) return { ...judgement, outcome: 'undecidable' };
  return judgement.outcome === 'violated' && redirectsOnly(listener, reader)
    ? { ...judgement, outcome: 'satisfied', found: 'a redirect to HTTPS' }
    : judgement;
};

/** An ARN says which service it is of; a custom resource may hand out one of either. */
function certificateOf(arn: Possibility): Outcome {
  if (arn.kind === 'reference') {
    if (arn.resource.type === 'AWS::CertificateManager::Certificate') return 'satisfied';
    return arn.resource.type === 'AWS::IAM::ServerCertificate' ? 'violated' : 'undecidable';
  }
  if (/:acm:/.test(textOf(arn))) return 'satisfied';
  return arn.kind === 'unknown' || (arn.kind === 'text' && !/:iam:/.test(arn.text)) ? 'undecidable' : 'violated';
}

const speaksTls = possibly('Protocol', (value) => value === 'HTTPS' || value === 'TLS');

const fromManager = (item: Item, reader: Reader): Judgement =>
  worst(
    item.flatMap((one) =>
      reader.below(one, 'CertificateArn').map((arn): Judgement => {
        const at = { path: arn.path, found: describe(arn), expected: 'a certificate of ACM' };
        return { ...at, outcome: certificateOf(arn) };
      }),
    ),
  );

/** A listener has one certificate of its own; those that are added for other names are each shown to somebody. */
const provesItself: Check = (resource, reader) =>
  resource.type === MORE_CERTIFICATES
    ? everyItem('Certificates', fromManager)(resource, reader)
    : when(speaksTls, someItem('Certificates', fromManager, 'a certificate of ACM'))(resource, reader);

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const openAssociation = once((reader) =>
  reader.platform.all(ASSOCIATION).find((one) => reader.targets(one, 'ResourceArn').length === 0),
);

/** A web ACL in the template that is associated with the load balancer. */
const hasFirewall: Check = (balancer, reader): Judgement => {
  const expected = 'a web ACL';
  const own = reader.referrers(balancer, ASSOCIATION, 'ResourceArn').map((one): Judgement => {
    const found = reader.read(one, 'WebACLArn').map(describe).join(' or ');
    return reader.certain(one, balancer, {
      outcome: 'satisfied',
      at: one,
      path: 'Properties.WebACLArn',
      found,
      expected,
    });
  });
  if (own.length > 0) return best(own);
  const open = openAssociation(reader);
  const classic = reader.referrers(balancer, 'AWS::WAFRegional::WebACLAssociation', 'ResourceArn').length > 0;
  const nothing = classic ? 'AWS WAF Classic, which AWS ended in 2025' : 'none';
  if (open)
    return readOff(open, {
      outcome: 'undecidable',
      path: 'Properties.ResourceArn',
      found: `${open.logicalId} may name it`,
      expected,
    });
  return { outcome: 'violated', path: `${ASSOCIATION}.ResourceArn`, found: nothing, expected };
};

/** A load balancer may be told to do without a firewall that does not answer. */
const failsClosed = attribute(
  'LoadBalancerAttributes',
  'waf.fail_open.enabled',
  (value) => value === undefined || value === false,
  'false',
);
const neverWithout: Check = (balancer, reader) => worst([hasFirewall(balancer, reader), failsClosed(balancer, reader)]);

export const ELB_RULES: readonly Rule[] = [
  {
    id: 'PCI.ELB.1',
    title: 'A load balancer takes requests over HTTPS alone',
    requirement: '4.2.1',
    related: ['1.2.5', '2.2.5', '2.2.7', '8.3.2'],
    severity: 'critical',
    resourceTypes: [LISTENER],
    why: 'Card numbers and sessions cross networks that nobody here controls.',
    fix: 'Set Protocol to HTTPS. Port 80 may redirect, and nothing else.',
    source: HUB,
    covers: ['securityhub:ELB.1', 'prowler:elb_ssl_listeners', 'pulumi:elb-load-balancer-disallow-unencrypted-traffic'],
    check: onlyHttps,
  },
  {
    id: 'PCI.ELB.2',
    title: 'A load balancer refuses old versions of TLS and weak ciphers',
    requirement: '4.2.1',
    related: ['2.2.5', '12.3.3'],
    severity: 'high',
    resourceTypes: [LISTENER],
    why: 'Without a policy of its own a listener takes one of 2016, which speaks TLS 1.0.',
    fix: 'Name an SslPolicy of the TLS13 family without Ext, such as ELBSecurityPolicy-TLS13-1-2-Res-2021-06.',
    source: HUB,
    covers: ['securityhub:ELB.17'],
    check: when(
      speaksTls,
      has('SslPolicy', (value) => STRONG_POLICY.test(String(value)), 'TLS 1.2 or newer, without Ext'),
    ),
  },
  {
    id: 'PCI.ELB.3',
    title: 'A load balancer proves who it is with a certificate of Certificate Manager',
    requirement: '4.2.1.1',
    related: ['2.2.7', '3.7.1', '4.2.1'],
    severity: 'medium',
    resourceTypes: [LISTENER, MORE_CERTIFICATES],
    why: 'Certificates that are uploaded by hand expire by hand.',
    fix: 'Give Certificates the ARNs of certificates in ACM, and no others.',
    source: HUB,
    covers: ['prowler:elb_ssl_listeners_use_acm_certificate'],
    check: provesItself,
  },
  {
    id: 'PCI.ELB.4',
    title: 'A load balancer writes down every request',
    requirement: '10.2.1',
    related: ['10.3.3', '10.2.2'],
    severity: 'high',
    resourceTypes: [BALANCER],
    why: 'The access log is where an assessor and an investigator begin.',
    fix: 'Set the attribute access_logs.s3.enabled to true, and name a bucket.',
    source: HUB,
    covers: ['securityhub:ELB.5', 'prowler:elb_logging_enabled', 'pulumi:elb-load-balancer-configure-access-logging'],
    check: attribute('LoadBalancerAttributes', 'access_logs.s3.enabled', (value) => value === true, 'true'),
  },
  {
    id: 'PCI.ELB.5',
    title: 'A load balancer drops headers that are not valid',
    requirement: '6.2.4',
    related: ['6.4.1'],
    severity: 'medium',
    resourceTypes: [BALANCER],
    why: 'Malformed headers are how requests are smuggled past the code that checks them.',
    fix: 'Set the attribute routing.http.drop_invalid_header_fields.enabled to true.',
    source: HUB,
    covers: ['securityhub:ELB.4'],
    check: onApplication(
      attribute(
        'LoadBalancerAttributes',
        'routing.http.drop_invalid_header_fields.enabled',
        (value) => value === true,
        'true',
      ),
    ),
  },
  {
    id: 'PCI.ELB.6',
    title: 'A load balancer does not pass ambiguous requests on',
    requirement: '6.2.4',
    related: ['6.4.1'],
    severity: 'medium',
    resourceTypes: [BALANCER],
    why: 'What two servers read differently is how requests are smuggled.',
    fix: 'Set routing.http.desync_mitigation_mode to strictest or defensive, or leave it at its default.',
    source: HUB,
    covers: ['securityhub:ELB.12', 'prowler:elb_desync_mitigation_mode'],
    check: onApplication(
      attribute(
        'LoadBalancerAttributes',
        'routing.http.desync_mitigation_mode',
        (value) => value === undefined || value === 'strictest' || value === 'defensive',
        'strictest or defensive',
      ),
    ),
  },
  {
    id: 'PCI.ELB.7',
    title: 'A web application firewall stands before what the internet reaches',
    requirement: '6.4.2',
    related: ['6.4.1', '11.5.1'],
    severity: 'high',
    resourceTypes: [BALANCER],
    why: 'Public web applications need an automated defence against the attacks that everybody runs.',
    fix: 'Associate an AWS::WAFv2::WebACL with the load balancer, and leave the attribute waf.fail_open.enabled out.',
    source: HUB,
    covers: ['securityhub:ELB.16', 'prowler:elbv2_waf_acl_attached', 'pulumi:waf-association-validation'],
    check: onApplication(when(facesInternet, neverWithout)),
  },
  {
    id: 'PCI.ELB.8',
    title: 'A load balancer spans two zones or more',
    requirement: '12.10.1',
    related: [],
    severity: 'low',
    resourceTypes: [BALANCER],
    why: 'The loss of one data centre must not be an incident of its own.',
    fix: 'Name two subnets or more, each in another zone.',
    source: HUB,
    covers: ['securityhub:ELB.13'],
    check: (balancer, reader) =>
      worst(
        (['Subnets', 'SubnetMappings'] as const)
          .flatMap((key) => reader.lists(balancer, key))
          .filter((list) => list.length > 0)
          .map(
            (list): Judgement => ({
              outcome:
                list.length > 1
                  ? 'satisfied'
                  : list[0]?.some(({ kind }) => kind === 'unknown')
                    ? 'undecidable'
                    : 'violated',
              path: 'Properties.Subnets',
              found: `${list.length} subnets`,
              expected: 'two or more',
            }),
          ),
      ),
  },
  {
    id: 'PCI.ELB.9',
    title: 'No load balancer of the classic generation stands in the template',
    requirement: '6.4.2',
    related: ['2.2.4', '4.2.1', '12.3.4'],
    severity: 'medium',
    resourceTypes: ['AWS::ElasticLoadBalancing::LoadBalancer'],
    why: 'It takes no firewall, no TLS 1.3 and no rules by path.',
    fix: 'Move to an Application or Network Load Balancer.',
    source: ATTRIBUTES,
    covers: ['securityhub:ELB.2', 'securityhub:ELB.3', 'securityhub:ELB.8', 'securityhub:ELB.14'],
    check: (): Judgement => ({ outcome: 'violated', path: 'Type', found: 'a Classic Load Balancer', expected: 'none' }),
  },
  {
    id: 'PCI.ELB.10',
    title: 'Targets are known to be healthy before they get requests',
    requirement: '10.7.2',
    related: ['12.10.5'],
    severity: 'low',
    resourceTypes: [TARGETS],
    why: 'A target that fails must be noticed and left out.',
    fix: 'Leave HealthCheckEnabled out, or set it to true.',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    check: has('HealthCheckEnabled', (value) => value === undefined || value === true, 'true'),
  },
];
