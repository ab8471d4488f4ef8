import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Staged } from './stage';

/** The Go module of a package: sources with go.mod, ready to be committed to the repository of Go modules. */
export function packGo({ manifest }: Staged, code: string, target: string): Promise<string> {
  const { packageName } = manifest.jsii.targets.go;
  cpSync(join(code, packageName), join(target, packageName), { recursive: true });
  return Promise.resolve(join(target, packageName));
}
