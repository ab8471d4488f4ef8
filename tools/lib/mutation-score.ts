import { table } from './table';

/** What mutation testing found out about one source file, as in the tool's JSON report. */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly { readonly status: string }[] }>
  >;
}

/** Detected and undetected mutants of some files. Ignored ones, and those that do not even load, count for neither. */
export interface MutationCounts {
  readonly killed: number;
  readonly survived: number;
  readonly noCoverage: number;
}

export interface MutationRow extends MutationCounts {
  readonly name: string;
  readonly group: string;
}

export const ALL = 'all';
/** Code that decides: what stands in src/private, and every file that refuses input. */
export const DECIDING = 'private+validation';

/** Percent that the deciding code of every package must reach, and these packages as a whole. */
const THRESHOLD = 80;
const WHOLE = ['governance'];

const KILLED = ['Killed', 'Timeout'];

/** The rows of a package: its groups of files first, then each file. */
export function rows(name: string, { files }: MutationReport): MutationRow[] {
  const all = Object.entries(files).map(([path, { source, mutants }]) => ({
    path: path.slice(path.indexOf('/src/') + 1),
    decides: path.includes('/src/private/') || /\bprivate\/validation'|\bthrow new /.test(source),
    statuses: mutants.map(({ status }) => status),
  }));
  const row = (of: string, group: string, members: typeof all) => ({
    name: of,
    group,
    ...count(members.flatMap(({ statuses }) => statuses)),
  });
  return [
    row(name, ALL, all),
    row(
      name,
      DECIDING,
      all.filter(({ decides }) => decides),
    ),
    ...all.map((file) => row(name, file.path, [file])).filter((file) => total(file) > 0),
  ];
}

/** Share of the mutants that a test killed, in percent; of no mutants, all were. */
export function score(counts: MutationCounts): number {
  return total(counts) === 0 ? 100 : (100 * counts.killed) / total(counts);
}

/** The rows in plain text. */
export function scoreTable(all: readonly MutationRow[]): string {
  const head = ['package', 'files', 'mutants', 'killed', 'survived', 'no coverage', 'score'];
  const lines = all.map((row) => [
    row.name,
    row.group,
    ...[total(row), row.killed, row.survived, row.noCoverage].map(String),
    `${score(row).toFixed(1)} %`,
  ]);
  return table([head, ...lines], 2);
}

function count(statuses: readonly string[]): MutationCounts {
  const of = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  return { killed: of(...KILLED), survived: of('Survived'), noCoverage: of('NoCoverage') };
}

function total({ killed, survived, noCoverage }: MutationCounts): number {
  return killed + survived + noCoverage;
}

/** The groups that fall short of the threshold, in words. */
export function belowThreshold(all: readonly MutationRow[]): string[] {
  return all
    .filter(({ name, group }) => group === DECIDING || (group === ALL && WHOLE.includes(name)))
    .filter((row) => score(row) < THRESHOLD)
    .map((row) => `${row.name}, ${row.group}: ${score(row).toFixed(1)} % is below ${THRESHOLD} %`);
}
