import { type Truth, truthOf } from './conditions';
import { isList, isMap, type Json, onlyEntry } from './json';
import { parameterValues } from './parameters';
import { describe, type Possibility, type Text } from './possibility';
import type { Outputs, Placed, Resource, Template } from './template';

/** Beyond this many the answer is that there are too many. */
const MAX_POSSIBILITIES = 64;
const MAX_DEPTH = 48;

/** Where an evaluation stands. */
interface Position {
  readonly platform: Outputs;
  readonly template: Template;
  readonly path: string;
  readonly depth: number;
}

/** Everything that a value of a template may be once it is deployed; at least one. */
export function evaluate(value: Json | undefined, at: Start): Possibility[] {
  const found = possibilities(value, { ...at, depth: at.depth ?? 0 });
  if (found.length <= MAX_POSSIBILITIES) return found;
  return [{ kind: 'unknown', reason: `more than ${MAX_POSSIBILITIES} values are possible`, path: at.path }];
}

type Start = Omit<Position, 'depth'> & { readonly depth?: number };

function possibilities(value: Json | undefined, at: Position): Possibility[] {
  const { path, template } = at;
  if (value === undefined || value === null) return [{ kind: 'absent', path }];
  const [name, argument] = (isMap(value) ? onlyEntry(value) : undefined) ?? [];
  if (name === undefined || argument === undefined || !(name in FUNCTIONS || name.startsWith('Fn::')))
    return isDynamic(value)
      ? [{ kind: 'text', text: value, resources: [], path }]
      : [{ kind: 'known', value, template, path }];
  if (at.depth > MAX_DEPTH) return unknown(at, 'it refers to itself, or too deep');
  const call = FUNCTIONS[name];
  return call ? call(argument, { ...at, depth: at.depth + 1 }) : unknown(at, `${name} is resolved at deployment`);
}

const FUNCTIONS: Readonly<Record<string, (argument: Json, at: Position) => Possibility[]>> = {
  Ref: (argument, at) => (typeof argument === 'string' ? reference(argument, at) : unknown(at, 'Ref without a name')),
  'Fn::GetAtt': attribute,
  'Fn::If': conditional,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': importValue,
  'Fn::GetStackOutput': stackOutput,
};

/** A reference to Systems Manager or Secrets Manager, which CloudFormation follows at deployment. */
function isDynamic(value: Json): value is string {
  return typeof value === 'string' && value.includes('{{resolve:');
}

function unknown({ path }: Position, reason: string): Possibility[] {
  return [{ kind: 'unknown', reason, path }];
}

function reference(name: string, at: Position): Possibility[] {
  const { path, template } = at;
  if (name === 'AWS::NoValue') return [{ kind: 'absent', path }];
  if (name === 'AWS::Region' && template.source.region)
    return [{ kind: 'known', value: template.source.region, template, path }];
  if (name === 'AWS::AccountId' && template.source.account)
    return [{ kind: 'known', value: template.source.account, template, path }];
  if (name.startsWith('AWS::')) return [{ kind: 'text', text: `\${${name}}`, resources: [], path }];
  const parameter = parameterValues(template, name);
  if (parameter) {
    const { values, open } = parameter;
    const given = values.length > 0 ? `parameter ${name} may be set to anything` : `parameter ${name} has no default`;
    return [...values.flatMap((value) => possibilities(value, at)), ...(open ? unknown(at, given) : [])];
  }
  const resource = template.resource(name);
  return resource ? [{ kind: 'reference', resource, path }] : unknown(at, `${name} is not in the template`);
}

function attribute(argument: Json, at: Position): Possibility[] {
  const [logicalId, ...rest] = typeof argument === 'string' ? argument.split('.') : isList(argument) ? argument : [];
  const resource = typeof logicalId === 'string' ? at.template.resource(logicalId) : undefined;
  if (!resource) return unknown(at, `${String(logicalId)} is not in the template`);
  return [{ kind: 'reference', resource, attribute: rest.map(String).join('.'), path: at.path }];
}

function conditional(argument: Json, at: Position): Possibility[] {
  const [name, whenTrue, whenFalse] = isList(argument) ? argument : [];
  if (typeof name !== 'string') return unknown(at, 'Fn::If without a condition');
  const truth = truthOf(name, at.template, (side) => fixedText(side, at));
  return [
    ...(truth === 'false' ? [] : possibilities(whenTrue, at)),
    ...(truth === 'true' ? [] : possibilities(whenFalse, at)),
  ];
}

/** Whether a resource comes to be: `open` where its condition does not say so before the deployment. */
export function existence({ template, condition }: Resource, platform: Outputs): Truth {
  const at: Position = { platform, template, path: '', depth: 0 };
  return condition === undefined ? 'true' : truthOf(condition, template, (side) => fixedText(side, at));
}

/** The text of a side of `Fn::Equals`, where the template leaves no choice. Parameters do: that is what they are for. */
function fixedText(side: Json, at: Position): string | undefined {
  if (isMap(side) && typeof side.Ref === 'string' && !side.Ref.startsWith('AWS::')) return undefined;
  const [only, ...more] = possibilities(side, at);
  return only?.kind === 'known' && more.length === 0 ? String(only.value) : undefined;
}

