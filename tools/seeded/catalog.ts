import type { Break, Json } from './operators';

/** What of a resource type is a control of PCI DSS, how it is broken, and what is none. */
interface TypeControls {
  /** Whether the resource as a whole is one, and is dropped. */
  readonly dropped?: true;
  /**
   * Ways to break a property by its path: `ContainerDefinitions/#/User`, with `#` for any item of a list, and the key
   * of an item that has one: `LoadBalancerAttributes/access_logs.s3.enabled`. All properties together have the path ``.
   */
  readonly controls?: Readonly<Record<string, readonly Break[]>>;
  /** Controls that hold because a property is not there: the values that break them. */
  readonly absent?: Readonly<Record<string, readonly Json[]>>;
  /**
   * Paths that are no control, with all below them unless that is one: names, wiring that a deployment needs, sizes, and
   * what serves availability alone.
   */
  readonly plain?: readonly string[];
}

export type Catalog = Readonly<Record<string, TypeControls>>;
