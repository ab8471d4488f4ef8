import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { packageVersion } from '../../projenrc/package-versions';
import { CONSTRUCT_PACKAGES, type ConstructPackageName } from '../../projenrc/scope';
import { NEVER_RELEASED } from '../release/repository';
import { type PackageView, readAppStacks, readPackageView, type StackSets } from './state';

/** A package as its last release left it. */
export interface PackageBaseline extends PackageView {
  readonly version: string;
}

/** The apps as the last release of any package left them. */
interface AppsBaseline {
  readonly versions: Readonly<Record<string, string>>;
  readonly stacks: StackSets;
}

const FOLDER = 'tools/upgrade/baseline';
export const APPS_BASELINE = `${FOLDER}/apps.json.gz`;

/** The baseline of a package, from the root of the repository. */
export function packageBaseline(name: string): string {
  return `${FOLDER}/${name}.json.gz`;
}

/** Before the first release the baseline is whatever `npm run upgrade -- --first-baseline` found. */
export function neverReleased(): boolean {
  return CONSTRUCT_PACKAGES.every((name) => packageVersion(name).version === NEVER_RELEASED);
}

export function readPackageBaseline(root: string, name: ConstructPackageName): PackageBaseline | undefined {
  return read(root, packageBaseline(name));
}

export function readAppsBaseline(root: string): AppsBaseline | undefined {
  return read(root, APPS_BASELINE);
}

function read<T>(root: string, file: string): T | undefined {
  const path = join(root, file);
  return existsSync(path) ? (JSON.parse(gunzipSync(readFileSync(path)).toString()) as T) : undefined;
}

/** Writes what `source` holds at the moment as the baseline of these packages, and of the apps, into `target`. */
export function writeBaseline(source: string, target: string, versions: Readonly<Record<string, string>>): void {
  for (const [name, version] of Object.entries(versions)) {
    write(target, packageBaseline(name), { version, ...readPackageView(source, name) } satisfies PackageBaseline);
  }
  const all = Object.fromEntries(CONSTRUCT_PACKAGES.map((name) => [name, packageVersion(name).version]));
  write(target, APPS_BASELINE, {
    versions: { ...all, ...versions },
    stacks: readAppStacks(source),
  } satisfies AppsBaseline);
}

function write(root: string, file: string, content: object): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  const packed = gzipSync(JSON.stringify(content), { level: 9 });
  // gzip notes the operating system; the same content is to be the same file on each.
  packed[9] = 255;
  writeFileSync(path, packed);
}
