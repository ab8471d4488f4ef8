import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Properties = Record<string, unknown>;
export interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
}

interface Manifest {
  artifacts: Record<string, { type: string; properties: Record<string, string> }>;
}
interface Assets {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

/** Edits the templates of a cloud assembly as a change of the app would, so that the CDK CLI deploys the edited ones. */
export function editTemplates(assembly: string, edit: (resource: Resource) => void): void {
  const file = join(assembly, 'manifest.json');
  const manifest = read<Manifest>(file);
  for (const [id, { type, properties }] of Object.entries(manifest.artifacts)) {
    if (type !== 'aws:cloudformation:stack') continue;
    const name = properties.templateFile ?? `${id}.template.json`;
    const template = read<{ Resources: Record<string, Resource> }>(join(assembly, name));
    for (const resource of Object.values(template.Resources)) edit(resource);
    const text = JSON.stringify(template);
    writeFileSync(join(assembly, name), text);
    // An asset is uploaded under the digest of its content, and not at all if that is there.
    const key = `${createHash('sha256').update(text).digest('hex')}.json`;
    properties.stackTemplateAssetObjectUrl = (properties.stackTemplateAssetObjectUrl ?? '').replace(/[^/]+$/, key);
    rename(join(assembly, `${id}.assets.json`), name, key);
  }
  writeFileSync(file, JSON.stringify(manifest));
}

function rename(file: string, template: string, key: string): void {
  const assets = read<Assets>(file);
  const entry = Object.entries(assets.files).find(([, { source }]) => source.path === template);
  if (!entry) throw new Error(`${file} has no asset for ${template}`);
  const [former, asset] = entry;
  for (const destination of Object.values(asset.destinations)) destination.objectKey = key;
  delete assets.files[former];
  assets.files[key.replace('.json', '')] = asset;
  writeFileSync(file, JSON.stringify(assets));
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
