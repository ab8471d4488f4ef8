import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/processes';
import { bundledProblems, contentProblems, metadataProblems, type Tarball } from './content';
import { Refused, readManifest } from './manifest';
import type { Staged } from './stage';

/** The npm tarball of a staged package, checked; its path. */
export async function packNpm({ folder, manifest }: Staged, target: string): Promise<string> {
  mkdirSync(target, { recursive: true });
  const argv = ['npm', 'pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', target];
  const { status, output } = await run(argv, { cwd: folder });
  if (status !== 0) throw new Refused(`npm pack failed for ${manifest.name}:\n${output}`);
  const packed = tarballOf(output);
  const file = join(target, packed.filename);
  const bundled = (manifest.bundleDependencies ?? []).map((name) => readManifest(join(folder, 'node_modules', name)));
  // What looks at types is ES modules alone.
  const { publishingProblems, typeProblems } = await import('./types.mjs');
  const problems = [
    ...contentProblems(manifest, packed),
    ...metadataProblems(manifest),
    ...bundledProblems(bundled, readFileSync(join(folder, 'README.md'), 'utf8')),
    ...(await publishingProblems(manifest, file)),
    ...(await typeProblems(file)),
  ];
  if (problems.length > 0)
    throw new Refused(`The tarball of ${manifest.name} is not right:\n- ${problems.join('\n- ')}`);
  return file;
}

/** npm 11 prints a list, npm 12 an object by name. */
function tarballOf(json: string): Tarball & { readonly filename: string } {
  const [packed] = Object.values(JSON.parse(json) as Record<string, Tarball & { filename: string }>);
  if (!packed) throw new Error(`npm pack told of no tarball: ${json}`);
  return packed;
}
