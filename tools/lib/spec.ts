import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, type TaskOutcome } from './nx';
import { type Results, readResults } from './results';

/** The rows of one app's requirements, by what its tests show of them. */
export interface SpecSummary {
  readonly app: string;
  readonly held: readonly string[];
  /** Named by a test that did not pass. */
  readonly failing: readonly string[];
  /** Named by no test. */
  readonly untested: readonly string[];
  /** Named by a test, and no row. */
  readonly unknown: readonly string[];
}

const FOLDER = join(ROOT, 'docs', 'requirements');
const ROW_ID = /\bS\d-[A-Z0-9]+-\d+\b/g;

/** The apps that requirements are written down for: each has a folder. */
export function specifiedApps(folder = FOLDER): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** A row is held when at least one test names its id and each that does passes. */
export function summarize(app: string, results: Results | undefined, folder = FOLDER): SpecSummary {
  const rows = rowsOf(join(folder, app));
  const named = (results?.tests ?? []).flatMap(({ name, status }) =>
    [...name.matchAll(ROW_ID)].map(([id]) => ({ id, passed: status === 'passed' })),
  );
  const tested = rows.filter((row) => named.some(({ id }) => id === row));
  const failing = tested.filter((row) => named.some(({ id, passed }) => id === row && !passed));
  return {
    app,
    held: tested.filter((row) => !failing.includes(row)),
    failing,
    untested: rows.filter((row) => !tested.includes(row)),
    unknown: [...new Set(named.map(({ id }) => id))].filter((id) => !rows.includes(id)),
  };
}

/** The ids of an app's rows, area by area. */
function rowsOf(folder: string): string[] {
  const areas = readdirSync(folder).sort();
  return areas.flatMap((area) =>
    (parse(readFileSync(join(folder, area), 'utf8')) as { id: string }[]).map(({ id }) => id),
  );
}

/** The same of every app that has requirements, by what the tasks of a run left; in words. */
export function renderTasks(tasks: readonly TaskOutcome[]): ReturnType<typeof render> {
  return render(
    specifiedApps().map((app) => {
      const task = tasks.find(({ project, target }) => project === app && target === 'test');
      return summarize(app, task && readResults(task));
    }),
  );
}

/** How many rows of how many are held, and which are not; `problems` counts what keeps the suite from passing. */
export function render(summaries: readonly SpecSummary[]): { readonly text: string; readonly problems: number } {
  const width = Math.max(0, ...summaries.map(({ app }) => app.length));
  const lines = summaries.flatMap(({ app, held, failing, untested, unknown }) => [
    `${app.padEnd(width)}  ${held.length} held, ${failing.length} failing, ${untested.length} without a test`,
    ...failing.map((id) => `  ${id} fails`),
    ...untested.map((id) => `  ${id} has no test`),
    ...unknown.map((id) => `  ${id} is named by a test and is no row`),
  ]);
  const sum = (list: (summary: SpecSummary) => readonly string[]) =>
    summaries.reduce((total, summary) => total + list(summary).length, 0);
  const problems = sum(({ failing }) => failing) + sum(({ untested }) => untested) + sum(({ unknown }) => unknown);
  const held = sum((summary) => summary.held);
  const rows = held + sum(({ failing }) => failing) + sum(({ untested }) => untested);
  return { text: [...lines, `${held} of ${rows} rows held`].join('\n'), problems };
}
