import type { Verdict } from '../assess';
import { type Evidence, type EvidenceResult, VERDICTS } from './evidence';

/** How often each verdict was given: `2 violated, 5 satisfied`, in the words of whoever asks. */
export function countedVerdicts(
  results: readonly EvidenceResult[],
  words: (verdict: Verdict) => string = (verdict) => verdict,
): string {
  return VERDICTS.map((verdict) => [results.filter((one) => one.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${words(verdict)}`)
    .join(', ');
}

/** The property that a result was read off, with its resource where that is another one; empty where there is none. */
export function seenIn({ property, propertyOf }: EvidenceResult): string {
  if (property === '') return '';
  return ` in ${property}${propertyOf ? ` of ${propertyOf.constructPath}` : ''}`;
}

/** The verdict that asks for most work; undefined where there is none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | undefined {
  return VERDICTS.find((verdict) => verdicts.includes(verdict));
}

/** The results of an evidence file by their rule. */
export function resultsByRule(evidence: Evidence): ReadonlyMap<string, readonly EvidenceResult[]> {
  return grouped(evidence.results, ({ rule }) => rule);
}

/** The items under their keys, in the order in which keys appear. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
