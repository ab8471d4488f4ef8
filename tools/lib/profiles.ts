import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { appFolder, appNames } from './apps';
import { ROOT } from './nx';

/** One way to run an app. */
export interface Profile {
  readonly app: string;
  /** Name of the config file behind it, or that of the app where there is no choice. */
  readonly name: string;
  /** Context keys that choose it. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Every app in every profile. An app that has a config file of its own name reads that one unless the context key
 * `profile` names another; the rest read all of their config files at each synthesis.
 */
export function profiles(apps: readonly string[] = appNames()): Profile[] {
  return apps.flatMap((app) => {
    const names = readdirSync(join(appFolder(app), 'config'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
    const others = names.includes(app) ? names.filter((name) => name !== app).sort() : [];
    return [
      { app, name: app, context: {} },
      ...others.map((name): Profile => ({ app, name, context: { profile: name } })),
    ];
  });
}

/** How a profile is called where people read it. */
export function titleOf({ app, name }: Profile): string {
  return app === name ? app : `${app}, ${name}`;
}

export interface Synthesis {
  readonly profile: Profile;
  /** Folder of the cloud assembly. */
  readonly assembly: string;
  readonly seconds: number;
  /** Whether the app ended well; findings of a validation let it end badly, with everything written. */
  readonly succeeded: boolean;
}

export interface SynthesisOptions {
  /** Folder that holds the assemblies; what an earlier run left of a profile is removed. */
  readonly into: string;
  /** Whether CDK's validation runs, and with it the plugins of the app. Default: false. */
  readonly validation?: boolean;
  /** A module that is loaded before the app. */
  readonly preload?: string;
}

/** Runs an app with the command of its cdk.json, as the CDK CLI does: without account, credentials or network. */
export function synthesizeProfile(profile: Profile, options: SynthesisOptions): Synthesis {
  const { into, validation = false, preload } = options;
  const folder = appFolder(profile.app);
  const assembly = join(into, profile.app, profile.name);
  rmSync(assembly, { recursive: true, force: true });
  mkdirSync(assembly, { recursive: true });
  const settings = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { app: string; context: object };
  const [command = '', ...args] = settings.app.split(' ');
  const preloaded = preload ? ['--import', pathToFileURL(preload).href, ...args] : args;
  const started = performance.now();
  const { status, stderr } = spawnSync(command, preloaded, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      CDK_OUTDIR: assembly,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...profile.context }),
      CDK_VALIDATION: String(validation),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const seconds = (performance.now() - started) / 1000;
  if (!existsSync(join(assembly, 'manifest.json')))
    throw new Error(`${titleOf(profile)} did not synthesize (${relative(ROOT, folder)}):\n${stderr}`);
  return { profile, assembly, seconds, succeeded: status === 0 };
}
