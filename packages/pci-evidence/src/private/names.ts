import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the package, and the namespace in which CDK knows its rules. */
export const PLUGIN_NAME = '@org/pci-evidence';

export const STANDARD = 'PCI DSS 4.0.1';

/** Said where a bundler took the code and left the package.json behind. */
const BUNDLED = 'bundled';

/** Version of the package as it is installed. */
export function packageVersion(folder = join(__dirname, '../..')): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return BUNDLED;
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version: string };
  return name === PLUGIN_NAME ? version : BUNDLED;
}
