import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConstructPackageName, PRIVATE_LIBRARIES, scoped } from './scope';

/** What package-versions.json holds of one package; `npm run release` is what writes it. */
export interface PackageVersion {
  readonly version: string;
  /** Ranges of other packages of this repository that it needs beside it. There are none today: star, not chain. */
  readonly peers?: Readonly<Record<string, string>>;
}

const VERSIONS = JSON.parse(readFileSync(join(__dirname, 'package-versions.json'), 'utf8')) as Readonly<
  Record<ConstructPackageName, PackageVersion>
>;

/** The version that a package was last released with, 0.0.0 before the first release; and its peers in here. */
export function packageVersion(name: ConstructPackageName): PackageVersion {
  const entry = VERSIONS[name];
  if (!entry) throw new Error(`projenrc/package-versions.json has no '${name}': add it with version 0.0.0.`);
  return entry;
}

/** Workspace members as dependencies, each at the version that it has here. */
export function members(...names: readonly string[]): string[] {
  return names.map((name) => {
    const version = name in PRIVATE_LIBRARIES ? '0.0.0' : packageVersion(name as ConstructPackageName).version;
    return `${scoped(name)}@${version}`;
  });
}
