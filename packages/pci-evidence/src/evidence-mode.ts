/** What a violation does to the synthesis. */
export class EvidenceMode {
  /** A violation fails the synthesis; the evidence is written all the same. */
  public static enforce(): EvidenceMode {
    return new EvidenceMode(true);
  }

  /** Violations are reported and written down, and the synthesis goes on: for a platform on its way. */
  public static reportOnly(): EvidenceMode {
    return new EvidenceMode(false);
  }

  private constructor(
    /** @internal */
    public readonly _failsSynthesis: boolean,
  ) {}
}
