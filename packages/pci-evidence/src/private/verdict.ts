import type { Resource } from './template/template';

/** What a rule says of a resource before anybody has accepted an exception. */
export type Outcome = 'satisfied' | 'violated' | 'not-applicable' | 'undecidable';

/** An outcome, and where it was read off. */
export interface Judgement {
  readonly outcome: Outcome;
  /**
   * Such as `Properties.StorageEncrypted`, or `AWS::EC2::FlowLog.ResourceId` where no resource of that type is about the one
   * that is judged; empty where nothing was judged.
   */
  readonly path: string;
  /** The resource that the path stands in, where it is not the one that is judged: its policy, its parameter group. */
  readonly at?: Resource;
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

/** A judgement that was read off another resource than the one that is judged. */
export function readOff(resource: Resource, judgement: Judgement): Judgement {
  return { at: resource, ...judgement };
}

/** How many things that hold are told one by one. */
const TOLD = 4;

/** The judgement of a whole of which every part must hold; where all do, it says what was seen of each. */
export function together(judgements: readonly Judgement[]): Judgement {
  const whole = worst(judgements);
  if (whole.outcome !== 'satisfied') return whole;
  const [first = whole, ...rest] = judgements.filter(({ outcome }) => outcome === 'satisfied');
  const others = rest.filter(({ path, found }) => path !== '' && (path !== first.path || found !== first.found));
  const told = others.slice(0, TOLD - 1).map((one) => `${placeBeside(first, one)}: ${one.found}`);
  const more = others.length - told.length;
  const found = [first.found, ...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return {
    ...first,
    found,
    expected: [...new Set([first, ...others].flatMap(({ expected }) => expected || []))].join('; '),
  };
}

/** Where something was seen, without what it shares with a place that was told already. */
function placeBeside(first: Judgement, { path, at }: Judgement): string {
  if (at && at !== first.at) return at.logicalId;
  const [before, keys] = [first.path.split('.'), path.split('.')];
  const shared = keys.findIndex((key, index) => key !== before[index]);
  return keys.slice(Math.max(shared, 0)).join('.');
}
