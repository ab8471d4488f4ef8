import type { AppTemplate, Json } from '@org/testing';
import { ENVIRONMENTS, type EnvironmentName } from './synthesized';

/** What environments have different: a property of a resource that all have, or how many there are of a type. */
export interface Difference {
  readonly what: string;
  /** In the order of ENVIRONMENTS. */
  readonly values: readonly string[];
}

/** Which environments stand apart: dev where staging mirrors prod, prod where dev and staging are alike, or each. */
export type Apart = 'dev' | 'prod' | 'each';

export function apart({ values: [dev, staging, prod] }: Difference): Apart {
  if (staging === prod) return 'dev';
  return dev === staging ? 'prod' : 'each';
}

/**
 * Compares templates resource by resource. What some environment lacks is counted by its type, and references to it
 * from lists are left out; the name of the environment inside of names is no difference.
 */
export function differences(templates: Readonly<Record<EnvironmentName, AppTemplate>>): Difference[] {
  const counterparts = pair(ENVIRONMENTS.map((name) => templates[name].Resources));
  const columns = ENVIRONMENTS.map((name) => describe(templates[name], name, counterparts));
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return keys
    .map((what) => ({ what, values: columns.map((column) => column.get(what) ?? '-') }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Types that occur, whatever their number. */
export function typesOf({ Resources }: AppTemplate): string[] {
  return [...new Set(Object.values(Resources).map(({ Type }) => Type))].sort();
}

/** Pads cells, and cuts them at `widest`. */
export function asTable(rows: readonly (readonly string[])[], widest: number): string {
  const cells = rows.map((row) => row.map((cell) => (cell.length > widest ? `${cell.slice(0, widest - 3)}...` : cell)));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

type Resources = AppTemplate['Resources'];

/**
 * A name for each resource that every environment has, by logical id: the id itself, or, where ids differ and there
 * are as many everywhere, the type and a number. A subscription has such an id, made from its address.
 */
function pair(environments: readonly Resources[]): Map<string, string> {
  const isCommon = (id: string) => environments.every((resources) => resources[id]);
  const ids = environments.map((resources) => Object.keys(resources));
  const pairs = new Map(
    ids
      .flat()
      .filter(isCommon)
      .map((id): [string, string] => [id, id]),
  );
  for (const type of new Set(environments.flatMap((resources) => Object.values(resources).map(({ Type }) => Type)))) {
    const own = environments.map((resources) =>
      Object.keys(resources).filter((id) => resources[id]?.Type === type && !isCommon(id)),
    );
    if (new Set(own.map(({ length }) => length)).size > 1) continue;
    for (const group of own) for (const [index, id] of group.entries()) pairs.set(id, `${type} ${index}`);
  }
  return pairs;
}

/** Everything that a template says, by where it says it. */
function describe(template: AppTemplate, name: EnvironmentName, pairs: Map<string, string>): Map<string, string> {
  const { Resources, ...rest } = template as AppTemplate & Json;
  const alone = new Set(Object.keys(Resources).filter((id) => !pairs.has(id)));
  const paired = Object.entries(Resources)
    .filter(([id]) => !alone.has(id))
    .sort(([one], [other]) => (pairs.get(one) ?? '').localeCompare(pairs.get(other) ?? '', 'en'));
  const leaves = [
    ...paired.flatMap(([, { Type, Metadata, ...resource }]: [string, Json]) => [
      ...leavesOf(resource, short(Type), alone),
    ]),
    ...leavesOf(rest, 'Template', alone),
  ];
  const said = new Map<string, string>();
  for (const [path, value] of leaves) {
    const where = path.replace('.Properties', '');
    const before = said.get(where);
    said.set(where, `${before === undefined ? '' : `${before}, `}${withoutName(value, name)}`);
  }
  const types = Object.values(Resources).map(({ Type }) => Type);
  for (const type of types) said.set(`${short(type)}, number`, String(types.filter((other) => other === type).length));
  return said;
}

function* leavesOf(value: unknown, path: string, alone: Set<string>): Generator<[path: string, value: string]> {
  if (typeof value !== 'object' || value === null) {
    yield [path, String(value)];
  } else if (Array.isArray(value)) {
    for (const item of value) if (!alone.has(referred(item))) yield* leavesOf(item, `${path}[]`, alone);
  } else if (isIntrinsic(value)) {
    yield [path, referred(value) || JSON.stringify(value)];
  } else {
    const { Key, Value, ...others } = value as Json;
    const isTag = Key !== undefined && Value !== undefined && Object.keys(others).length === 0;
    const fields = isTag ? [[Key, Value]] : Object.entries(value);
    for (const [key, inner] of fields) yield* leavesOf(inner, `${path}.${key}`, alone);
  }
}

/** The logical id that a reference, or an entry of DependsOn, names. */
function referred(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': getAtt } = value as Json;
  return Ref ?? getAtt?.[0] ?? '';
}

function isIntrinsic(value: object): boolean {
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function withoutName(value: string, name: EnvironmentName): string {
  return value === name ? '{env}' : value.replaceAll(`${name}-us-east-1-pay-`, '{env}-us-east-1-pay-');
}

function short(type: string): string {
  return type.replace('AWS::', '');
}
