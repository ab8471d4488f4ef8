/** An exception that somebody accepted, for a construct and what is below it. */
export interface Acknowledgement {
  /** Id of the rule, such as `PCI.RDS.1`. */
  readonly rule: string;

  /** Why the risk is accepted, and what mitigates it; an assessor reads it. */
  readonly reason: string;

  /** Who accepted it: a person or a role that can answer for it. */
  readonly acceptedBy: string;

  /** The last day on which it holds, as `YYYY-MM-DD`. Afterwards the rule is violated again. */
  readonly until: string;
}
