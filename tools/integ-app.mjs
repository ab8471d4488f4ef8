// @ts-check
/**
 * Runs one integration test's app for integ-runner, which reads cloud assemblies up to schema 53 while aws-cdk-lib
 * writes a newer one. What was added since is left out of nothing it looks at, so only the number is put back.
 * Remove when an integ-runner reads what the pinned aws-cdk-lib writes.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const READABLE = '53.0.0';

process.env.CDK_VALIDATION = 'false';
await import(pathToFileURL(resolve(process.argv[2] ?? '')).href);

process.on('exit', () => {
  const assembly = process.env.CDK_OUTDIR ?? '';
  for (const file of readdirSync(assembly).filter((name) => /\.json$|^cdk\.out$/.test(name))) {
    const path = join(assembly, file);
    const content = JSON.parse(readFileSync(path, 'utf8'));
    if (file.endsWith('.metadata.json')) dropStackTraces(content);
    else if (/^(manifest|integ|.*\.assets)\.json$|^cdk\.out$/.test(file) && content.version) content.version = READABLE;
    else continue;
    writeFileSync(path, `${JSON.stringify(content, undefined, 1)}\n`);
  }
});

/**
 * Stack traces hold the paths of the machine that wrote the snapshot.
 * @param {Record<string, { type: string, trace?: string[] }[]>} metadata
 */
function dropStackTraces(metadata) {
  for (const [path, entries] of Object.entries(metadata)) {
    metadata[path] = entries
      .filter(({ type }) => type !== 'aws:cdk:creationStack')
      .map(({ trace: _dropped, ...entry }) => entry);
  }
}
