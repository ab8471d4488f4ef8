import type { Verdict } from '../private/assess';
import type { Evidence, EvidenceResult } from '../private/evidence/evidence';
import { seenIn } from '../private/evidence/verdicts';

/** What a change means: worse, better, or neither. */
type ChangeKind = 'regression' | 'improvement' | 'other';

/** A rule and a resource whose verdict is not what it was. */
export interface Change {
  readonly kind: ChangeKind;
  readonly rule: string;
  readonly place: string;
  readonly before: Verdict | 'none';
  readonly after: Verdict | 'none';
  readonly result: EvidenceResult;
}

/** From the best to the worst. A rule that no longer applies, or a resource that went, is neither. */
const RANK: Readonly<Record<Verdict | 'none', number>> = {
  none: 0,
  'not-applicable': 0,
  satisfied: 0,
  acknowledged: 1,
  undecidable: 2,
  violated: 3,
};

/**
 * Which controls changed verdict. A regression is a verdict worse than before, a new resource that is not satisfied, and
 * a rule that is gone from the newer evidence: the promise that it stood for is gone as well.
 */
export function compareEvidence(before: Evidence, after: Evidence): Change[] {
  const old = byPlace(before);
  const now = byPlace(after);
  const kept = new Set(after.rules.map(({ id }) => id));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const result = is ?? was;
    if (!result || was?.verdict === is?.verdict) return [];
    const [from, to] = [was?.verdict ?? 'none', is?.verdict ?? 'none'] as const;
    const lost = !kept.has(result.rule);
    const kind = lost ? 'regression' : kindOf(from, to);
    return [{ kind, rule: result.rule, place: result.constructPath, before: from, after: to, result }];
  });
}

function byPlace({ results }: Evidence): Map<string, EvidenceResult> {
  return new Map(results.map((result) => [`${result.rule} ${result.stack}/${result.logicalId}`, result]));
}

function kindOf(before: Verdict | 'none', after: Verdict | 'none'): ChangeKind {
  if (RANK[after] > RANK[before]) return 'regression';
  return RANK[after] < RANK[before] ? 'improvement' : 'other';
}

const HEADINGS: readonly (readonly [ChangeKind, string])[] = [
  ['regression', 'Regressions'],
  ['improvement', 'Improvements'],
  ['other', 'Other changes'],
];

/** The changes as a person reads them, regressions first. What came or went without a finding is counted alone. */
export function describeChanges(changes: readonly Change[], { rules }: Evidence): string {
  if (changes.length === 0) return 'No control changed its verdict.\n';
  const requirements = new Map(rules.map(({ id, requirement }) => [id, requirement]));
  const quiet = ({ kind, before, after }: Change) => kind === 'other' && (before === 'none' || after === 'none');
  const told = HEADINGS.map(([kind, heading]) => {
    const of = changes.filter((change) => change.kind === kind && !quiet(change));
    const lines = of.map((change) => line(change, requirements.get(change.rule)));
    return of.length > 0 ? `${heading}: ${of.length}\n${lines.join('')}` : '';
  });
  const came = changes.filter((change) => quiet(change) && change.before === 'none').length;
  const went = changes.filter((change) => quiet(change) && change.after === 'none').length;
  const counted = came + went > 0 ? `Results without a finding: ${came} new, ${went} gone\n` : '';
  return told.join('') + counted;
}

function line({ kind, rule, place, before, after, result }: Change, requirement: string | undefined): string {
  const where = requirement === undefined ? `${rule}, a rule that is gone,` : `${rule} (${requirement})`;
  const made = result.sourceLine ? `; made at ${result.sourceLine}` : '';
  const seen = `    found${seenIn(result)}: ${result.found || '-'}; expected: ${result.expected || '-'}${made}\n`;
  return `  ${where} ${place}: ${before} -> ${after}\n${kind === 'regression' ? seen : ''}`;
}
