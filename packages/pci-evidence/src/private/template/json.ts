/** Anything that JSON holds. */
export type Json = string | number | boolean | null | readonly Json[] | JsonMap;

export interface JsonMap {
  readonly [key: string]: Json | undefined;
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The one entry of an object that has exactly one, which is how CloudFormation writes its functions. */
export function onlyEntry(value: JsonMap): readonly [key: string, argument: Json] | undefined {
  const entries = Object.entries(value);
  const [first] = entries;
  return entries.length === 1 && first?.[1] !== undefined ? [first[0], first[1]] : undefined;
}
