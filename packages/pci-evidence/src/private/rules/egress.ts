import { isInternet, parseCidr } from '../network/addresses';
import { membership } from '../network/membership';
import { ALL_PORTS, rangesOfList } from '../network/security-groups';
import type { Check } from '../rule';
import { describe, type Possibility } from '../template/possibility';
import { type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, readOff, together } from '../verdict';

const EXPECTED = 'destinations and ports that are named';

/** A way out, and whether it leads to every address. */
interface WayOut {
  readonly judgement: Judgement;
  readonly anywhere: boolean;
}

/** A database, and the function that changes its password, call nobody on the internet. */
const CALLS_NOBODY = /^AWS::(RDS::DB(Cluster|Instance|Proxy)|SecretsManager::RotationSchedule)$/;

const callsNobody = (group: Resource, reader: Reader) =>
  membership(reader)
    .members.get(group)
    ?.some(({ type }) => CALLS_NOBODY.test(type)) ?? false;

/**
 * What leaves: every rule of egress, inline or of its own, and CloudFormation's default of everything. One port to every
 * address is for whoever calls the internet to justify: where all is well, such ways are told before the others.
 */
export const closedEgress: Check = (group, reader): Judgement => {
  const inline = reader.lists(group, 'SecurityGroupEgress');
  const own = reader.referrers(group, 'AWS::EC2::SecurityGroupEgress', 'GroupId');
  const nothingSaid = inline.every((list) => list.length === 0) && own.length === 0;
  if (nothingSaid)
    return {
      outcome: 'violated',
      path: 'Properties.SecurityGroupEgress',
      found: 'nothing, which is everything',
      expected: EXPECTED,
    };
  const closed = callsNobody(group, reader);
  const ways = [
    ...inline.flat(2).map((rule) => wayOut(rule, reader, closed)),
    ...own.map((rule): WayOut => {
      const { judgement, anywhere } = wayOut(reader.whole(rule), reader, closed);
      return { judgement: readOff(rule, judgement), anywhere };
    }),
  ];
  ways.sort((one, other) => Number(other.anywhere) - Number(one.anywhere));
  return together(ways.map(({ judgement }) => judgement));
};

/**
 * What one rule lets out, which stands in a group or by itself.
 * @param closed whether not even one port may lead anywhere
 */
export function wayOut(rule: Possibility, reader: Reader, closed = false): WayOut {
  const told = (...keys: string[]) =>
    keys.flatMap((key) => reader.below(rule, key)).filter((one) => one.kind !== 'absent');
  const cidrs = told('CidrIp', 'CidrIpv6').map(describe);
  const lists = told('DestinationPrefixListId');
  const read = cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
  const anywhere = isInternet([...read, ...targetsOf(lists).flatMap((list) => rangesOfList(list, reader))]);
  const protocol = told('IpProtocol').map(describe);
  const wide = protocol.includes('-1') || portsOf(rule, reader) > 1;
  const open = read.length < cidrs.length && wide;
  const outcome = anywhere && (wide || closed) ? 'violated' : open ? 'undecidable' : 'satisfied';
  const destinations = [...cidrs, ...[...told('DestinationSecurityGroupId'), ...lists].map(describe)].join(', ');
  const found = `${protocol.join(' or ')} to ${destinations}${anywhere ? ', which is anywhere' : ''}`;
  return { judgement: { outcome, path: rule.path, found, expected: EXPECTED }, anywhere };
}

function portsOf(rule: Possibility, reader: Reader): number {
  const number = (key: string) =>
    reader.below(rule, key).map((one) => (one.kind === 'known' ? Number(one.value) : Number.NaN));
  const [low = ALL_PORTS.from] = number('FromPort');
  const [high = ALL_PORTS.to] = number('ToPort');
  return Number.isNaN(low) || Number.isNaN(high) ? ALL_PORTS.to : high - low + 1;
}
