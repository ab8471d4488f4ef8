import type {
  ApplicationLoadBalancer,
  IApplicationLoadBalancer,
  ILoadBalancerV2,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  AaaaRecord,
  type AliasRecordTargetConfig,
  ARecord,
  type ARecordProps,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import { Annotations, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { DnsHealthCheck } from '../dns-health-check';
import type { DnsName, WeightedDns, WeightedRecord } from '../dns-names';
import type { LoadBalancerScheme } from '../load-balancer-scheme';
import { servesIpv4, servesIpv6 } from './address-kinds';
import { requireInZone } from './domain';
import { requireObjects } from './objects';
import { fail, requireInteger, requireMatch } from './validation';

const DOMAIN = /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/i;

/** What records must know about the load balancer. */
export interface DnsContext {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly scheme: LoadBalancerScheme;
  readonly isOpen: boolean;
  readonly demandsClientCertificates: boolean;
}

export function createSimpleRecord(scope: Construct, name: DnsName, { loadBalancer, scheme }: DnsContext): void {
  requireName(scope, name);
  createRecords(scope, 'Record', scheme, {
    zone: name.hostedZone,
    recordName: fullyQualified(name),
    target: aliasOf(loadBalancer),
  });
}

export function createWeightedRecords(scope: Construct, dns: WeightedDns, context: DnsContext): void {
  requireName(scope, dns);
  requireRecords(scope, dns.records);
  for (const record of dns.records) {
    const loadBalancer = record.loadBalancer ?? context.loadBalancer;
    requireAddresses(scope, record, context.scheme);
    const check = healthCheckOf(scope, record, context);
    createRecords(scope, `Record-${record.setIdentifier}`, context.scheme, {
      zone: dns.hostedZone,
      recordName: fullyQualified(dns),
      target: aliasOf(loadBalancer),
      setIdentifier: record.setIdentifier,
      weight: record.weight,
      healthCheck: check._bind(scope, `HealthCheck-${record.setIdentifier}`, loadBalancer),
    });
  }
}

/** A record for each kind of address that clients use. */
function createRecords(scope: Construct, id: string, scheme: LoadBalancerScheme, props: ARecordProps): void {
  if (scheme._servesIpv4) new ARecord(scope, id, props);
  if (scheme._servesIpv6) new AaaaRecord(scope, `Ipv6${id}`, props);
}

/**
 * Records of one name stand beside each other for each kind of address: for one that a load balancer has not, its share of
 * clients gets no answer. Of an imported load balancer the kinds are not known.
 */
function requireAddresses(
  scope: Construct,
  { setIdentifier, loadBalancer }: WeightedRecord,
  scheme: LoadBalancerScheme,
) {
  const type = (loadBalancer as IApplicationLoadBalancer | undefined)?.ipAddressType;
  if (type === undefined) return;
  if ((servesIpv4(type) || !scheme._servesIpv4) && (servesIpv6(type) || !scheme._servesIpv6)) return;
  fail(
    scope,
    `\`loadBalancer\` of the record '${setIdentifier}' must have addresses of the kinds that this one has, got: '${type}' ` +
      `beside '${scheme.ipAddressType}'. Give both the same: no load balancer is replaced for it.`,
  );
}

/** A final dot keeps CDK from asking for the zone's name, which an imported zone may not know. */
function fullyQualified({ domainName }: DnsName): string {
  return domainName.endsWith('.') ? domainName : `${domainName}.`;
}

function aliasOf(loadBalancer: ILoadBalancerV2): RecordTarget {
  const alias: AliasRecordTargetConfig = {
    dnsName: loadBalancer.loadBalancerDnsName,
    hostedZoneId: loadBalancer.loadBalancerCanonicalHostedZoneId,
    evaluateTargetHealth: true,
  };
  return RecordTarget.fromAlias({ bind: () => alias });
}

function healthCheckOf(scope: Construct, record: WeightedRecord, context: DnsContext): DnsHealthCheck {
  const { loadBalancer, healthCheck } = record;
  // Who may connect to another load balancer is not known here, and taken to be as with this one.
  if (!healthCheck) return isReachable(context) ? DnsHealthCheck.https() : DnsHealthCheck.targets();
  if (!loadBalancer && healthCheck._fromTheInternet) requireReachable(scope, context);
  return healthCheck;
}

function isReachable({ scheme, isOpen, demandsClientCertificates }: DnsContext): boolean {
  return scheme.isInternetFacing && scheme._servesIpv4 && isOpen && !demandsClientCertificates;
}

/** A check that can't get through takes the record out of service for good. */
function requireReachable(scope: Construct, context: DnsContext): void {
  const got = 'got: DnsHealthCheck.https()';
  const way = 'Use DnsHealthCheck.alarm() or DnsHealthCheck.targets().';
  if (!context.scheme.isInternetFacing) {
    fail(
      scope,
      `\`healthCheck\` must not ask over HTTPS, because the internet can't reach the load balancer, ${got}. ${way}`,
    );
  }
  if (!context.scheme._servesIpv4) {
    fail(scope, `\`healthCheck\` must not ask over HTTPS, because Route 53 asks over IPv4 alone, ${got}. ${way}`);
  }
  if (context.demandsClientCertificates) {
    fail(scope, `\`healthCheck\` must not ask over HTTPS, because Route 53 has no client certificate, ${got}. ${way}`);
  }
  if (context.isOpen) return;
  Annotations.of(scope).addWarningV2(
    '@org/audited-alb:health-check-shut-out',
    `Route 53's health checkers must be among those that \`ingress\` lets in, or the record is never answered; PCI DSS ` +
      `4.0.1 requirement 1.3.1 is held either way. ${way}`,
  );
}

function requireName(scope: Construct, name: DnsName): void {
  requireObjects(scope, name, ['hostedZone']);
  const { domainName, hostedZone } = name;
  requireMatch(scope, 'domainName', domainName.replace(/\.$/, ''), DOMAIN, "a domain name, such as 'api.example.com'");
  requireInZone(scope, { domainName: domainName.replace(/\.$/, '') }, hostedZone, 'nobody will find the record');
}

function requireRecords(scope: Construct, records: readonly WeightedRecord[]): void {
  if (records.length === 0)
    fail(scope, '`records` must hold at least one record, got: none. Use Dns.none() for no record.');
  const identifiers = records.map(({ setIdentifier }) => setIdentifier);
  for (const identifier of identifiers) {
    if (Token.isUnresolved(identifier)) fail(scope, '`setIdentifier` must be known at synthesis, got: a token.');
    requireMatch(
      scope,
      'setIdentifier',
      identifier,
      /^[\w.-]{1,128}$/,
      '1 to 128 letters, digits, dots, hyphens and underscores',
    );
  }
  const twice = identifiers.find((identifier, index) => identifiers.indexOf(identifier) !== index);
  if (twice) fail(scope, `\`setIdentifier\` must be unique, got: '${twice}' twice.`);
  for (const { weight } of records) requireInteger(scope, 'weight', weight, { min: 0, max: 255 });
}
