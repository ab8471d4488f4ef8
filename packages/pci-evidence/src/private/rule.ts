import type { Reader } from './template/read';
import type { Resource } from './template/template';
import type { Judgement } from './verdict';

/** How bad a violation is. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** One thing that a template must show. Ids are part of the semver contract and never used twice. */
export interface Rule {
  /** Such as `PCI.RDS.1`. */
  readonly id: string;
  /** What holds where the rule is satisfied. */
  readonly title: string;
  /** The PCI DSS 4.0.1 requirement that it serves first. */
  readonly requirement: string;
  /** Others that it serves as well. */
  readonly related: readonly string[];
  readonly severity: Severity;
  readonly resourceTypes: readonly string[];
  readonly why: string;
  readonly fix: string;
  /** Where AWS says what the property does or checks the same. */
  readonly source: string;
  /** Controls of the lists that it covers, such as `RDS.9` of Security Hub. */
  readonly covers?: readonly string[];
  readonly check: Check;
}

/** Judges one resource. */
export type Check = (resource: Resource, reader: Reader) => Judgement;
