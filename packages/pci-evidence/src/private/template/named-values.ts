import { dirname } from 'node:path';
import type { Placed, Template } from './template';

/** Where a value must come from; undefined where that may be anywhere. */
export interface Place {
  readonly region?: string;
  readonly account?: string;
}

/**
 * What stacks offer to others under a name. A name is unique in a region of an account alone: the stages of an app, and
 * its stacks in several regions, often have the same ones.
 */
export class NamedValues {
  private readonly byName = new Map<string, Placed[]>();

  public add(name: string, value: Placed): void {
    const known = this.byName.get(name);
    if (known) known.push(value);
    else this.byName.set(name, [value]);
  }

  /**
   * What `from` may mean by a name. Stacks of one stage lie in one folder and mean each other; several values remain where
   * their templates do not say to which account and region they go.
   */
  public find(name: string, from: Template, { region, account }: Place): readonly Placed[] {
    const there = (this.byName.get(name) ?? []).filter(
      ({ template: { source } }) => mayEqual(source.region, region) && mayEqual(source.account, account),
    );
    const beside = there.filter(({ template }) => dirname(template.source.file) === dirname(from.source.file));
    return beside.length > 0 ? beside : there;
  }
}

function mayEqual(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
