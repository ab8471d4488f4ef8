import type { MatrixLine } from '../matrix/matrix';

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
];

/** The responsibility matrix as spreadsheets read it (RFC 4180). */
export function matrixCsv(lines: readonly MatrixLine[], verdictsOf: (line: MatrixLine) => string): string {
  const rows = lines.map((line) => [
    line.requirement,
    line.title,
    line.shownBy.join('; '),
    line.controls.join('; '),
    line.rules.join('; '),
    line.supportingRules.join('; '),
    verdictsOf(line),
    line.note ?? '',
    line.proofs.join('; '),
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A spreadsheet takes text that begins like a formula for one; a quote mark before it says that it is none. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
