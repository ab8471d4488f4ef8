import type { IConstruct } from 'constructs';
import { fail } from './fail';

/** What was applied to which scope. A scope takes one of a kind, and that of an inner scope wins there. */
export class Applied<T extends object> {
  private readonly byScope = new WeakMap<IConstruct, T>();

  constructor(private readonly kind: string) {}

  public add(scope: IConstruct, value: T): void {
    if (this.byScope.has(scope)) {
      fail(scope, `\`applyTo\` must be called once with each scope, got: ${this.kind} for one that has one already.`);
    }
    this.byScope.set(scope, value);
  }

  /** What holds for a construct: the value of the nearest scope that has one. */
  public nearest(node: IConstruct): T | undefined {
    const scope = [...node.node.scopes].reverse().find((candidate) => this.byScope.has(candidate));
    return scope && this.byScope.get(scope);
  }
}
