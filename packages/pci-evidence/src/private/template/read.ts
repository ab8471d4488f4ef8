import type { Judgement } from '../verdict';
import { evaluate, existence } from './evaluate';
import { isList, isMap, type Json } from './json';
import type { Platform } from './platform';
import { describe, type Known, type Possibility } from './possibility';
import type { Resource, Template } from './template';

/** Keys to a property: written with dots, or as a list where a key has a dot of its own. */
export type Path = string | readonly string[];

/** An item of a list, with everything that it may be. */
export type Item = readonly Possibility[];

/** Reads properties of the resources of a platform, whatever functions stand on the way. */
export class Reader {
  private readonly indexes = new Map<string, ReadonlyMap<Resource, readonly Resource[]>>();

  constructor(public readonly platform: Platform) {}

  /** Everything that a property may be; such as `VpcConfig.SubnetIds`. */
  public read(resource: Resource, path: Path): Possibility[] {
    return this.below(this.whole(resource), path);
  }

  /** A resource as if it were an item of a list, for rules of groups that stand in resources of their own. */
  public whole({ properties: value, template }: Resource): Known {
    return { kind: 'known', value, template, path: 'Properties' };
  }

  /** The same from a value that was read already, such as an item of a list. */
  public below(start: Possibility, path: Path): Possibility[] {
    const keys = typeof path === 'string' ? path.split('.') : path;
    return keys.reduce<Possibility[]>((found, key) => found.flatMap((one) => this.child(one, key)), [start]);
  }

  /**
   * The items of a list property, once for each list that it may be. A single value counts as a list of one, as
   * CloudFormation lets it in policies; a list that is not known is one item that is unknown.
   */
  public lists(resource: Resource, path: Path): Item[][] {
    return this.listsOf(this.read(resource, path));
  }

  /** The same of values that were read already. */
  public listsOf(lists: readonly Possibility[]): Item[][] {
    return lists.map((list) => {
      if (list.kind === 'absent') return [];
      if (list.kind !== 'known' || !isList(list.value)) return [[list]];
      const { value, template, path } = list;
      return value.map((item, index) => this.evaluate(item, template, `${path}[${index}]`));
    });
  }

  /** The resources of the app that a value leads to, through text and other stacks as well. */
  public targets(resource: Resource, path: Path): Resource[] {
    return targetsOf(this.read(resource, path));
  }

  /** The resources of a type of which a property, or an item of it, leads to this resource. */
  public referrers(resource: Resource, type: string, path: string): readonly Resource[] {
    const key = `${type} ${path}`;
    const index = this.indexes.get(key) ?? this.indexOf(type, path);
    this.indexes.set(key, index);
    return index.get(resource) ?? [];
  }

  /** A judgement that rests on another resource, which a condition may leave out where it does not the one judged. */
  public certain(other: Resource, judged: Resource, judgement: Judgement): Judgement {
    const shared = other.template === judged.template && other.condition === judged.condition;
    if (judgement.outcome !== 'satisfied' || shared || existence(other, this.platform) === 'true') return judgement;
    return {
      ...judgement,
      outcome: 'undecidable',
      found: `${judgement.found}, under the condition ${other.condition}`,
    };
  }

  private indexOf(type: string, path: string): ReadonlyMap<Resource, readonly Resource[]> {
    const index = new Map<Resource, Resource[]>();
    for (const from of this.platform.all(type)) {
      for (const to of targetsOf(this.lists(from, path).flat(2))) {
        const known = index.get(to);
        if (known) known.push(from);
        else index.set(to, [from]);
      }
    }
    return index;
  }

  private child(parent: Possibility, key: string): Possibility[] {
    const path = `${parent.path}.${key}`;
    if (parent.kind === 'absent') return [{ kind: 'absent', path }];
    if (parent.kind !== 'known') return [{ kind: 'unknown', reason: describe(parent), path }];
    if (!isMap(parent.value)) return [{ kind: 'unknown', reason: `no ${key} in ${describe(parent)}`, path }];
    return this.evaluate(parent.value[key], parent.template, path);
  }

  private evaluate(value: Json | undefined, template: Template, path: string): Possibility[] {
    return evaluate(value, { platform: this.platform, template, path });
  }
}

/** The resources that possibilities name or whose attributes they hold. */
export function targetsOf(possibilities: readonly Possibility[]): Resource[] {
  const found = possibilities.flatMap((one) => {
    if (one.kind === 'reference') return [one.resource];
    return one.kind === 'text' ? one.resources : [];
  });
  return [...new Set(found)];
}

/** Computes once for each reader what a rule would look up again for every resource. */
export function once<T>(compute: (reader: Reader) => T): (reader: Reader) => T {
  const known = new WeakMap<Reader, { readonly value: T }>();
  return (reader) => {
    const found = known.get(reader) ?? { value: compute(reader) };
    known.set(reader, found);
    return found.value;
  };
}
