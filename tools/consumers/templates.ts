import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A template by the name of its file, lines sorted as CloudFormation does not mind. */
export type Templates = Readonly<Record<string, string>>;

/**
 * The templates of a cloud assembly, without what is said to differ: the hashes of assets, which change with the file
 * times and the version of CDK's own functions, and the metadata of resources, which no resource is made from.
 */
export function readTemplates(assembly: string): Templates {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(files.sort().map((file) => [file, normalized(readFileSync(join(assembly, file), 'utf8'))]));
}

export function normalized(template: string): string {
  const parsed = JSON.parse(template) as { Resources?: Record<string, { Metadata?: unknown }> };
  for (const resource of Object.values(parsed.Resources ?? {})) delete resource.Metadata;
  const text = JSON.stringify(sorted(parsed), undefined, 1);
  return text.replace(/\b[0-9a-f]{64}\b/g, '<asset>');
}

/** Keys in order: languages hand over maps in orders of their own. The order of lists means something and stays. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
