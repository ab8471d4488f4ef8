/**
 * `npm run mutants [-- <package or source file> ...]`: changes the packages' sources, one small change (a mutant) at a
 * time, and counts the changes that no test notices. Ends with 0 only if every package holds its thresholds.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { belowThreshold, type MutationReport, type MutationRow, rows, scoreTable } from './lib/mutation-score';
import { ROOT } from './lib/nx';

const REPORTS = 'reports/mutation';

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fresh: { type: 'boolean', default: false } },
  });
  const requests = requested(positionals);
  const found: MutationRow[] = [];
  // The workers are stopped from outside, so what they leave among the temporary files goes here.
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'mutants-'));
  process.env.TSX_TSCONFIG_PATH = join(ROOT, 'tsconfig.base.json');
  try {
    for (const [name, patterns] of requests) found.push(...rows(name, await mutate(name, patterns, values.fresh)));
  } finally {
    rmSync(process.env.TMPDIR, { recursive: true, force: true });
  }
  const below = belowThreshold(found);
  process.stdout.write(`\n${[scoreTable(found), ...below].join('\n')}\n`);
  process.exitCode = below.length > 0 ? 1 : 0;
}

/** Packages to test, each with what to mutate in it. A source file stands for itself alone. */
function requested(names: readonly string[]): Map<string, string[]> {
  const packages = readdirSync(join(ROOT, 'packages'));
  const requests = new Map<string, string[]>();
  for (const name of names.length > 0 ? names : packages) {
    const owner = packages.find((folder) => name === folder || name.startsWith(`packages/${folder}/src/`));
    if (owner === undefined || (name !== owner && !existsSync(join(ROOT, name))))
      throw new Error(`'${name}' is neither a package (${packages.join(', ')}) nor a file below packages/*/src.`);
    requests.set(owner, [...(requests.get(owner) ?? []), name === owner ? `packages/${owner}/src/**/*.ts` : name]);
  }
  return requests;
}

async function mutate(name: string, patterns: string[], fresh: boolean): Promise<MutationReport> {
  const { Stryker } = await import('@stryker-mutator/core');
  const report = `${REPORTS}/${name}.json`;
  process.stdout.write(`\n${name}\n`);
  await new Stryker({
    mutate: patterns,
    testedFolder: `packages/${name}`,
    jsonReporter: { fileName: report },
    htmlReporter: { fileName: `${REPORTS}/${name}.html` },
    // Verdicts of an earlier run stand for mutants whose code and tests are as they were.
    incremental: true,
    incrementalFile: `${REPORTS}/${name}.incremental.json`,
    force: fresh,
  }).runMutationTest();
  return JSON.parse(readFileSync(join(ROOT, report), 'utf8')) as MutationReport;
}
