import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import { overlap, parseCidr, type Range } from './addresses';
import { isEntrance } from './entrance';
import { membership } from './membership';
import { hasPorts, type Ingress, type SecurityGroups, securityGroups } from './security-groups';

/** How somebody on the internet gets to a resource without passing an HTTPS load balancer. */
export interface InternetPath {
  /** Words for each step, the internet first. */
  readonly steps: readonly string[];
}

/** What can be said of the ways to a resource. */
export interface Reach {
  readonly path?: InternetPath;
  /** Openings on the way whose source the templates do not tell, and groups that are not in the app. */
  readonly unknown: readonly string[];
}

/** The ways through security groups, from the internet to everything that stands behind one. */
export class NetworkPaths {
  private readonly groups: SecurityGroups;
  private readonly members: ReadonlyMap<Resource, readonly Resource[]>;
  private readonly groupsOf: ReadonlyMap<Resource, readonly Resource[]>;
  private readonly reached: ReadonlyMap<Resource, InternetPath>;
  /** The same if every source that the templates do not tell is the internet. */
  private readonly perhaps: ReadonlyMap<Resource, InternetPath>;

  constructor(private readonly reader: Reader) {
    this.groups = securityGroups(reader);
    const { members, groupsOf } = membership(reader);
    this.members = members;
    this.groupsOf = groupsOf;
    this.reached = this.spread((group) => this.groups.fromInternet(group).find(hasPorts), 'the internet');
    this.perhaps = this.spread(
      (group) => this.groups.of(group).find((rule) => rule.unknown.length > 0 && hasPorts(rule)),
      'sources that the templates do not tell',
    );
  }

  /** Whether the internet reaches a resource past the load balancers, and what is not known about it. */
  public to(resource: Resource): Reach {
    const groups = this.groupsOf.get(resource) ?? [];
    const own = groups.flatMap((group) => this.groups.of(group).flatMap(({ unknown }) => unknown));
    const chain = this.perhaps.get(resource);
    return {
      path: this.reached.get(resource),
      unknown: own.length === 0 && chain ? [chain.steps.join(' -> ')] : own,
    };
  }

  /** The security groups of the app that a resource stands behind. */
  public groupsBefore(resource: Resource): readonly Resource[] {
    return this.groupsOf.get(resource) ?? [];
  }

  /** Breadth first, so that the path that is shown is a shortest one. */
  private spread(opening: (group: Resource) => Ingress | undefined, source: string): Map<Resource, InternetPath> {
    const reached = new Map<Resource, InternetPath>();
    const queue: Resource[] = [];
    const enter = (group: Resource, through: Ingress, before: InternetPath) => {
      for (const member of this.members.get(group) ?? []) {
        // A way that passes an HTTPS load balancer is the one that is meant to be there.
        if (reached.has(member) || isEntrance(member, this.reader)) continue;
        const step = `${member.logicalId} (port ${portText(through)} of ${group.logicalId})`;
        reached.set(member, { steps: [...before.steps, step] });
        queue.push(member);
      }
    };
    for (const group of this.members.keys()) {
      const open = opening(group);
      if (open) enter(group, open, { steps: [source] });
    }
    for (let next = queue.shift(); next; next = queue.shift()) {
      const before = reached.get(next) ?? { steps: [] };
      for (const { group, through } of this.onwards(next)) enter(group, through, before);
    }
    return reached;
  }

  /** From a member of a group to whatever lets that group, or the addresses of its network, in. */
  private onwards(from: Resource): { readonly group: Resource; readonly through: Ingress }[] {
    const own = this.groupsOf.get(from) ?? [];
    const networks = this.networkOf(own);
    return [...this.members.keys()].flatMap((group) => {
      const through = this.groups
        .of(group)
        .filter(hasPorts)
        .find(
          ({ groups, ranges }) =>
            groups.some((source) => own.includes(source)) ||
            ranges.some((range) => networks.some((network) => overlap(range, network))),
        );
      return through ? [{ group, through }] : [];
    });
  }

  /** Address ranges of the VPCs that security groups belong to. */
  private networkOf(groups: readonly Resource[]): Range[] {
    return groups
      .flatMap((group) => this.reader.targets(group, 'VpcId'))
      .flatMap((vpc) => this.reader.read(vpc, 'CidrBlock'))
      .flatMap((cidr) => (cidr.kind === 'known' ? (parseCidr(String(cidr.value)) ?? []) : []));
  }
}

function portText({ ports }: Ingress): string {
  return ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
}
