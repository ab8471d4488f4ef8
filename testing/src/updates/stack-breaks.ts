import { isStateful } from './stateful';
import type { ReplacingChange, UpdateBehaviour } from './update-behaviour';

/** A resource of a template, as far as an update looks at it. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

export interface Stack {
  /** The name it is deployed under. */
  readonly name: string;
  /** `aws://account/region`. */
  readonly environment: string;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** Something that an update would do to a deployed stack, or to code that uses a package, and must not. */
export interface Break {
  /** What breaks: `Stack/LogicalId.Property (type, construct path)`, or a member of an API. */
  readonly where: string;
  readonly what: string;
}

/** What an update from one set of stacks to another would do to stateful resources. */
export function stackBreaks(before: readonly Stack[], after: readonly Stack[], behaviour: UpdateBehaviour): Break[] {
  return before.flatMap((old) => {
    const current = after.find(({ name }) => name === old.name);
    const elsewhere = current !== undefined && current.environment !== old.environment;
    if (current && !elsewhere) return resourceBreaks(old, current, behaviour);
    const lost = Object.entries(old.resources).filter(([, { Type }]) => isStateful(Type, behaviour));
    if (lost.length === 0) return [];
    const what = elsewhere
      ? `it moves from ${old.environment} to ${current.environment}`
      : `there is no stack of this name any more (there is: ${after.map(({ name }) => name).join(', ') || 'none'})`;
    const resources = lost.map(([id, { Type }]) => `${id} (${Type})`).join(', ');
    return [{ where: old.name, what: `${what}: left behind or deleted, and made anew empty, would be ${resources}` }];
  });
}

function resourceBreaks(before: Stack, after: Stack, behaviour: UpdateBehaviour): Break[] {
  if (JSON.stringify(before.resources) === JSON.stringify(after.resources)) return [];
  const replaced = replacements(before, after, behaviour);
  return Object.entries(before.resources)
    .filter(([, { Type }]) => isStateful(Type, behaviour))
    .flatMap(([id, old]) => {
      const current = after.resources[id];
      const place = (property = '') => `${before.name}/${id}${property && `.${property}`} (${describe(old)})`;
      if (!current || current.Type !== old.Type) return [{ where: place(), what: removal(id, old, before, after) }];
      const changes = (replaced.get(id) ?? []).map((change) => ({
        where: place(change.property),
        what: replacement(change, replaced),
      }));
      return [
        ...changes,
        ...policyBreaks(old, current).map((what) => ({ where: place(what.policy), what: what.what })),
      ];
    });
}

/** Every resource that the update replaces, stateful or not: what refers to a replaced one changes with it. */
function replacements(before: Stack, after: Stack, behaviour: UpdateBehaviour): Map<string, ReplacingChange[]> {
  const replaced = new Map<string, ReplacingChange[]>();
  for (let size = -1; size !== replaced.size; ) {
    size = replaced.size;
    for (const [id, old] of Object.entries(before.resources)) {
      const current = after.resources[id];
      if (current?.Type !== old.Type || replaced.has(id)) continue;
      const { Properties: properties = {} } = old;
      const updated = marked(current.Properties ?? {}, replaced) as object;
      // Most resources stay as they are, and reading AWS's data on each of their properties takes far longer than this.
      if (JSON.stringify(properties) === JSON.stringify(updated)) continue;
      const changes = behaviour.replacingChanges(old.Type, properties, updated);
      if (changes.length > 0) replaced.set(id, changes);
    }
  }
  return replaced;
}

/** A value in which references to replaced resources differ from what they were, and say what is replaced. */
function marked(value: unknown, replaced: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((inner) => marked(inner, replaced));
  if (typeof value !== 'object' || value === null) return value;
  const mark = (text: unknown) => {
    const id = typeof text === 'string' ? (text.split('.')[0] ?? '') : '';
    return replaced.has(id) ? `${text}${replacedMark(id)}` : text;
  };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'Ref') return [key, mark(inner)];
      if (key === 'Fn::GetAtt') return [key, Array.isArray(inner) ? [mark(inner[0]), ...inner.slice(1)] : mark(inner)];
      if (key === 'Fn::Sub') return [key, marked(markedText(inner, replaced), replaced)];
      return [key, marked(inner, replaced)];
    }),
  );
}

function markedText(value: unknown, replaced: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return [markedText(value[0], replaced), ...value.slice(1)];
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\$\{([A-Za-z0-9]+)([^}]*)\}/g, (match, id: string) =>
    replaced.has(id) ? match + replacedMark(id) : match,
  );
}

function replacedMark(id: string): string {
  return ` (replaced: ${id})`;
}

function removal(id: string, old: Resource, before: Stack, after: Stack): string {
  const fate = rank(old, 'DeletionPolicy') > 0 ? 'leaves it behind' : 'deletes it';
  const added = Object.entries(after.resources).filter(
    ([other, { Type }]) => Type === old.Type && !before.resources[other],
  );
  const samePath = added.find(([, resource]) => pathOf(resource) === pathOf(old));
  const [successor] = samePath ?? (added.length === 1 ? (added[0] as [string, Resource]) : []);
  if (successor && successor !== id) {
    return `its logical id changes to ${successor}: CloudFormation makes that one anew and ${fate}`;
  }
  if (after.resources[id]) return `its type changes to ${after.resources[id].Type}: CloudFormation ${fate}`;
  return `it is no longer in the template: CloudFormation ${fate}`;
}

function replacement(change: ReplacingChange, replaced: ReadonlyMap<string, ReplacingChange[]>): string {
  const { before, after, conditional } = change;
  const cause = /\(replaced: (\w+)\)/.exec(JSON.stringify(after) ?? '')?.[1];
  const effect = conditional
    ? 'CloudFormation replaces it in some cases, and nothing shows that this is none of them'
    : 'CloudFormation replaces it';
  if (cause) {
    const property = replaced.get(cause)?.[0]?.property;
    return `it refers to ${cause}, which is replaced because its ${property} changes: ${effect}`;
  }
  return `${show(before)} becomes ${show(after)}: ${effect}`;
}

type Policy = 'DeletionPolicy' | 'UpdateReplacePolicy';
const POLICIES: readonly Policy[] = ['DeletionPolicy', 'UpdateReplacePolicy'];

/** How much of a resource stays when its stack no longer wants it. */
function rank(resource: Resource, policy: Policy): number {
  const ranks: Readonly<Record<string, number>> = { Delete: 0, Snapshot: 1, RetainExceptOnCreate: 2, Retain: 2 };
  return ranks[resource[policy] ?? defaultOf(resource, policy)] ?? 0;
}

/** CloudFormation deletes what names no policy, but for databases that stand alone and for clusters of them. */
function defaultOf({ Type, Properties = {} }: Resource, policy: Policy): string {
  const standsAlone = Type === 'AWS::RDS::DBInstance' && Properties.DBClusterIdentifier === undefined;
  return policy === 'DeletionPolicy' && (Type === 'AWS::RDS::DBCluster' || standsAlone) ? 'Snapshot' : 'Delete';
}

function policyBreaks(before: Resource, after: Resource): { policy: Policy; what: string }[] {
  return POLICIES.filter((policy) => rank(after, policy) < rank(before, policy)).map((policy) => ({
    policy,
    what: `it weakens from ${show(before[policy])} to ${show(after[policy])}`,
  }));
}

function describe(resource: Resource): string {
  const path = pathOf(resource);
  return path ? `${resource.Type}, ${path}` : resource.Type;
}

function pathOf(resource: Resource): string | undefined {
  return resource.Metadata?.['aws:cdk:path'];
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
