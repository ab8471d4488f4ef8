import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the package, and the namespace in which CDK knows its rules. */
export const PLUGIN_NAME = '@org/pci-evidence';

export const STANDARD = 'PCI DSS 4.0.1';

/** Version of the package as it is installed. */
export function packageVersion(): string {
  const file = join(__dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
