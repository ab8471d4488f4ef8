/** How much Database Insights keeps and shows. */
export class DatabaseInsights {
  /** Load of the last 7 days. Free of charge. */
  public static standard(): DatabaseInsights {
    return new DatabaseInsights(false);
  }

  /**
   * Load of the last 15 months, with analysis of slow statements, locks and execution plans. Charged by vCPU or ACU, see
   * the README.
   */
  public static advanced(): DatabaseInsights {
    return new DatabaseInsights(true);
  }

  private constructor(
    /** @internal */
    public readonly _advanced: boolean,
  ) {}
}
