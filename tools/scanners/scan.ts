import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStacks } from '../lib/assembly';
import { type Profile, profiles, synthesizeProfile, titleOf } from '../lib/profiles';
import type { Results } from '../lib/results';
import { ACKNOWLEDGED } from './acknowledged';
import { cfnLint } from './cfn-lint';
import { checkov } from './checkov';
import { SCANNERS, type ScannedTemplate, type Scanner, type Sorted, sort } from './finding';
import { scannersPython } from './run';

const REPORTS = join(__dirname, 'reports');

export interface Scan extends Sorted {
  readonly profiles: readonly Profile[];
}

/** Runs the scanners over the templates of every app in every profile. */
export async function scan(): Promise<Scan> {
  const python = await scannersPython();
  const into = mkdtempSync(join(tmpdir(), 'scan-'));
  try {
    const all = profiles();
    const templates = all.flatMap((profile) => templatesOf(profile, into));
    const findings = [...(await cfnLint(python, templates)), ...(await checkov(python, templates))];
    return { profiles: all, ...sort(findings, ACKNOWLEDGED) };
  } finally {
    rmSync(into, { recursive: true });
  }
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

export function checksOf({ profiles: all, unexplained, stale }: Scan): Check[] {
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
    ...all.flatMap((profile) => SCANNERS.map((scanner) => ofProfile(scanner, profile))),
    { name: 'acknowledgements', problems: unused },
  ];
}

/** Leaves the counts where the closing line of `npm test` reads them; without Python there is nothing but a reason. */
export function writeResults(checks: readonly Check[], skippedBecause?: string): void {
  const failed = checks.filter(({ problems }) => problems.length > 0).length;
  const results: Results = {
    passed: checks.length - failed,
    failed,
    skipped: skippedBecause === undefined ? 0 : SCANNERS.length,
    skippedBecause,
    tests: checks.map(({ name, problems }) => ({ name, status: problems.length > 0 ? 'failed' : 'passed' })),
  };
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(join(REPORTS, 'results.json'), `${JSON.stringify(results)}\n`);
}
