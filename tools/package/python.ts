import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Staged } from './stage';
import { build } from './toolchain';

/** The wheel of a package, from the sources that jsii-pacmak wrote. */
export async function packPython({ manifest }: Staged, code: string, target: string): Promise<string> {
  mkdirSync(target, { recursive: true });
  const pip = ['python3', '-m', 'pip', 'wheel', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await build(`The wheel of ${manifest.name}`, [...pip, '--wheel-dir', target, '.'], code);
  const [wheel = ''] = readdirSync(target);
  return join(target, wheel);
}
