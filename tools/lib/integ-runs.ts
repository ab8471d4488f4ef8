/** A run of an integration test on a real account, by `npm run integ -- --account`. */
export interface IntegRun {
  /** `<package>/<scenario>`, as in packages/<package>/test/integ.<scenario>.ts. */
  readonly test: string;
  readonly region: string;
  /** Such as 2026-11-30. */
  readonly day: string;
  /** Of the working copy, which was clean. */
  readonly commit: string;
  readonly passed: boolean;
}

/** Only what has been run counts as run. docs/integration-tests.md says the same, and a test compares the two. */
export const RUNS: readonly IntegRun[] = [];
