import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import { overlap, parseCidr, type Range } from './addresses';
import { isEntrance } from './entrance';
import { membership } from './membership';
import { type Ingress, SecurityGroups } from './security-groups';

/** How somebody on the internet gets to a resource without passing an HTTPS load balancer. */
export interface InternetPath {
  /** Words for each step, the internet first. */
  readonly steps: readonly string[];
}

/** What can be said of the ways to a resource. */
export interface Reach {
  readonly path?: InternetPath;
  /** Openings whose source the templates do not tell, and groups that are not in the app. */
  readonly unknown: readonly string[];
}

/** The ways through security groups, from the internet to everything that stands behind one. */
export class NetworkPaths {
  private readonly groups: SecurityGroups;
  private readonly members: ReadonlyMap<Resource, readonly Resource[]>;
  private readonly groupsOf: ReadonlyMap<Resource, readonly Resource[]>;
  private readonly reached = new Map<Resource, InternetPath>();

  constructor(private readonly reader: Reader) {
    this.groups = new SecurityGroups(reader);
    const { members, groupsOf } = membership(reader.platform);
    this.members = members;
    this.groupsOf = groupsOf;
    this.spread();
  }

  /** Whether the internet reaches a resource past the load balancers, and what is not known about it. */
  public to(resource: Resource): Reach {
    const groups = this.groupsOf.get(resource) ?? [];
    return {
      path: this.reached.get(resource),
      unknown: groups.flatMap((group) => this.groups.of(group).flatMap(({ unknown }) => unknown)),
    };
  }

  /** The security groups of the app that a resource stands behind. */
  public groupsBefore(resource: Resource): readonly Resource[] {
    return this.groupsOf.get(resource) ?? [];
  }

  /** Breadth first, so that the path that is shown is a shortest one. */
  private spread(): void {
    const queue: Resource[] = [];
    for (const group of this.members.keys()) {
      const [open] = this.groups.fromInternet(group);
      if (open) this.enter(group, open, { steps: ['the internet'] }, queue);
    }
    for (let next = queue.shift(); next; next = queue.shift()) this.passOn(next, queue);
  }

  private enter(group: Resource, opening: Ingress, before: InternetPath, queue: Resource[]): void {
    for (const member of this.members.get(group) ?? []) {
      // A way that passes an HTTPS load balancer is the one that is meant to be there.
      if (this.reached.has(member) || isEntrance(member, this.reader)) continue;
      const step = `${member.logicalId} (port ${portText(opening)} of ${group.logicalId})`;
      this.reached.set(member, { steps: [...before.steps, step] });
      queue.push(member);
    }
  }

  /** From a member of a group to whatever lets that group, or the addresses of its network, in. */
  private passOn(from: Resource, queue: Resource[]): void {
    const before = this.reached.get(from);
    if (!before) return;
    const own = this.groupsOf.get(from) ?? [];
    const networks = this.networkOf(own);
    for (const group of this.members.keys()) {
      const opening = this.groups
        .of(group)
        .find(
          ({ groups, ranges }) =>
            groups.some((source) => own.includes(source)) ||
            ranges.some((range) => networks.some((network) => overlap(range, network))),
        );
      if (opening) this.enter(group, opening, before, queue);
    }
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
