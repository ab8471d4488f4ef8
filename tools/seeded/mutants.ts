import type { Catalog } from './catalog';
import { PLAIN_EVERYWHERE } from './controls';
import { type Break, isList, isMap, type Json, type JsonMap, type Resources } from './operators';

/** A template as far as it is broken. */
export interface TemplateJson {
  readonly [section: string]: Json | Resources | undefined;
  readonly Resources: Resources;
}

/** One control broken. */
export interface Mutant {
  /** Which: `AWS::S3::Bucket.Logs VersioningConfiguration: removed`. */
  readonly name: string;
  readonly type: string;
  readonly template: TemplateJson;
}

/** A value in the properties of a resource, and how another takes its place. */
interface Node {
  readonly path: string;
  /** The path with the number of each item. */
  readonly place: string;
  readonly value: Json;
  readonly replace: (value: Json | undefined) => JsonMap;
  /** Neither a map nor a list of the template's own: text, a number, a function, or a policy as a whole. */
  readonly leaf: boolean;
}

/** Breaks every control of a template that the catalog names, one at a time. */
export function mutantsOf(template: TemplateJson, catalog: Catalog): Mutant[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    if (isPlumbing(id, resource.Type)) return [];
    const { dropped, controls = {}, absent = {} } = catalog[resource.Type] ?? {};
    const named = (what: string, changed: Resources[string] | undefined): Mutant => {
      const { [id]: _, ...others } = template.Resources;
      const Resources = changed ? { ...others, [id]: changed } : others;
      return { name: `${resource.Type}.${id} ${what}`, type: resource.Type, template: { ...template, Resources } };
    };
    const nodes = nodesOf(resource.Properties ?? {});
    const broken = nodes.flatMap(({ path, place, value, replace }) =>
      (controls[path] ?? [])
        .flatMap((one: Break) => one(value, template.Resources))
        .map(({ how, value: other }) => named(`${place}: ${how}`, { ...resource, Properties: replace(other) })),
    );
    const added = Object.entries(absent).flatMap(([path, values]) =>
      placesFor(path, nodes).flatMap((replace) =>
        values.map((value) =>
          named(`${path}: made ${JSON.stringify(value)}`, { ...resource, Properties: replace(value) }),
        ),
      ),
    );
    return [...(dropped ? [named('dropped', undefined)] : []), ...broken, ...added];
  });
}

/** What CDK deploys for its own work while a stack changes: its roles are CDK's, and rules leave them out. */
function isPlumbing(id: string, type: string): boolean {
  return type === 'AWS::IAM::Role' && /^Custom\w+CustomResourceProviderRole/.test(id);
}

/** Where a property that is not there would stand: in the properties, or in each item of a list. */
function placesFor(path: string, nodes: readonly Node[]): ((value: Json) => JsonMap)[] {
  const at = path.lastIndexOf('/');
  const [parent, key] = at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)];
  return nodes.flatMap((node) => {
    const { value } = node;
    if (node.path !== parent || !isMap(value) || key in value) return [];
    return [(added: Json) => node.replace({ ...value, [key]: added })];
  });
}

/** Paths in a template that are neither controls nor plain, by type; a type that the catalog does not know is one. */
export function unclassified(template: TemplateJson, catalog: Catalog): string[] {
  const found = Object.values(template.Resources).flatMap(({ Type, Properties = {} }) => {
    const entry = catalog[Type];
    if (!entry) return [Type];
    const plain = [...PLAIN_EVERYWHERE, ...(entry.plain ?? [])];
    return nodesOf(Properties)
      .filter(({ leaf, path }) => leaf && !(path in (entry.controls ?? {})) && !isBelow(path, plain))
      .map(({ path }) => `${Type} ${path}`);
  });
  return [...new Set(found)].sort();
}

function isBelow(path: string, tops: readonly string[]): boolean {
  return tops.some((top) => top === '' || path === top || path.startsWith(`${top}/`));
}

/** Everything in the properties of a resource, the properties themselves first. */
function nodesOf(properties: JsonMap): Node[] {
  return below({ path: '', place: '', value: properties, replace: (value) => (value ?? {}) as JsonMap, leaf: false });
}

function below(node: Node): Node[] {
  const { path, place, value } = node;
  if (isPolicy(path) || isFunction(value)) return [{ ...node, leaf: true }];
  const child = (key: string) => ({
    path: path === '' ? key : `${path}/${key}`,
    place: place === '' ? key : `${place}/${key}`,
  });
  if (isMap(value)) {
    const { replace } = node;
    const children = Object.entries(value).flatMap(([key, inner]) =>
      below({ ...child(key), value: inner, replace: (other) => replace(withKey(value, key, other)), leaf: false }),
    );
    return [{ ...node, leaf: children.length === 0 }, ...children];
  }
  if (isList(value)) return [node, ...value.flatMap((item, at) => below(itemOf(node, value, item, at)))];
  return [{ ...node, leaf: true }];
}

/** An item by its place in the list, or by the key that it says it has. */
function itemOf({ path, place, replace }: Node, list: readonly Json[], item: Json, at: number): Node {
  const put = (other: Json | undefined) => replace(list.flatMap((old, index) => (index === at ? (other ?? []) : old)));
  const [key, inner] = isMap(item) ? [item.Key ?? item.Name, item.Value] : [];
  if (typeof key === 'string' && inner !== undefined && isMap(item)) {
    const value = (other: Json | undefined) => put(other === undefined ? undefined : { ...item, Value: other });
    return { path: `${path}/${key}`, place: `${place}/${key}`, value: inner, replace: value, leaf: false };
  }
  return {
    path: `${path}/#`,
    place: `${place}/${at}`,
    value: item,
    replace: (other) => put(Array.isArray(other) ? [other] : other),
    leaf: false,
  };
}

function withKey(map: JsonMap, key: string, value: Json | undefined): JsonMap {
  if (value !== undefined) return { ...map, [key]: value };
  const { [key]: _, ...rest } = map;
  return rest;
}

function isPolicy(path: string): boolean {
  return /(^|\/)(PolicyDocument|AssumeRolePolicyDocument|KeyPolicy|ResourcePolicy|AccessPolicy)$/.test(path);
}

function isFunction(value: Json): boolean {
  const keys = isMap(value) ? Object.keys(value) : [];
  return keys.length === 1 && /^(Ref|Fn::.+)$/.test(keys[0] ?? '');
}
