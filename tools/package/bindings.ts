import { join } from 'node:path';
import { ROOT } from '../lib/nx';
import { run } from '../lib/processes';
import { Refused } from './manifest';
import type { Staged } from './stage';

/** Lets jsii-pacmak write the sources of a package for other languages, each into a folder of its own. */
export async function generateBindings(
  { folder, manifest }: Staged,
  languages: readonly string[],
  target: string,
): Promise<void> {
  const argv = [
    ...[process.execPath, join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak'), folder],
    ...['--targets', ...languages, '--code-only', '--outdir', target],
  ];
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
  const { status, output } = await run(argv, { cwd: folder, env });
  if (status !== 0) throw new Refused(`jsii-pacmak failed for ${manifest.name}:\n${output}`);
}
