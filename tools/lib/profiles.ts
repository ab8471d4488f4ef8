import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type AppRunOptions, runAppCommand } from '@org/testing';
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
}

export interface SynthesisOptions extends Pick<AppRunOptions, 'validation' | 'preload'> {
  /** Folder that holds the assemblies; what an earlier run left of a profile is removed. */
  readonly into: string;
}

/** Runs an app in a profile and keeps what it writes. */
export function synthesizeProfile(profile: Profile, { into, ...options }: SynthesisOptions): Synthesis {
  const folder = appFolder(profile.app);
  const assembly = join(into, profile.app, profile.name);
  rmSync(assembly, { recursive: true, force: true });
  mkdirSync(assembly, { recursive: true });
  const started = performance.now();
  const { messages } = runAppCommand(folder, { ...options, outdir: assembly, context: profile.context });
  const seconds = (performance.now() - started) / 1000;
  if (!existsSync(join(assembly, 'manifest.json')))
    throw new Error(`${titleOf(profile)} did not synthesize (${relative(ROOT, folder)}):\n${messages}`);
  return { profile, assembly, seconds };
}
