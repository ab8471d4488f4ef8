/** What a rule says of a resource before anybody has accepted an exception. */
export type Outcome = 'satisfied' | 'violated' | 'not-applicable' | 'undecidable';

/** An outcome, and where it was read off. */
export interface Judgement {
  readonly outcome: Outcome;
  /** Such as `Properties.StorageEncrypted`; empty where no single property decides. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** From the best to the worst; of several judgements the worst counts, or the best where one is enough. */
const ORDER: readonly Outcome[] = ['not-applicable', 'satisfied', 'undecidable', 'violated'];

const rank = ({ outcome }: Judgement) => ORDER.indexOf(outcome);

/** The judgement of a whole of which every part must hold. */
export function worst(judgements: readonly Judgement[]): Judgement {
  const [first, ...rest] = judgements;
  if (!first) return { outcome: 'not-applicable', path: '', found: 'nothing to judge', expected: '' };
  return rest.reduce((a, b) => (rank(b) > rank(a) ? b : a), first);
}

/** The judgement of a whole of which one part must hold; parts that do not apply do not help. */
export function best(judgements: readonly Judgement[]): Judgement {
  const applicable = judgements.filter(({ outcome }) => outcome !== 'not-applicable');
  const [first, ...rest] = applicable;
  return first ? rest.reduce((a, b) => (rank(b) < rank(a) ? b : a), first) : worst(judgements);
}
