import { join } from 'node:path';
import { compareAssemblies } from 'jsii-diff/lib';
import { Assembly, TypeSystem } from 'jsii-reflect';
import { scoped } from '../../projenrc/scope';
import type { Break } from '../../testing/src/updates/stack-breaks';
import type { Api } from './state';

/** Incompatible changes of APIs by package, each `before` and `after`. */
export async function apiBreaks(
  root: string,
  apis: Readonly<Record<string, { readonly before: Api; readonly after: Api }>>,
): Promise<Record<string, Break[]>> {
  const changed = Object.entries(apis).filter(([, { before, after }]) => typesOf(before) !== typesOf(after));
  // Two type systems of aws-cdk-lib take seconds to load: only where a signature changed at all.
  if (changed.length === 0) return {};
  const [older, newer] = [await typeSystem(root), await typeSystem(root)];
  return Object.fromEntries(
    changed.map(([name, { before, after }]) => {
      const { mismatches } = compareAssemblies(assembly(older, name, before), assembly(newer, name, after));
      return [name, mismatches.map(({ message, violationKey }) => breakOf(message, violationKey))];
    }),
  );
}

/** jsii-diff says `METHOD <member>: has been removed`, and has the member in its key as well. */
function breakOf(message: string, key: string): Break {
  const where = key.slice(key.indexOf(':') + 1);
  const [, what = message] = message.split(`${where}: `);
  return { where, what };
}

/** An API from before the scope of the packages was changed is still the same API. */
function typesOf({ scope, types }: Api): string {
  return JSON.stringify(types).replaceAll(`"${scope}/`, `"${scoped('')}`);
}

async function typeSystem(root: string): Promise<TypeSystem> {
  const system = new TypeSystem();
  await system.load(join(root, 'node_modules', 'aws-cdk-lib'), {
    validate: false,
    supportedFeatures: ['intersection-types', 'class-covariant-overrides'],
  });
  return system;
}

function assembly(system: TypeSystem, name: string, api: Api): Assembly {
  const loaded = new Assembly(system, {
    ...{ schema: api.schema, name: scoped(name), version: '0.0.0', dependencies: api.dependencies },
    types: JSON.parse(typesOf(api)),
    // What follows is demanded by the format, and compared by nobody.
    ...{ jsiiVersion: '', fingerprint: '', license: '', description: '', homepage: '' },
    author: { name: '', roles: [] },
    repository: { type: '', url: '' },
  } as ConstructorParameters<typeof Assembly>[1]);
  return system.addAssembly(loaded);
}
