import { isList, isMap, type Json } from '../template/json';
import type { Platform } from '../template/platform';
import { once, type Reader, targetsOf } from '../template/read';
import type { Placed, Resource, Template } from '../template/template';

const GROUP = 'AWS::EC2::SecurityGroup';

/** They speak of a group without standing behind it. */
const NOT_MEMBERS = [GROUP, 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'];

export interface Membership {
  readonly members: ReadonlyMap<Resource, readonly Resource[]>;
  readonly groupsOf: ReadonlyMap<Resource, readonly Resource[]>;
}

/** Which resources stand behind which security groups: all that refer to one, whatever the property is called. */
export const membership = once((reader: Reader): Membership => {
  const { platform } = reader;
  const leads = new Leads(platform);
  const members = new Map<Resource, Resource[]>(platform.all(GROUP).map((group) => [group, []]));
  const groupsOf = new Map<Resource, Resource[]>();
  for (const resource of platform.resources) {
    if (NOT_MEMBERS.includes(resource.type) || resource.type.startsWith('AWS::IAM::')) continue;
    const { properties, template } = resource;
    const groups = Object.keys(properties)
      .filter((key) => leads.toGroup(properties[key], template))
      .flatMap((key) => mentioned(reader, resource, key))
      .filter(({ type }) => type === GROUP);
    for (const group of new Set(groups)) {
      members.get(group)?.push(resource);
      groupsOf.set(resource, [...(groupsOf.get(resource) ?? []), group]);
    }
  }
  return { members, groupsOf };
});

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

const MAX_DEPTH = 200;

/**
 * Whether a value may lead to a security group, by its functions as they stand. Most of a template leads to none, and
 * what it may be need not be worked out. Parameters and mappings hold text, never a group.
 */
class Leads {
  private readonly groups = new Map<Template, Set<string>>();

  constructor(private readonly platform: Platform) {
    for (const { template, logicalId } of platform.all(GROUP)) {
      const known = this.groups.get(template) ?? new Set();
      this.groups.set(template, known.add(logicalId));
    }
  }

  public toGroup(value: Json | undefined, template: Template, depth = 0): boolean {
    if (depth > MAX_DEPTH) return true;
    const below = (one: Json | undefined) => this.toGroup(one, template, depth + 1);
    if (isList(value)) return value.some(below);
    if (!isMap(value)) return false;
    return Object.entries(value).some(([key, argument]) => {
      switch (key) {
        case 'Ref':
        case 'Fn::GetAtt':
          return this.names(isList(argument) ? argument[0] : argument, template);
        case 'Fn::Sub':
          return below(argument) || parts(argument).some((part) => this.names(part, template));
        // One that is not known by its name may be any.
        case 'Fn::ImportValue':
          return typeof argument !== 'string' || this.anyOf(this.platform.exported(argument, template), depth);
        case 'Fn::GetStackOutput':
          return this.anyOf(this.platform.output(isMap(argument) ? argument : {}, template), depth);
        default:
          return below(argument);
      }
    });
  }

  /** By the part before an attribute. */
  private names(id: Json | undefined, template: Template): boolean {
    return typeof id === 'string' && (this.groups.get(template)?.has(id.split('.')[0] ?? '') ?? false);
  }

  /** What other stacks offer. */
  private anyOf(placed: readonly Placed[], depth: number): boolean {
    return placed.some(({ value, template }) => this.toGroup(value, template, depth + 1));
  }
}

function parts(argument: Json | undefined): string[] {
  const format = isList(argument) ? argument[0] : argument;
  return typeof format === 'string' ? [...format.matchAll(/\$\{\s*([^}]*?)\s*\}/g)].map(([, part]) => part ?? '') : [];
}
