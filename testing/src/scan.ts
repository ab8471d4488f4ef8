import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib/core';

/** One rule that one construct breaks. */
export interface Finding {
  readonly rule: string;
  readonly construct: string;
  readonly description: string;
}

export interface ScanResult {
  /** Broken and not acknowledged. */
  readonly findings: Finding[];
  /** Broken, and acknowledged with a reason beside the cause. */
  readonly acknowledged: (Finding & { readonly reason: string })[];
}

interface ReportedViolation {
  readonly ruleName: string;
  readonly description: string;
  readonly reason?: string;
  readonly violatingConstructs: { readonly constructPath?: string }[];
}

interface Report {
  readonly pluginReports: {
    readonly violations: ReportedViolation[];
    readonly suppressedViolations?: ReportedViolation[];
  }[];
}

/** CDK's template validator alone, or with the four rule packs of cdk-nag. */
export type Scanners = 'cdk' | 'cdk-and-nag';

/**
 * Synthesizes an app under scanners and returns what they found, below `prefix` where one is given.
 * @param build fills the app; scanners must be attached to a fresh one.
 */
export function scan(
  build: (app: App) => void,
  scanners: Scanners = 'cdk-and-nag',
  prefix = '',
  props?: AppProps,
): ScanResult {
  const outdir = mkdtempSync(join(tmpdir(), 'scan-'));
  try {
    const app = new App({ ...props, outdir });
    build(app);
    if (scanners === 'cdk-and-nag') Validations.of(app).addPlugins(...nagPacks(app));
    const report = join(outdir, 'validation-report.json');
    try {
      underValidation(() => app.synth());
    } catch (failure) {
      // It may throw for what it found, and has reported that.
      if (!existsSync(report)) throw failure;
    }
    return readScan(report, prefix);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The rules load all of aws-cdk-lib: only a test that asks for them pays for that. */
function nagPacks(app: App): IPolicyValidationPlugin[] {
  const packs = require('./nag-packs.cjs') as { readonly nagPacks: (app: App) => IPolicyValidationPlugin[] };
  return packs.nagPacks(app);
}

/**
 * Runs a synthesis under CDK's validation, which the test environment leaves out. What one with findings prints, and the
 * exit code that it sets, go no further.
 */
export function underValidation<T>(synth: () => T): T {
  const { exitCode } = process;
  const output = nativeConsole();
  const { error } = output;
  const validation = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'true';
  output.error = () => undefined;
  try {
    return synth();
  } finally {
    if (validation === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = validation;
    output.error = error;
    process.exitCode = exitCode;
  }
}

/** The console that aws-cdk-lib prints to, which under jest is not the one of a test (environment.cjs). */
function nativeConsole(): Console {
  return ((globalThis as { [key: symbol]: unknown })[Symbol.for('native-console')] as Console | undefined) ?? console;
}

/** What a validation report holds, of the constructs below `prefix`. */
export function readScan(file: string, prefix = ''): ScanResult {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const flatten = (violations: ReportedViolation[]) =>
    violations.flatMap((violation) =>
      violation.violatingConstructs.map(({ constructPath = '' }) => ({
        rule: violation.ruleName,
        construct: constructPath,
        description: violation.description,
        reason: violation.reason ?? '',
      })),
    );
  const below = (finding: Finding) => finding.construct.startsWith(prefix);
  return {
    findings: report.pluginReports
      .flatMap(({ violations }) => flatten(violations))
      .filter(below)
      .map(({ rule, construct, description }) => ({ rule, construct, description })),
    acknowledged: report.pluginReports
      .flatMap(({ suppressedViolations = [] }) => flatten(suppressedViolations))
      .filter(below),
  };
}
