import { renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generateBindings } from './bindings';
import { packDotnet } from './dotnet';
import { packGo } from './go';
import { packJava } from './java';
import { packageFolder, readManifest } from './manifest';
import { packNpm } from './npm';
import { packPython } from './python';
import { type Staged, stage } from './stage';
import { versionFor } from './version';

type Packer = (staged: Staged, code: string, target: string) => Promise<string>;

/** What becomes of the code that jsii-pacmak generates. */
const PACKERS = { python: packPython, java: packJava, go: packGo, dotnet: packDotnet } satisfies Record<string, Packer>;

type BoundLanguage = keyof typeof PACKERS;
export type Language = 'js' | BoundLanguage;
export const LANGUAGES: readonly Language[] = ['js', 'python', 'java', 'go', 'dotnet'];

export interface PackageOptions {
  readonly languages: readonly Language[];
  readonly version?: string;
}

/**
 * Makes artifacts of one package and puts each language's in place of the earlier ones at once, when all are made:
 * what is below `packages/<name>/dist/<language>`, where publib looks for it, is always whole. One line for each.
 */
export async function packagePackage(name: string, { languages, version }: PackageOptions): Promise<string[]> {
  const source = packageFolder(name);
  const stamped = versionFor(version, readManifest(source).version);
  const dist = join(source, 'dist');
  // Below the repository, where jsii finds the packages that this one refers to.
  const scratch = join(dist, `.${process.pid}`);
  const made = join(scratch, 'made');
  try {
    const staged = stage(source, stamped, join(scratch, 'stage'));
    // The others carry the tarball inside, so it is made and checked for each of them.
    const artifacts = [await packNpm(staged, join(made, 'js'))];
    const bound = languages.filter((language): language is BoundLanguage => language in PACKERS);
    if (bound.length > 0) await generateBindings(staged, bound, join(scratch, 'code'));
    for (const language of bound) {
      artifacts.push(await PACKERS[language](staged, join(scratch, 'code', language), join(made, language)));
    }
    for (const language of languages) {
      rmSync(join(dist, language), { recursive: true, force: true });
      renameSync(join(made, language), join(dist, language));
    }
    return artifacts
      .map((artifact) => relative(made, artifact))
      .filter((artifact) => languages.some((language) => artifact.startsWith(language)))
      .map((artifact) => `${name} ${stamped}: ${artifact}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
