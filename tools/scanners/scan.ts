import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStacks } from '../lib/assembly';
import { type Profile, profiles, synthesizeProfile, titleOf } from '../lib/profiles';
import { NoPython } from '../lib/python-environment';
import type { Results } from '../lib/results';
import { ACKNOWLEDGED } from './acknowledged';
import { cfnGuard, GUARD_RUNS } from './cfn-guard';
import { cfnLint } from './cfn-lint';
import { checkov } from './checkov';
import { SCANNERS, type ScannedTemplate, type Scanner, type Sorted, sort } from './finding';
import { type Python, scannersPython } from './run';

const REPORTS = join(__dirname, 'reports');

export interface Scan extends Sorted {
  readonly profiles: readonly Profile[];
  /** Scanners that this machine cannot run, and why. */
  readonly skipped: Readonly<Partial<Record<Scanner, string>>>;
}

/** Runs the scanners over the templates of every app in every profile. */
export async function scan(): Promise<Scan> {
  const python = await pythonOrReason();
  const into = mkdtempSync(join(tmpdir(), 'scan-'));
  try {
    const all = profiles();
    const templates = all.flatMap((profile) => templatesOf(profile, into));
    const findings = GUARD_RUNS ? cfnGuard(templates) : [];
    const skipped: Partial<Record<Scanner, string>> = GUARD_RUNS
      ? {}
      : { 'cfn-guard': 'It has no binary for this machine.' };
    if (typeof python === 'string') for (const scanner of IN_PYTHON) skipped[scanner] = python;
    else findings.push(...(await cfnLint(python, templates)), ...(await checkov(python, templates)));
    return {
      profiles: all,
      skipped,
      ...sort(
        findings,
        ACKNOWLEDGED.filter(({ scanner }) => !(scanner in skipped)),
      ),
    };
  } finally {
    rmSync(into, { recursive: true });
  }
}

const IN_PYTHON = ['cfn-lint', 'checkov'] as const;

function pythonOrReason(): Promise<Python | string> {
  return scannersPython().catch((error: unknown) => {
    if (error instanceof NoPython) return error.message;
    throw error;
  });
}

function templatesOf(profile: Profile, into: string): ScannedTemplate[] {
  const { assembly } = synthesizeProfile(profile, { into });
  return readStacks(assembly).map(({ name: stack, templateFile: file }) => ({ profile, stack, file }));
}

/** A scanner and a profile are a check, and so is the list of what was acknowledged. */
export interface Check {
  readonly name: string;
  readonly problems: readonly string[];
}

export function checksOf({ profiles: all, skipped, unexplained, stale }: Scan): Check[] {
  const ran = SCANNERS.filter((scanner) => !(scanner in skipped));
  const ofProfile = (scanner: Scanner, profile: Profile) => ({
    name: `${scanner}: ${titleOf(profile)}`,
    problems: unexplained
      .filter((finding) => finding.scanner === scanner && finding.template.profile === profile)
      .map(({ rule, where, message, template }) => `${rule} ${template.stack} ${where}: ${message}`),
  });
  const unused = stale.map(
    ({ scanner, rule, where }) => `${scanner} ${rule} ${where.source}: it covers nothing, and may go`,
  );
  return [
    ...all.flatMap((profile) => ran.map((scanner) => ofProfile(scanner, profile))),
    { name: 'acknowledgements', problems: unused },
  ];
}

/** Leaves the counts where the closing line of `npm test` reads them. */
export function writeResults(checks: readonly Check[], { profiles: all, skipped }: Scan): void {
  const failed = checks.filter(({ problems }) => problems.length > 0).length;
  const reasons = Object.entries(skipped).map(([scanner, reason]) => `${scanner}: ${reason}`);
  const results: Results = {
    passed: checks.length - failed,
    failed,
    skipped: reasons.length * all.length,
    skippedBecause: reasons.length > 0 ? reasons.join(' ') : undefined,
    tests: checks.map(({ name, problems }) => ({ name, status: problems.length > 0 ? 'failed' : 'passed' })),
  };
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(join(REPORTS, 'results.json'), `${JSON.stringify(results)}\n`);
}
