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
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) return undefined;
    only = key;
  }
  const argument = only === undefined ? undefined : value[only];
  return only === undefined || argument === undefined ? undefined : [only, argument];
}
