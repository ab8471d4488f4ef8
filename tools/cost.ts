/**
 * `npm run cost [-- <app> ...] [--prices <file>]`: what the apps cost a month, from their templates and a dated table
 * of list prices (tools/cost/prices.json). `--write` puts it into the apps' READMEs, `--check` says whether it is there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { estimate } from './cost/estimate';
import { readPrices } from './cost/prices';
import { asMarkdown, asText } from './cost/report';
import { appFolder, appNames, command, synthesize } from './lib/apps';
import { readPlatforms } from './lib/platforms';

const BLOCK = /(<!-- cost: written by npm run cost -- --write -->\n)[\s\S]*?(<!-- end of cost -->)/;

command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { prices: { type: 'string' }, write: { type: 'boolean' }, check: { type: 'boolean' } },
  });
  const names = positionals.length > 0 ? positionals : appNames();
  const folders = names.map(appFolder);
  if (!values.check) await synthesize(names);
  const prices = readPrices(values.prices);
  for (const [index, folder] of folders.entries()) {
    const estimates = readPlatforms(join(folder, 'cdk.out')).map((platform) => estimate(platform, prices));
    const name = names[index] as string;
    if (values.check) check(name, folder, asMarkdown(estimates, prices));
    else if (values.write) writeFileSync(join(folder, 'README.md'), withBlock(folder, asMarkdown(estimates, prices)));
    else process.stdout.write(`\n${name}\n\n${asText(estimates, prices)}\n`);
  }
});

function withBlock(folder: string, text: string): string {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  if (!BLOCK.test(readme)) throw new Error(`${join(folder, 'README.md')} has no place for the cost: ${BLOCK.source}`);
  return readme.replace(BLOCK, (_match, begin: string, end: string) => `${begin}${text}\n${end}`);
}

function check(name: string, folder: string, text: string): void {
  if (withBlock(folder, text) === readFileSync(join(folder, 'README.md'), 'utf8')) return;
  throw new Error(`The cost in apps/${name}/README.md is out of date. Run \`npm run cost -- --write\`.`);
}
