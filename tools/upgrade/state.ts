import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPE, scoped } from '../../projenrc/scope';
import type { Resource, Stack } from '../../testing/src/updates/stack-breaks';
import { appNames } from '../lib/apps';
import { readStacks } from '../lib/assembly';

/** The API of a package: what jsii-diff compares, without docs. */
export interface Api {
  readonly scope: string;
  readonly schema: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, object>>;
}

/** Stacks by where they come from: an app, or an integration test. */
export type StackSets = Readonly<Record<string, readonly Stack[]>>;

/** What the upgrade promise is about in one package, as it stands in this tree. */
export interface PackageView {
  readonly api: Api;
  readonly stacks: StackSets;
}

/** What users of a package see: its compiled API, and its integration tests' committed snapshots. */
export function readPackageView(root: string, name: string): PackageView {
  const folder = join(root, 'packages', name);
  const snapshots = readdirSync(join(folder, 'test')).filter((file) => file.endsWith('.snapshot'));
  const sets = snapshots.sort().map((file): [string, Stack[]] => [
    file.replace(/\.snapshot$/, ''),
    // The stack of the assertions is no user's.
    readStackSet(join(folder, 'test', file)).filter((stack) => !stack.name.includes('DefaultTestDeployAssert')),
  ]);
  return { api: readApi(folder, name), stacks: Object.fromEntries(sets) };
}

/** What each app synthesizes, every environment of it. */
export function readAppStacks(root: string): StackSets {
  return Object.fromEntries(appNames(root).map((name) => [name, readStackSet(join(root, 'apps', name, 'cdk.out'))]));
}

function readApi(folder: string, name: string): Api {
  const file = join(folder, '.jsii');
  if (!existsSync(file)) throw new Error(`packages/${name} is not built: run \`npx nx run ${name}:compile\`.`);
  const { schema, dependencies, types = {}, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  if (rest.name !== scoped(name)) throw new Error(`packages/${name}/.jsii is of ${rest.name}: compile it anew.`);
  return { scope: SCOPE, schema, dependencies, types: canonical(types, DROPPED) as Api['types'] };
}

/** Of no consequence to code that compiles against a type. */
const DROPPED = ['docs', 'locationInModule', 'symbolId'];

function readStackSet(assembly: string): Stack[] {
  if (!existsSync(join(assembly, 'manifest.json')))
    throw new Error(`${assembly} is missing: run \`npm test -- synth\`.`);
  return readStacks(assembly).map(({ name, environment, templateFile }) => {
    const { Resources = {} } = JSON.parse(readFileSync(templateFile, 'utf8'));
    const resources = Object.entries(Resources as Record<string, Resource>).map(([id, resource]) => [
      id,
      slim(resource),
    ]);
    return { name, environment, resources: canonical(Object.fromEntries(resources)) as Stack['resources'] };
  });
}

function slim({ Type, Properties, DeletionPolicy, UpdateReplacePolicy, Metadata }: Resource): Resource {
  const path = Metadata?.['aws:cdk:path'];
  return {
    Type,
    Properties,
    DeletionPolicy,
    UpdateReplacePolicy,
    Metadata: path ? { 'aws:cdk:path': path } : undefined,
  };
}

/** The same value with keys in one order and some left out, so that equal values are equal texts. */
function canonical(value: unknown, dropped: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((inner) => canonical(inner, dropped));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && !dropped.includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner, dropped)]),
  );
}
