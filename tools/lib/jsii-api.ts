interface TypeReference {
  readonly primitive?: string;
  readonly union?: unknown;
  readonly collection?: { readonly elementtype: TypeReference };
}
interface Value {
  readonly name?: string;
  readonly type?: TypeReference;
  readonly optional?: boolean;
  readonly docs?: Docs;
}
interface Method extends Value {
  readonly parameters?: Value[];
  readonly returns?: Value;
}
interface Docs {
  readonly summary?: string;
  readonly default?: string;
}
/** A type of a jsii assembly, as far as the check looks at it. */
export interface Type {
  readonly fqn: string;
  readonly docs?: Docs;
  /** Whether it is a struct, such as props. */
  readonly datatype?: boolean;
  readonly properties?: (Value & { readonly overrides?: string })[];
  readonly methods?: (Method & { readonly overrides?: string })[];
  readonly initializer?: Method;
}

/**
 * What compiles under jsii and then degrades in other languages: union types and `any`; and what a reader of API.md
 * would miss: docstrings. One line per place.
 */
export function weaknesses(type: Type): string[] {
  const values: [string, Value | undefined][] = [
    ...(type.properties ?? []).map((property): [string, Value] => [`${type.fqn}.${property.name}`, property]),
    ...[...(type.methods ?? []), ...(type.initializer ? [type.initializer] : [])].flatMap((method) =>
      [...(method.parameters ?? []), method.returns].map((value): [string, Value | undefined] => [
        `${type.fqn}.${method.name ?? 'constructor'}(${value?.name ?? ''})`,
        value,
      ]),
    ),
  ];
  const undocumented = [type, ...(type.properties ?? []), ...(type.methods ?? [])]
    .filter((member) => !member.docs?.summary && !('overrides' in member && member.overrides))
    .map((member) => `${type.fqn}${'name' in member && member !== type ? `.${member.name}` : ''}: no docstring`);
  return [
    ...values.flatMap(([place, value]) => weakness(value?.type).map((what) => `${place}: ${what}`)),
    ...undocumented,
    ...unsaid(type),
  ];
}

/** What a parameter is, and what an optional prop that is left out comes to. */
function unsaid({ fqn, datatype, methods = [], properties = [] }: Type): string[] {
  const parameters = methods
    .filter(({ overrides }) => !overrides)
    .flatMap((method) => (method.parameters ?? []).map((value) => ({ value, place: `${fqn}.${method.name}` })))
    .filter(({ value }) => !value.docs?.summary)
    .map(({ value, place }) => `${place}(${value.name}): no @param`);
  const defaults = properties
    .filter(({ optional, docs }) => datatype && optional && !docs?.default)
    .map(({ name }) => `${fqn}.${name}: no @default`);
  return [...parameters, ...defaults];
}

function weakness(type: TypeReference | undefined): string[] {
  if (!type) return [];
  if (type.union) return ['a union type becomes `object` in other languages'];
  if (type.primitive === 'any') return ['`any` (or an unsupported type) loses all checking in other languages'];
  return type.collection ? weakness(type.collection.elementtype) : [];
}
