import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAG_PACKS } from '@org/testing';
import { appFolder } from '../lib/apps';
import { readStacks } from '../lib/assembly';
import { type Profile, profiles, synthesizeProfile, titleOf } from '../lib/profiles';
import { SCANNERS, type Scanner } from '../scanners/finding';
import { type Scan, scan } from '../scanners/scan';

/** Findings of one source. */
export interface Findings {
  readonly unexplained: number;
  readonly acknowledged: number;
}

/** One of our rows. */
export interface Row {
  readonly name: string;
  /** Of main.ts and the stack files. */
  readonly lines: number;
  readonly resources: number;
  /** Seconds of the app's own process, with everything that `cdk synth` validates. */
  readonly seconds: number;
  /** By the names of COLUMNS; one that is not here was not measured. */
  readonly findings: Readonly<Record<string, Findings>>;
}

/** What counts findings, by the name of the plugin in CDK's validation report or of the scanner. */
export const COLUMNS: Readonly<Record<string, string>> = {
  AwsSolutions: 'AwsSolutions',
  'NIST.800.53.R5': 'NIST R5',
  'PCI.DSS.321': 'PCI 3.2.1',
  'HIPAA.Security': 'HIPAA',
  'cfn-guard': 'Guard: Control Tower',
  cdk: 'CDK validation',
  'cfn-lint': 'cfn-lint',
  checkov: 'checkov',
  '@org/pci-evidence': 'pci-evidence',
};

const NAG = ['AwsSolutions', 'NIST.800.53.R5', 'PCI.DSS.321', 'HIPAA.Security'];
const EVIDENCE = '@org/pci-evidence';

/** Every app in every profile, under every scanner that this machine can run. */
export async function measureAll(): Promise<{ readonly rows: Row[]; readonly scan: Scan }> {
  const into = mkdtempSync(join(tmpdir(), 'scoreboard-'));
  try {
    const found = await scan();
    return { rows: profiles().map((profile) => rowOf(profile, into, found)), scan: found };
  } finally {
    rmSync(into, { recursive: true });
  }
}

function rowOf(profile: Profile, into: string, found: Scan): Row {
  // Once as a user runs it, for the time; once under cdk-nag, for what it finds.
  const { seconds, assembly: own } = synthesizeProfile(profile, { into: join(into, 'own'), validation: true });
  const { assembly } = synthesizeProfile(profile, { into: join(into, 'nag'), validation: true, preload: NAG_PACKS });
  const ran = SCANNERS.filter((scanner) => !(scanner in found.skipped));
  return {
    name: titleOf(profile),
    lines: linesOf(profile),
    resources: readStacks(assembly).reduce((sum, { resources }) => sum + resources, 0),
    seconds,
    findings: {
      ...reported(assembly),
      ...evidence(own),
      ...Object.fromEntries(ran.map((scanner) => [scanner, scanned(found, scanner, profile)])),
    },
  };
}

function linesOf({ app }: Profile): number {
  const source = join(appFolder(app), 'src');
  const files = readdirSync(source).filter((file) => file === 'main.ts' || file.endsWith('-stack.ts'));
  return files.reduce((sum, file) => sum + readFileSync(join(source, file), 'utf8').trimEnd().split('\n').length, 0);
}

interface Violation {
  readonly violatingConstructs: readonly unknown[];
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

/** What plugins found: each of cdk-nag's packs by itself, all others together are CDK's own. */
export function reported(assembly: string): Record<string, Findings> {
  const { pluginReports } = JSON.parse(
    readFileSync(join(assembly, 'validation-report.json'), 'utf8'),
  ) as ValidationReport;
  const count = (names: (name: string) => boolean): Findings => {
    const reports = pluginReports.filter(({ pluginName }) => names(pluginName));
    const sum = (violations: readonly Violation[]) =>
      violations.reduce((total, { violatingConstructs }) => total + violatingConstructs.length, 0);
    return {
      unexplained: sum(reports.flatMap(({ violations }) => violations)),
      acknowledged: sum(reports.flatMap(({ suppressedViolations = [] }) => suppressedViolations)),
    };
  };
  const ofPacks = NAG.map((pack) => [pack, count((name) => name === pack)] as const);
  return { ...Object.fromEntries(ofPacks), cdk: count((name) => ![...NAG, EVIDENCE].includes(name)) };
}

/** Verdicts of pci-evidence, where the app attaches it. */
export function evidence(assembly: string): Record<string, Findings> {
  const file = join(assembly, 'evidence', 'evidence.json');
  if (!existsSync(file)) return {};
  const { summary } = JSON.parse(readFileSync(file, 'utf8')) as { summary: Record<string, number> };
  const { violated = 0, acknowledged = 0 } = summary;
  return { [EVIDENCE]: { unexplained: violated, acknowledged } };
}

function scanned({ unexplained, acknowledged }: Scan, scanner: Scanner, profile: Profile): Findings {
  const ours = (finding: Scan['unexplained'][number]) =>
    finding.scanner === scanner && titleOf(finding.template.profile) === titleOf(profile);
  return {
    unexplained: unexplained.filter(ours).length,
    acknowledged: acknowledged.filter(({ finding }) => ours(finding)).length,
  };
}
