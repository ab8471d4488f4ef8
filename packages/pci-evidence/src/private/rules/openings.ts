import { membership } from '../network/membership';
import { placeOf, securityGroups } from '../network/security-groups';
import type { Check, Rule } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import { type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, readOff, together } from '../verdict';

const GROUP = 'AWS::EC2::SecurityGroup';
const REFERENCE = 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html';
const BALANCERS = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'];

/** From this many ports on a rule names none of them: ranges of ports that services choose from are shorter. */
const TOO_MANY = 100;

/** Rules of a group in one direction, inline and in resources of their own. */
function rulesOf(group: Resource, direction: 'Ingress' | 'Egress', reader: Reader): [Possibility, Resource][] {
  const own = reader.referrers(group, `AWS::EC2::SecurityGroup${direction}`, 'GroupId');
  return [
    ...reader
      .lists(group, `SecurityGroup${direction}`)
      .flat(2)
      .map((rule): [Possibility, Resource] => [rule, group]),
    ...own.map((rule): [Possibility, Resource] => [reader.whole(rule), rule]),
  ];
}

const namesPorts: Check = (group, reader) => {
  const rules = (['Ingress', 'Egress'] as const).flatMap((direction) => rulesOf(group, direction, reader));
  return together(
    rules
      .filter(([rule]) => !isAmongMembers(rule, group, reader))
      .map(([rule, owner]) => {
        const judgement = judgePorts(rule, reader);
        return owner === group ? judgement : readOff(owner, judgement);
      }),
  );
};

/** Members of one group talk to each other: a cluster may need that. */
function isAmongMembers(rule: Possibility, group: Resource, reader: Reader): boolean {
  const ends = ['SourceSecurityGroupId', 'DestinationSecurityGroupId'].flatMap((key) => reader.below(rule, key));
  return targetsOf(ends).some((end) => end === group);
}

function judgePorts(rule: Possibility, reader: Reader): Judgement {
  const at = { path: rule.path, expected: 'a port, or a short range' };
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((key) => reader.below(rule, key));
  if ([rule, ...(protocol ?? []), ...(from ?? []), ...(to ?? [])].some(({ kind }) => kind === 'unknown'))
    return { ...at, outcome: 'undecidable', found: 'ports that the template does not tell' };
  const protocols = (protocol ?? []).map(describe);
  if (protocols.includes('-1')) return { ...at, outcome: 'violated', found: 'every protocol and port' };
  if (!protocols.some((one) => /^(tcp|udp|6|17)$/i.test(one)))
    return { ...at, outcome: 'satisfied', found: protocols.join(' or ') };
  const [low, high] = [Math.min(...numbers(from, 0)), Math.max(...numbers(to, 65_535))];
  const found = low === high ? `port ${low}` : `ports ${low} to ${high}`;
  return { ...at, outcome: high - low >= TOO_MANY ? 'violated' : 'satisfied', found };
}

/** A port that is left out is the widest one. */
function numbers(values: readonly Possibility[] = [], otherwise: number): number[] {
  return values.map((one) => (one.kind === 'known' ? Number(one.value) : otherwise));
}

/** Whatever else stands behind a group that the internet may enter has no firewall before it. */
const onlyBalancers: Check = (group, reader): Judgement => {
  const expected = 'nothing but load balancers behind a group that is open to the internet';
  const groups = securityGroups(reader);
  const { members } = membership(reader);
  const [open] = groups.fromInternet(group);
  const [perhaps = open] = groups.perhapsFromInternet(group);
  if (!perhaps) return { outcome: 'satisfied', path: 'Properties.SecurityGroupIngress', found: 'closed', expected };
  const others = (members.get(group) ?? []).filter(({ type }) => !BALANCERS.includes(type));
  const found = others.map(({ logicalId, type }) => `${logicalId} (${type})`).join(', ');
  return {
    outcome: found === '' ? 'satisfied' : open ? 'violated' : 'undecidable',
    ...placeOf(open ?? perhaps, group),
    found: found || 'nothing else',
    expected,
  };
};

/** Rules of what security groups let through. */
export const OPENING_RULES: readonly Rule[] = [
  {
    id: 'PCI.VPC.15',
    title: 'A rule of a security group names its ports',
    requirement: '1.2.5',
    related: ['1.3.1', '1.3.2', '1.4.2', '2.2.4'],
    severity: 'medium',
    resourceTypes: [GROUP],
    why: 'Whoever gets into one system should find one door to the next, not all of them.',
    fix: 'Give each rule a protocol and the port that the service listens on.',
    source: REFERENCE,
    check: namesPorts,
  },
  {
    id: 'PCI.VPC.16',
    title: 'Nothing but a load balancer is open to the internet',
    requirement: '1.4.2',
    related: ['1.3.1', '1.4.1', '6.4.2'],
    severity: 'high',
    resourceTypes: [GROUP],
    why: 'What answers the internet itself has no firewall and no access log in front of it.',
    fix: 'Put a load balancer before it, or name the addresses that may come in.',
    source: REFERENCE,
    check: onlyBalancers,
  },
];
