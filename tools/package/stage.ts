import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { type Manifest, Refused, readManifest } from './manifest';

const PRIVATE = 'lib/private';

/** What a reader of the published package has no use for. */
const OF_THE_REPOSITORY = ['devDependencies', 'nx', 'scripts', '//'];

export interface Staged {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Copies what a package publishes into a folder of its own, at a version. The version stands in package.json and in
 * the jsii assembly, which the other languages' artifacts are made from; the tree keeps its own.
 * What an earlier build left behind of sources that are gone is not copied.
 * @throws Refused if the package is not built, or if its build is not of these sources.
 */
export function stage(source: string, version: string, target: string): Staged {
  const manifest = readManifest(source);
  refuseUnbuilt(source, manifest);
  mkdirSync(target, { recursive: true });
  const filter = (path: string) => !isLeftOver(source, path);
  for (const file of publishedFiles(manifest))
    cpSync(join(source, file), join(target, file), { recursive: true, filter });
  if (manifest.files.includes(`!${PRIVATE}/**/*.d.ts`)) leaveOutComments(join(target, PRIVATE));

  const assembly = JSON.parse(readFileSync(join(source, '.jsii'), 'utf8')) as Record<string, unknown>;
  writeJson(join(target, '.jsii'), fingerprinted({ ...assembly, version }));
  const published = Object.fromEntries(
    Object.entries(manifest).filter(([field]) => !OF_THE_REPOSITORY.includes(field)),
  );
  // As npm would write it on publication. jsii reads the plain address, from which it makes those of other languages.
  const repository = { ...manifest.repository, url: `git+${manifest.repository.url}` };
  writeJson(join(target, 'package.json'), { ...published, repository, version });
  return { folder: target, manifest: readManifest(target) };
}

/** Files and folders that npm publishes, without the patterns (`!lib/private/...`) of what it leaves out of them. */
function publishedFiles({ files }: Pick<Manifest, 'files'>): string[] {
  return ['README.md', ...files.filter((file) => !file.startsWith('!'))];
}

function refuseUnbuilt(source: string, { name, version, files }: Manifest): void {
  const missing = publishedFiles({ files }).filter((file) => !existsSync(join(source, file)));
  if (missing.length > 0) {
    throw new Refused(
      `${name} is not built: it has no ${missing.join(', no ')}. Run \`npm run build\` and \`npm run docs\`.`,
    );
  }
  const assembly = JSON.parse(readFileSync(join(source, '.jsii'), 'utf8')) as { name: string; version: string };
  if (assembly.name !== name || assembly.version !== version) {
    throw new Refused(
      `${name} ${version} was built as ${assembly.name} ${assembly.version}. Run \`npm run build\` again.`,
    );
  }
  const compiled = new Set(modules(join(source, 'lib'), '.js'));
  const without = modules(join(source, 'src'), '.ts').filter((module) => !compiled.has(module));
  if (without.length > 0) {
    const problems = without.map((module) => `src/${module}.ts is not compiled`);
    throw new Refused(`${name} is not built from its sources:\n${problems.join('\n')}\nRun \`npm run build\`.`);
  }
}

/** Whether a file was compiled from a source that is gone: jsii leaves it in `lib`. */
function isLeftOver(source: string, path: string): boolean {
  const [, module] = /^lib\/(.+?)\.(?:d\.ts|js)$/.exec(relative(source, path)) ?? [];
  return module !== undefined && !existsSync(join(source, 'src', `${module}.ts`));
}

/** Paths below a folder, without the extension. */
function modules(folder: string, extension: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).slice(0, -extension.length));
}

/** What has no declarations for a reader has no comments either (ADR 50). */
function leaveOutComments(folder: string): void {
  for (const module of modules(folder, '.js')) {
    const file = join(folder, `${module}.js`);
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), { legalComments: 'none' }).code);
  }
}

/** As jsii does it: a digest of the assembly without its fingerprint. */
function fingerprinted(assembly: Record<string, unknown>): Record<string, unknown> {
  const { fingerprint: _, ...content } = assembly;
  return { ...content, fingerprint: createHash('sha256').update(JSON.stringify(content)).digest('base64') };
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
