import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTargets } from './nx';
import { statusOf } from './processes';

/** The apps of this repository, or of a copy; one that is gone may have left what it wrote behind. */
export function appNames(root = ROOT): string[] {
  return readdirSync(join(root, 'apps'))
    .filter((name) => existsSync(join(root, 'apps', name, 'cdk.json')))
    .sort();
}

/** Folder of an app; an unknown name is refused with the ones that exist. */
export function appFolder(name: string): string {
  const folder = join(ROOT, 'apps', name);
  if (existsSync(join(folder, 'cdk.json'))) return folder;
  throw new Error(`There is no app '${name}'. The apps are ${appNames().join(', ')}.`);
}

/** Synthesizes apps, or takes what the cache has of them. */
export async function synthesize(names: readonly string[]): Promise<void> {
  const { succeeded } = await runTargets(['synth'], [`--projects=${names.join(',')}`]);
  if (!succeeded) throw new Error('The synthesis failed: its message stands above.');
}

/** Ends a command with its message alone when it was used wrongly, or interrupted. */
export function command(run: () => Promise<void> | void): void {
  Promise.resolve()
    .then(run)
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = statusOf(error);
    });
}
