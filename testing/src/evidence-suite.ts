import { type AppUnderTest, refusal } from './app-under-test';
import { exceptionsIn, unsettled } from './exceptions';

/** What the evidence of an app must say. */
interface ExpectedEvidence {
  /** Context keys. */
  readonly context: Record<string, string>;
  /** Rules that are satisfied: more than these. Fewer have not looked. */
  readonly satisfied: number;
  /** What is accepted, and nothing else: `rule: construct path`. */
  readonly accepted: readonly string[];
  /** The config file that says until when. */
  readonly file: string;
  /** How many are violated a day later. */
  readonly expired: number;
}

/** The tests that every app passes of what it shows to an assessor. */
export function testEvidence(underTest: AppUnderTest, expected: ExpectedEvidence): void {
  const synth = underTest.synth(expected.context);

  test('nothing is violated, and nothing left open', () => {
    expect(unsettled(synth)).toEqual([]);
    expect(synth.evidence?.summary.satisfied).toBeGreaterThan(expected.satisfied);
  });

  test('what is accepted, and nothing else', () => {
    expect(exceptionsIn(synth)).toEqual([...expected.accepted].sort());
  });

  test('a day after its last one an exception fails the synthesis', () => {
    const expired = underTest.synthExpired(expected.file);
    expect(refusal(expired)).toContain('The exception that Head of Payments accepted ended on 2026-11-29.');
    expect(expired.evidence?.summary.violated).toBe(expected.expired);
  });

  test('scanners find nothing that is not acknowledged', () => {
    expect(underTest.unacknowledged(expected.context)).toEqual([]);
  });
}
