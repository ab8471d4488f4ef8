import type { Possibility } from '../template/possibility';
import { type Item, once, type Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';
import { isInternet, parseCidr, type Range } from './addresses';

const GROUP = 'AWS::EC2::SecurityGroup';

/** Ports that a rule opens; all of them where the protocol has none. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

export const ALL_PORTS: Ports = { from: 0, to: 65_535 };

/** What a protocol like ICMP has instead. */
const NO_PORT: Ports = { from: -1, to: -1 };

/** An echo leads nowhere. */
export const hasPorts = ({ ports }: Ingress) => ports.from >= 0;

/** One opening of a security group towards those who may come in. */
export interface Ingress {
  readonly ports: Ports;
  readonly ranges: readonly Range[];
  /** Security groups of the app whose members may come in. */
  readonly groups: readonly Resource[];
  /** Sources that the templates do not tell. */
  readonly unknown: readonly string[];
  /** Those among them that may be the internet. */
  readonly unknownRanges: readonly string[];
  /** Where the rule stands. */
  readonly owner: Resource;
  readonly path: string;
}

/** Reads the rules of security groups, inline and in resources of their own, in whatever stack. */
export class SecurityGroups {
  private readonly rules = new Map<Resource, Ingress[]>();

  constructor(private readonly reader: Reader) {
    for (const group of reader.platform.all(GROUP)) {
      const inline = reader.lists(group, 'SecurityGroupIngress').flat();
      this.rules.set(
        group,
        inline.flatMap((item) => this.ingress(item, group)),
      );
    }
    for (const rule of reader.platform.all('AWS::EC2::SecurityGroupIngress')) {
      for (const group of reader.targets(rule, 'GroupId')) this.rules.get(group)?.push(...this.openedBy(rule));
    }
  }

  /** Every opening of a group. */
  public of(group: Resource): readonly Ingress[] {
    return this.rules.get(group) ?? [];
  }

  /** What a rule in a resource of its own opens, whosever group it is for. */
  public openedBy(rule: Resource): readonly Ingress[] {
    return this.ingress([this.reader.whole(rule)], rule);
  }

  /** Openings of a group through which the internet comes in; ranges of several rules for a port count together. */
  public fromInternet(group: Resource): readonly Ingress[] {
    const openings = this.of(group);
    return openings.filter(({ ports, ranges }) => {
      const together = openings.filter((other) => share(other.ports, ports)).flatMap((other) => other.ranges);
      return ranges.length > 0 && isInternet(together);
    });
  }

  /** Openings through which the internet comes in if a parameter or a list of somebody else says so. */
  public perhapsFromInternet(group: Resource): readonly Ingress[] {
    return this.of(group).filter(({ unknownRanges }) => unknownRanges.length > 0);
  }

  private ingress(item: Item, owner: Resource): Ingress[] {
    return item.flatMap((rule) => {
      if (rule.kind === 'absent') return [];
      const read = (key: string) => this.reader.below(rule, key);
      const cidrs = [...read('CidrIp'), ...read('CidrIpv6')].filter(({ kind }) => kind !== 'absent');
      const groups = [...read('SourceSecurityGroupId'), ...read('SourceSecurityGroupName')];
      const lists = read('SourcePrefixListId');
      const unknownRanges = [...cidrs.filter((cidr) => rangesOf(cidr).length === 0), ...lists].flatMap(unresolved);
      return [
        {
          ports: portsOf(read('IpProtocol'), read('FromPort'), read('ToPort')),
          ranges: [...cidrs.flatMap(rangesOf), ...targetsOf(lists).flatMap((list) => rangesOfList(list, this.reader))],
          groups: targetsOf(groups).filter(({ type }) => type === GROUP),
          unknown: [...unknownRanges, ...groups.flatMap(unresolved)],
          unknownRanges,
          owner,
          path: rule.path,
        },
      ];
    });
  }
}

/** Read once, whoever asks. */
export const securityGroups = once((reader) => new SecurityGroups(reader));

/** Where an opening stands, for a group that is judged. */
export function placeOf({ owner, path }: Ingress, group: Resource): { readonly path: string; readonly at?: Resource } {
  return owner === group ? { path } : { path, at: owner };
}

export function share(a: Ports, b: Ports): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** The ranges of a prefix list of the app. */
export function rangesOfList(list: Resource, reader: Reader): Range[] {
  return reader
    .lists(list, 'Entries')
    .flat(2)
    .flatMap((entry) => reader.below(entry, 'Cidr').flatMap(rangesOf));
}

function rangesOf(cidr: Possibility): Range[] {
  const range = cidr.kind === 'known' ? parseCidr(String(cidr.value)) : undefined;
  return range ? [range] : [];
}

function unresolved(source: Possibility): string[] {
  if (source.kind === 'known') return [String(source.value)];
  if (source.kind === 'text' && source.resources.length === 0) return [source.text];
  return source.kind === 'unknown' ? [source.reason] : [];
}

/** The widest ports that the possibilities give; a protocol that is not told opens all. */
function portsOf(protocols: Item, from: Item, to: Item): Ports {
  if (protocols.every((one) => one.kind === 'known' && /^(icmp(v6)?|1|58)$/i.test(String(one.value)))) return NO_PORT;
  const hasPorts = protocols.every((one) => one.kind === 'known' && /^(tcp|udp|6|17)$/i.test(String(one.value)));
  const numbers = (item: Item) => item.map((one) => (one.kind === 'known' ? Number(one.value) : Number.NaN));
  const [lows, highs] = [numbers(from), numbers(to)];
  if (!hasPorts || [...lows, ...highs].some(Number.isNaN)) return ALL_PORTS;
  return { from: Math.min(...lows), to: Math.max(...highs) };
}