function join(argument: Json, at: Position): Possibility[] {
  const [separator, parts] = isList(argument) ? argument : [];
  if (typeof separator !== 'string' || parts === undefined) return unknown(at, 'Fn::Join without a list');
  return possibilities(parts, at).flatMap((list) =>
    list.kind === 'known' && isList(list.value)
      ? concatenated(list.value, separator, { ...at, template: list.template })
      : unknown(at, `Fn::Join of ${describe(list)}`),
  );
}

/** Text of parts that may each be several things; equal choices are counted once. */
function concatenated(parts: readonly Json[], separator: string, at: Position): Possibility[] {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return possibilities(only, at);
  let texts: Text[] = [{ kind: 'text', text: '', resources: [], path: at.path }];
  for (const [index, part] of parts.entries()) {
    const pieces = possibilities(part, at).map((piece) => asText(piece));
    texts = texts.flatMap((before) =>
      pieces.map((piece) => ({
        ...before,
        text: before.text + (index > 0 ? separator : '') + piece.text,
        resources: [...before.resources, ...piece.resources],
      })),
    );
    if (texts.length > MAX_POSSIBILITIES) return unknown(at, `more than ${MAX_POSSIBILITIES} texts are possible`);
  }
  return texts.map((text) => settled(text, at.template));
}

/** Text without an open part is a known value. */
function settled(text: Text, template: Template): Possibility {
  const open = text.resources.length > 0 || text.text.includes('${') || isDynamic(text.text);
  return open ? text : { kind: 'known', value: text.text, template, path: text.path };
}

function asText(possibility: Possibility): Text {
  const { path } = possibility;
  switch (possibility.kind) {
    case 'text':
      return possibility;
    case 'known':
      return { kind: 'text', text: String(possibility.value), resources: [], path };
    case 'absent':
      return { kind: 'text', text: '', resources: [], path };
    case 'reference': {
      const { resource, attribute: name } = possibility;
      return { kind: 'text', text: `\${${resource.id}${name ? `.${name}` : ''}}`, resources: [resource], path };
    }
    case 'unknown':
      return { kind: 'text', text: `\${${possibility.reason}}`, resources: [], path };
  }
}

function substitute(argument: Json, at: Position): Possibility[] {
  const [format, own] = isList(argument) ? argument : [argument];
  if (typeof format !== 'string') return unknown(at, 'Fn::Sub without text');
  const variables = isMap(own) ? own : {};
  const parts = format.split(/(\$\{[^}]*\})/).map((part): Json => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1]?.trim();
    if (name === undefined) return part;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const variable = variables[name];
    if (variable !== undefined) return variable;
    return name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name };
  });
  return concatenated(
    parts.filter((part) => part !== ''),
    '',
    at,
  );
}

function select(argument: Json, at: Position): Possibility[] {
  const [index, list] = isList(argument) ? argument : [];
  return possibilities(list, at).flatMap((choice) =>
    choice.kind === 'known' && isList(choice.value)
      ? possibilities(choice.value[Number(index)], { ...at, template: choice.template })
      : unknown(at, `Fn::Select of ${describe(choice)}`),
  );
}

function split(argument: Json, at: Position): Possibility[] {
  const [separator, text] = isList(argument) ? argument : [];
  return possibilities(text, at).map((choice) =>
    choice.kind === 'known' && typeof choice.value === 'string'
      ? { ...choice, value: choice.value.split(String(separator)) }
      : { kind: 'unknown', reason: `Fn::Split of ${describe(choice)}`, path: at.path },
  );
}

/** All values that the keys allow: a key that is open allows each. */
function findInMap(argument: Json, at: Position): Possibility[] {
  const [map, first, second, options] = isList(argument) ? argument : [];
  const table = typeof map === 'string' ? at.template.section('Mappings')[map] : undefined;
  if (!isMap(table)) return unknown(at, 'Fn::FindInMap of a mapping that the template does not have');
  const rows = chosen(table, first, at).filter(isMap);
  const values = rows.flatMap((row) => chosen(row, second, at));
  const fallback = isMap(options) ? options.DefaultValue : undefined;
  const all = fallback === undefined ? values : [...values, fallback];
  return all.length > 0 ? all.flatMap((value) => possibilities(value, at)) : unknown(at, 'Fn::FindInMap finds nothing');
}

function chosen(table: { readonly [key: string]: Json | undefined }, key: Json | undefined, at: Position): Json[] {
  const keys = possibilities(key, at).map((choice) => (choice.kind === 'known' ? String(choice.value) : undefined));
  const open = keys.includes(undefined);
  return Object.entries(table).flatMap(([name, value]) =>
    value !== undefined && (open || keys.includes(name)) ? [value] : [],
  );
}

function importValue(argument: Json, at: Position): Possibility[] {
  return possibilities(argument, at).flatMap((name) => {
    const exported = name.kind === 'known' ? at.platform.exported(String(name.value), at.template) : [];
    return exported.length > 0
      ? exported.flatMap((one) => elsewhere(one, at))
      : unknown(at, `${describe(name)} comes from a stack outside this app`);
  });
}

function stackOutput(argument: Json, at: Position): Possibility[] {
  const reference = isMap(argument) ? argument : {};
  const outputs = at.platform.output(reference, at.template);
  return outputs.length > 0
    ? outputs.flatMap((one) => elsewhere(one, at))
    : unknown(at, `${String(reference.StackName)} is a stack outside this app`);
}

function elsewhere({ value, template }: Placed, at: Position): Possibility[] {
  return possibilities(value, { ...at, template });
}
