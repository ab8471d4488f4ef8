/**
 * API.md of the construct packages, from their jsii assemblies. In a package's folder: that package; at the root:
 * all of them. With `--check` nothing is written, and a file that is out of date is an error.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CURRENT_SCHEMA_VERSION, MarkdownRenderer } from 'jsii-docgen';
import { TypeScriptTranspile } from 'jsii-docgen/lib/docgen/transpile/typescript';
import { ApiReference } from 'jsii-docgen/lib/docgen/view/api-reference';
import { SUPPORTED_ASSEMBLY_FEATURES } from 'jsii-docgen/lib/docgen/view/documentation';
import { TypeSystem } from 'jsii-reflect';

const READING = { validate: false, supportedFeatures: SUPPORTED_ASSEMBLY_FEATURES };

const check = process.argv.includes('--check');
const folders = existsSync('.jsii') ? ['.'] : readdirSync('packages').map((name) => join('packages', name));

void main();

async function main(): Promise<void> {
  // One for all: docgen's own entry reads aws-cdk-lib's assembly twice for each package.
  const system = new TypeSystem();
  for (const folder of folders) {
    const file = join(folder, 'API.md');
    const rendered = await render(system, resolve(folder));
    if (check && (!existsSync(file) || readFileSync(file, 'utf8') !== rendered)) {
      process.stderr.write(`${file} is out of date. Run \`npm run docs\` and commit the result.\n`);
      process.exitCode = 1;
    }
    if (!check) writeFileSync(file, rendered);
  }
}

async function render(system: TypeSystem, folder: string): Promise<string> {
  const assembly = system.loadFile(join(folder, '.jsii'), READING);
  for (const name of Object.keys(assembly.spec.dependencies ?? {})) {
    if (system.includesAssembly(name)) continue;
    await system.load(dirname(require.resolve(`${name}/package.json`)), READING);
  }
  const markdown = MarkdownRenderer.fromSchema(
    {
      version: CURRENT_SCHEMA_VERSION,
      language: 'typescript',
      metadata: { packageName: assembly.name, packageVersion: assembly.version },
      apiReference: new ApiReference(new TypeScriptTranspile(), assembly).toJson(),
    },
    {},
  );
  return `${unlinkReferences(markdown.render()).trimEnd()}\n`;
}

/** docgen makes a link of every `@see`; ours also name requirements of PCI DSS, which have no address. */
function unlinkReferences(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\((?!https?:|#)\1\)/g, '$1');
}
