import { CfnResource, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { fail } from './fail';
import { givenName, isFree } from './given-name';
import { NAME_RULES } from './name-rules';

const registries = new WeakMap<IConstruct, NameRegistry>();

/** The names of one construct tree: no two resources of a type or label share one. */
export class NameRegistry {
  public static of(root: IConstruct): NameRegistry {
    const registry = registries.get(root) ?? new NameRegistry(root);
    registries.set(root, registry);
    return registry;
  }

  private readonly owners = new Map<string, CfnResource>();
  private readonly names = new WeakMap<CfnResource, string>();

  private constructor(root: IConstruct) {
    for (const construct of root.node.findAll()) {
      if (CfnResource.isCfnResource(construct)) this.reserve(construct);
    }
  }

  /** Whether this resource got its name here, in an earlier synthesis. */
  public has(resource: CfnResource): boolean {
    return this.names.has(resource);
  }

  /**
   * The first of the names that nobody has, and the same one at the next synthesis. A resource that came first in the
   * tree keeps its name.
   */
  public claim(resource: CfnResource, names: Iterable<string>): string {
    const earlier = this.names.get(resource);
    if (earlier !== undefined) return earlier;
    for (const name of names) {
      const key = keyOf(resource, name);
      if (this.owners.has(key)) continue;
      this.owners.set(key, resource);
      this.names.set(resource, name);
      return name;
    }
    return fail(resource, `no free name is left for ${resource.cfnResourceType}. Give it a name of its own.`);
  }

  private reserve(resource: CfnResource): void {
    const rule = NAME_RULES[resource.cfnResourceType];
    const value = rule?.attribute && givenName(resource, rule.attribute);
    if (typeof value !== 'string' || Token.isUnresolved(value) || isFree(resource, value, rule)) return;
    this.owners.set(keyOf(resource, value), resource);
  }
}

/**
 * Most services tell names apart without regard to case. Types with one label share their names, as AWS has it of alarms and
 * composite alarms.
 */
function keyOf({ cfnResourceType }: CfnResource, name: string): string {
  return `${NAME_RULES[cfnResourceType]?.label} ${name.toLowerCase()}`;
}
