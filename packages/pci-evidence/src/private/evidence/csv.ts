import type { MatrixLine } from '../matrix/matrix';
import type { EvidenceResult } from './evidence';
import { countedVerdicts, grouped } from './verdicts';

const COLUMNS = [
  'requirement',
  'title',
  'shown by',
  'AWS controls',
  'rules',
  'supporting rules',
  'verdicts',
  'note',
  'proofs',
  'supporting verdicts',
  'exceptions',
];

/** The responsibility matrix as spreadsheets read it (RFC 4180). */
export function matrixCsv(
  lines: readonly MatrixLine[],
  byRule: ReadonlyMap<string, readonly EvidenceResult[]>,
): string {
  const results = (ids: readonly string[]) => ids.flatMap((id) => byRule.get(id) ?? []);
  const rows = lines.map((line) => [
    line.requirement,
    line.title,
    line.shownBy.join('; '),
    line.controls.join('; '),
    line.rules.join('; '),
    line.supportingRules.join('; '),
    countedVerdicts(results(line.rules)),
    line.note ?? '',
    line.proofs.join('; '),
    countedVerdicts(results(line.supportingRules)),
    exceptions(results([...line.rules, ...line.supportingRules])).join('; '),
  ]);
  const text = [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
  // Without this mark a spreadsheet reads letters beyond ASCII as those of another alphabet; programs trip over it.
  return /^\p{ASCII}*$/u.test(text) ? text : `\uFEFF${text}`;
}

/** Who accepted what until when, of the requirement's rules and of those that support it; the report has each resource. */
function exceptions(results: readonly EvidenceResult[]): string[] {
  const texts = results.flatMap(({ rule, verdict, exception }) =>
    verdict === 'acknowledged' && exception
      ? [`${rule} accepted by ${exception.acceptedBy} until ${exception.until}`]
      : [],
  );
  return [...grouped(texts, (text) => text)].map(([text, { length }]) => (length > 1 ? `${length} of ${text}` : text));
}

/** A spreadsheet takes text that begins like a formula for one; a quote mark before it says that it is none. */
function cell(text: string): string {
  const safe = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
