import { readFileSync } from 'node:fs';
import type { App } from 'aws-cdk-lib/core';
import type { z } from 'zod';
import { ConfigError } from './config-error';
import { suggest } from './suggest';

/** Where an app's configuration comes from, and what it must look like. */
export interface ConfigSource<Schema extends z.ZodObject> {
  readonly app: App;
  /** JSON file, from the app's folder. */
  readonly file: string;
  readonly schema: Schema;
  /** Top-level fields that `-c name=value` overrides; an empty value removes the field. */
  readonly contextKeys: readonly (keyof z.infer<Schema> & string)[];
  /** Context keys that the app reads itself: no fields, but names that a misspelt key may have meant. */
  readonly otherContextKeys?: readonly string[];
  /** Groups of fields of which one is used: a context key of one group sets the file's fields of the others aside. */
  readonly alternatives?: readonly (readonly (keyof z.infer<Schema> & string)[])[];
}

/**
 * Reads a config file, lays the context keys over it and checks the whole.
 * @throws ConfigError that lists every problem: file or context key, JSON path, value, what is allowed.
 */
export function readConfig<Schema extends z.ZodObject>(source: ConfigSource<Schema>): z.infer<Schema> {
  refuseMisspeltContext(source);
  const fromContext = contextValues(source);
  const values: Record<string, unknown> = { ...parseFile(source.file), ...fromContext };
  for (const key of setAside(source, fromContext)) delete values[key];

  const result = source.schema.safeParse(values);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describe(issue, source, values, fromContext));
  throw new ConfigError(problems.join('\n'));
}

function parseFile(file: string): Record<string, unknown> {
  const text = readText(file);
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'is not there. Run cdk in the folder of the app.' : `cannot be read: ${message}`;
    throw new ConfigError(`${file} ${reason}`);
  }
}

function contextValues({ app, contextKeys }: ConfigSource<z.ZodObject>): Record<string, unknown> {
  const given = contextKeys.filter((key) => app.node.tryGetContext(key) !== undefined);
  return Object.fromEntries(
    given.map((key) => {
      const value: unknown = app.node.tryGetContext(key);
      return [key, value === '' ? undefined : value];
    }),
  );
}

/** Fields that the context empties, and those of the file that an alternative from the context replaces. */
function setAside({ alternatives = [] }: ConfigSource<z.ZodObject>, fromContext: Record<string, unknown>): string[] {
  const given = Object.keys(fromContext).filter((key) => fromContext[key] !== undefined);
  const chosen = alternatives.filter((group) => group.some((key) => given.includes(key)));
  const replaced = chosen.length > 0 ? alternatives.filter((group) => !chosen.includes(group)).flat() : [];
  return [...Object.keys(fromContext).filter((key) => fromContext[key] === undefined), ...replaced];
}

/**
 * Other tools keep context keys too, so only a field of ours, or a key that is nearly ours, is taken for a slip. A file
 * for which no key is meant has no say in them.
 */
function refuseMisspeltContext(source: ConfigSource<z.ZodObject>): void {
  const { app, contextKeys, file, otherContextKeys = [], schema } = source;
  const known = [...otherContextKeys, ...contextKeys];
  if (known.length === 0) return;
  const unknown = Object.keys(app.node.getAllContext()).filter((key) => !known.includes(key) && /^[\w.-]+$/.test(key));
  for (const key of unknown) {
    const [field = ''] = key.split('.');
    const meant = suggest(key, known);
    const problem = Object.hasOwn(schema.shape, field)
      ? `Change ${key} in ${file}.`
      : meant && `Did you mean ${meant}?`;
    if (problem) throw new ConfigError(`-c ${key}: unknown context key. ${problem} Known keys: ${known.join(', ')}.`);
  }
}

type Issue = z.core.$ZodIssue;

function describe(
  issue: Issue,
  source: ConfigSource<z.ZodObject>,
  values: Record<string, unknown>,
  fromContext: Record<string, unknown>,
): string[] {
  const [first] = issue.path;
  const where =
    typeof first === 'string' && first in fromContext
      ? `-c ${first}`
      : `${source.file}: ${issue.path.join('.') || '(root)'}`;
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(source.schema, issue.path);
    return issue.keys.map((key) => {
      const meant = suggest(key, known);
      const path = [...issue.path, key].join('.');
      return `${source.file}: ${path}: unknown field.${meant ? ` Did you mean ${meant}?` : ''} Allowed: ${known.join(', ')}.`;
    });
  }
  // Not the issue's own input: a rule over several fields was given the object that holds them.
  const value = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)?.[step], values);
  return [`${where}: ${issue.message}, got: ${value === undefined ? 'nothing' : JSON.stringify(value)}`];
}

/** Names of the fields that the schema knows at a path. */
function fieldsAt(schema: z.ZodObject, path: readonly PropertyKey[]): string[] {
  let fields = schema.shape as Record<string, unknown>;
  for (const step of path) fields = unwrap(fields[String(step)]);
  return Object.keys(fields);
}

function unwrap(field: unknown): Record<string, unknown> {
  const { shape, def } = field as { shape?: Record<string, unknown>; def?: { innerType?: unknown } };
  if (shape) return shape;
  return def?.innerType ? unwrap(def.innerType) : {};
}
