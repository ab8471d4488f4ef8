import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from './manifest';
import type { Staged } from './stage';
import { build, installed } from './toolchain';

/** The wheel of a package, from the sources that jsii-pacmak wrote. */
export async function packPython({ manifest }: Staged, code: string, target: string): Promise<string> {
  if (!(await installed('python3', '--version'))) throw new Refused('The wheel needs Python 3.10 or newer (python3).');
  mkdirSync(target, { recursive: true });
  const pip = ['python3', '-m', 'pip', 'wheel', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await build(`The wheel of ${manifest.name}`, [...pip, '--wheel-dir', target, '.'], code);
  const [wheel = ''] = readdirSync(target);
  return join(target, wheel);
}
