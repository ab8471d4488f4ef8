import { RULES } from './private/rules';

/** What a rule demands, and of whom. */
export interface PciRule {
  /** Stable id, such as `PCI.RDS.1`. */
  readonly id: string;
  /** What holds where it is satisfied. */
  readonly title: string;
  /** The requirement of PCI DSS 4.0.1 that it serves first. */
  readonly requirement: string;
  /** Other requirements that it serves. */
  readonly related: string[];
  /** `critical`, `high`, `medium` or `low`. */
  readonly severity: string;
  /** CloudFormation types that it looks at. */
  readonly resourceTypes: string[];
  /** Why it matters. */
  readonly why: string;
  /** What to do about a violation. */
  readonly fix: string;
  /** Where AWS describes it. */
  readonly source: string;
}

/** The rules that `PciEvidence` applies. */
export class PciRules {
  /** Every rule, service by service. */
  public static all(): PciRule[] {
    return RULES.map(({ check: _check, covers: _covers, related, resourceTypes, ...rule }) => ({
      ...rule,
      related: [...related],
      resourceTypes: [...resourceTypes],
    }));
  }

  private constructor() {}
}
