/**
 * API.md of the construct packages, from their jsii assemblies. In a package's folder: that package; at the root:
 * all of them. With `--check` nothing is written, and a file that is out of date is an error.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Documentation, Language } from 'jsii-docgen';

const check = process.argv.includes('--check');
const folders = existsSync('.jsii') ? ['.'] : readdirSync('packages').map((name) => join('packages', name));

void main();

async function main(): Promise<void> {
  for (const folder of folders) {
    const file = join(folder, 'API.md');
    const rendered = await render(resolve(folder));
    if (check && (!existsSync(file) || readFileSync(file, 'utf8') !== rendered)) {
      process.stderr.write(`${file} is out of date. Run \`npm run docs\` and commit the result.\n`);
      process.exitCode = 1;
    }
    if (!check) writeFileSync(file, rendered);
  }
}

async function render(folder: string): Promise<string> {
  // Dependencies are hoisted: their assemblies lie below the root, like the package's own.
  const documentation = await Documentation.forProject(folder, { assembliesDir: resolve(__dirname, '..') });
  try {
    const markdown = await documentation.toMarkdown({ language: Language.TYPESCRIPT, readme: false });
    return `${unlinkReferences(markdown.render()).trimEnd()}\n`;
  } finally {
    await documentation.cleanup();
  }
}

/** docgen makes a link of every `@see`; ours also name requirements of PCI DSS, which have no address. */
function unlinkReferences(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\((?!https?:|#)\1\)/g, '$1');
}
