import { isList, isMap, type Json } from '../template/json';
import type { Platform } from '../template/platform';
import { Reader, targetsOf } from '../template/read';
import type { Resource } from '../template/template';

const GROUP = 'AWS::EC2::SecurityGroup';

/** They speak of a group without standing behind it. */
const NOT_MEMBERS = [GROUP, 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'];

export interface Membership {
  readonly members: ReadonlyMap<Resource, readonly Resource[]>;
  readonly groupsOf: ReadonlyMap<Resource, readonly Resource[]>;
}

/** Which resources stand behind which security groups: all that refer to one, whatever the property is called. */
export function membership(platform: Platform): Membership {
  const reader = new Reader(platform);
  const members = new Map<Resource, Resource[]>(platform.all(GROUP).map((group) => [group, []]));
  const groupsOf = new Map<Resource, Resource[]>();
  for (const resource of platform.resources) {
    if (NOT_MEMBERS.includes(resource.type) || resource.type.startsWith('AWS::IAM::')) continue;
    const groups = Object.keys(resource.properties)
      .filter((key) => mayNameGroups(resource.properties[key]))
      .flatMap((key) => mentioned(reader, resource, key))
      .filter(({ type }) => type === GROUP);
    for (const group of new Set(groups)) {
      members.get(group)?.push(resource);
      groupsOf.set(resource, [...(groupsOf.get(resource) ?? []), group]);
    }
  }
  return { members, groupsOf };
}

/** Resources that a property names anywhere below it. */
function mentioned(reader: Reader, resource: Resource, key: string): Resource[] {
  const found: Resource[] = [];
  const pending = [...reader.read(resource, key)];
  for (let depth = 0; pending.length > 0 && depth < 10_000; depth += 1) {
    const one = pending.pop();
    if (!one) continue;
    found.push(...targetsOf([one]));
    if (one.kind !== 'known') continue;
    if (isList(one.value)) pending.push(...reader.listsOf([one]).flat(2));
    else if (isMap(one.value)) pending.push(...Object.keys(one.value).flatMap((name) => reader.below(one, [name])));
  }
  return found;
}

/** Security groups are never said in plain numbers or booleans; most properties are passed over here. */
function mayNameGroups(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}
