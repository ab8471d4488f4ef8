import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_OF_CHECKS } from './day-of-checks';
import { readScan, type ScanResult } from './scan';
import type { Resource } from './templates';

interface Manifest {
  readonly artifacts: Record<string, StackArtifact>;
}

/** A stack as the manifest of a cloud assembly describes it. */
export interface StackArtifact {
  readonly type: string;
  readonly environment: string;
  readonly properties: {
    readonly templateFile: string;
    readonly stackName?: string;
    readonly terminationProtection?: boolean;
    readonly tags?: Record<string, string>;
    /** Where a deployment puts the template: the bucket of the stack's bootstrap. */
    readonly stackTemplateAssetObjectUrl?: string;
  };
}

/** A CloudFormation template as a test reads it. */
export interface AppTemplate {
  readonly Resources: Record<string, Omit<Resource, 'logicalId'>>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Description?: string }>;
}

/** What pci-evidence found of one resource. */
interface EvidenceResult {
  readonly rule: string;
  readonly verdict: string;
  readonly constructPath: string;
  readonly exception?: { readonly reason: string; readonly acceptedBy: string; readonly until: string };
}

/** As much of evidence.json as tests ask for. */
export interface Evidence {
  readonly day: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly results: readonly EvidenceResult[];
  readonly staleExceptions: readonly object[];
}

/** What an app said and wrote when it was run as the CDK CLI runs it. */
export interface AppSynth {
  readonly succeeded: boolean;
  /** What it printed for the user. */
  readonly messages: string;
  readonly stacks: Record<string, StackArtifact>;
  readonly templates: Record<string, AppTemplate>;
  /** Of an app that attaches pci-evidence. */
  readonly evidence?: Evidence;
}

/** How an app is run. */
export interface AppRunOptions {
  /** Folder for the cloud assembly. */
  readonly outdir: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Whether CDK's validation runs, and with it the plugins of the app. Default: false. */
  readonly validation?: boolean;
  /** A CommonJS module that is loaded before the app. */
  readonly preload?: string;
}

/**
 * Runs an app with the command of its cdk.json and hands the context over as the CDK CLI does, without account,
 * credentials or network, on the day of the checks.
 */
export function runAppCommand(folder: string, options: AppRunOptions): Pick<AppSynth, 'succeeded' | 'messages'> {
  const { outdir, context = {}, validation = false, preload } = options;
  const settings = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { app: string; context: object };
  const [command = '', ...args] = settings.app.split(' ');
  const { error, status, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      // CDK looks for one, and the system knows none for a user without an entry.
      ...(process.env.HOME ? { HOME: process.env.HOME } : {}),
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context }),
      CDK_VALIDATION: String(validation),
      ...DAY_OF_CHECKS,
      ...(preload ? { NODE_OPTIONS: `--require "${preload}"` } : {}),
    },
  });
  if (error) throw error;
  return { succeeded: status === 0, messages: stderr };
}

/** Loaded before an app: its synthesis runs under the four rule packs of cdk-nag. */
export const NAG_PACKS = join(__dirname, 'scanned-app.cjs');

/** What an app said and wrote. CDK's validation is left out: `scanApp` and the `synth` target run it. */
export function synthApp(folder: string, context: Record<string, string> = {}): AppSynth {
  return inScratch((outdir) => ({ ...runAppCommand(folder, { outdir, context }), ...readAssembly(outdir) }));
}

/** Runs an app in the same way under CDK's validation and the four rule packs of cdk-nag, and returns what they found. */
export function scanApp(folder: string, context: Record<string, string> = {}): ScanResult {
  return inScratch((outdir) => {
    const { messages } = runAppCommand(folder, { outdir, context, validation: true, preload: NAG_PACKS });
    const report = join(outdir, 'validation-report.json');
    if (!existsSync(report)) throw new Error(`The app did not get as far as its validation:\n${messages}`);
    return readScan(report);
  });
}

function inScratch<T>(use: (outdir: string) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'app-synth-'));
  try {
    return use(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What a synthesis left in a folder; no stacks where it did not get that far. */
export function readAssembly(outdir: string): Pick<AppSynth, 'stacks' | 'templates' | 'evidence'> {
  const file = join(outdir, 'manifest.json');
  if (!existsSync(file)) return { stacks: {}, templates: {} };
  const { artifacts } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const stacks = Object.fromEntries(
    Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack'),
  );
  const templates = Object.fromEntries(
    Object.entries(stacks).map(([id, { properties }]) => [
      id,
      JSON.parse(readFileSync(join(outdir, properties.templateFile), 'utf8')) as AppTemplate,
    ]),
  );
  const evidence = join(outdir, 'evidence', 'evidence.json');
  if (!existsSync(evidence)) return { stacks, templates };
  return { stacks, templates, evidence: JSON.parse(readFileSync(evidence, 'utf8')) as Evidence };
}
