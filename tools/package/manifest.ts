import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';

/** Said to the user as it stands, without a stack. */
export class Refused extends Error {}

/** What packaging reads of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly keywords?: readonly string[];
  readonly files: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bundleDependencies?: readonly string[];
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly jsii: {
    readonly targets: {
      readonly python: { readonly distName: string; readonly module: string };
      readonly java: {
        readonly package: string;
        readonly maven: { readonly groupId: string; readonly artifactId: string };
      };
      readonly dotnet: { readonly packageId: string };
      readonly go: { readonly moduleName: string; readonly packageName: string };
    };
  };
  readonly [field: string]: unknown;
}

/** Folders below packages/, each a published package. */
export function packageNames(root = ROOT): string[] {
  return readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .sort();
}

/** The folder of a package; an unknown name is refused with the ones that there are. */
export function packageFolder(name: string, root = ROOT): string {
  const names = packageNames(root);
  if (names.includes(name)) return join(root, 'packages', name);
  throw new Refused(`There is no package '${name}'. The packages are ${names.join(', ')}.`);
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
