import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Project, TextFile } from 'projen';

const FOLDER = join(__dirname, 'shared-source');

/**
 * Writes shared source into a package's `src/private`. Packages never import each other (star, not chain) and no
 * package of helpers is published, so the few lines that several need are written once here and compiled into each.
 */
export function vendorSharedSource(project: Project, files: string[]): void {
  const known = readdirSync(FOLDER);
  for (const file of files) {
    if (!known.includes(file)) throw new Error(`No shared source '${file}'. There are: ${known.join(', ')}.`);
    const target = new TextFile(project, `src/private/${file}`, { marker: true });
    target.addLine(`// ${target.marker} Source: projenrc/shared-source/${file}`);
    target.addLine(readFileSync(join(FOLDER, file), 'utf8').trimEnd());
    target.addLine('');
  }
}
