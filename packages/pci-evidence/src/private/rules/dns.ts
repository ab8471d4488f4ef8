import { possibly, present, when } from '../checks';
import { isPrivate, parseCidr } from '../network/addresses';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import type { Judgement } from '../verdict';

/** A zone that belongs to no network is answered to everybody. */
const isPublic = possibly('VPCs', (value) => value === undefined);

/** A record of a private zone may say what it likes. */
const noPrivateAddress: Check = (record, reader): Judgement => {
  const expected = 'no address of a private network';
  const zones = reader.targets(record, 'HostedZoneId');
  const open = zones.length === 0 || zones.some((zone) => isPublic(zone, reader).outcome !== 'violated');
  const at = { path: 'Properties.ResourceRecords', expected };
  if (!open) return { ...at, outcome: 'not-applicable', found: 'a private zone' };
  const inside = reader.lists(record, 'ResourceRecords').flat(2).find(saysPrivate);
  if (!inside) return { ...at, outcome: 'satisfied', found: 'none' };
  // A zone that is not of the app may be private.
  return { ...at, path: inside.path, outcome: zones.length > 0 ? 'violated' : 'undecidable', found: describe(inside) };
};

function saysPrivate(value: Possibility): boolean {
  if (value.kind === 'reference') return value.attribute === 'PrivateIp';
  const range = value.kind === 'known' ? parseCidr(String(value.value)) : undefined;
  return range !== undefined && isPrivate(range);
}

export const DNS_RULES: readonly Rule[] = [
  {
    id: 'PCI.Route53.1',
    title: 'Who asks for the names of a public zone is written down',
    requirement: '10.2.1',
    related: ['10.3.3', '10.4.1.1'],
    severity: 'low',
    resourceTypes: ['AWS::Route53::HostedZone'],
    why: 'Attackers look for names before they look for doors.',
    fix: 'Set QueryLoggingConfig to a log group in us-east-1.',
    source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html',
    covers: ['prowler:route53_public_hosted_zones_cloudwatch_logging_enabled'],
    check: when(isPublic, present('QueryLoggingConfig.CloudWatchLogsLogGroupArn')),
  },
  {
    id: 'PCI.Route53.2',
    title: 'A public zone tells no address of a private network',
    requirement: '1.4.5',
    related: ['1.4.4', '2.2.6'],
    severity: 'medium',
    resourceTypes: ['AWS::Route53::RecordSet'],
    why: 'Internal addresses are a map for whoever gets in.',
    fix: 'Put the record into a private hosted zone.',
    source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html',
    covers: ['pulumi:internal-ip-disclosure-prevention'],
    check: noPrivateAddress,
  },
];
