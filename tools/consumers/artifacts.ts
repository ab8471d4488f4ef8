import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder, packageNames, readManifest } from '../package/manifest';

/** The npm tarballs that `npm run package` left, which the registry gets. */
export function tarballs(): string[] {
  return packageNames().map((name) => {
    const manifest = readManifest(packageFolder(name));
    const file = `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.tgz`;
    return join(packageFolder(name), 'dist', 'js', file);
  });
}

/** Folders of a language's artifacts, of the packages that an example uses. */
export function artifactFolders(language: string, packages: readonly string[]): string[] {
  return packages.map((name) => join(packageFolder(name), 'dist', language));
}

/** The Go module in the artifacts of a package. */
export function goModule(folder: string): string {
  return join(folder, readdirSync(folder)[0] ?? '');
}
