import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** What an app said and wrote when it was run as the CDK CLI runs it. */
export interface AppSynth {
  readonly succeeded: boolean;
  /** What it printed for the user. */
  readonly messages: string;
  readonly stacks: Record<string, StackArtifact>;
  readonly templates: Record<string, AppTemplate>;
}

/**
 * Runs an app with the command of its cdk.json and hands the context over as the CDK CLI does, without account,
 * credentials or network. CDK's validation is left out: the `synth` target runs it.
 */
export function synthApp(folder: string, context: Record<string, string> = {}): AppSynth {
  const outdir = mkdtempSync(join(tmpdir(), 'app-synth-'));
  try {
    const settings = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { app: string; context: object };
    const [command = '', ...args] = settings.app.split(' ');
    const { status, stderr } = spawnSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context }),
        CDK_VALIDATION: 'false',
      },
    });
    return { succeeded: status === 0, messages: stderr, ...readAssembly(outdir) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The stacks that a synthesis left in a folder; none where it did not get that far. */
export function readAssembly(outdir: string): Pick<AppSynth, 'stacks' | 'templates'> {
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
  return { stacks, templates };
}
