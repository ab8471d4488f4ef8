/**
 * `npm run diagram [-- <app> ...]`: draws the architecture of the apps from their templates, as architecture.svg beside
 * their READMEs; one picture for each environment where an app has several. `--check` says whether they are up to date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { architectureOf } from './diagram/architecture';
import { flawsOf } from './diagram/flaws';
import { layOut } from './diagram/layout';
import { renderSvg } from './diagram/svg';
import { appFolder, appNames, command, synthesize } from './lib/apps';
import { readPlatforms } from './lib/platforms';

command(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } });
  const names = positionals.length > 0 ? positionals : appNames();
  const folders = names.map(appFolder);
  if (!values.check) await synthesize(names);
  for (const [index, folder] of folders.entries()) {
    for (const [file, svg] of await pictures(names[index] as string, folder)) {
      const path = join(folder, file);
      if (!values.check) writeFileSync(path, svg);
      else if (!existsSync(path) || readFileSync(path, 'utf8') !== svg)
        throw new Error(`apps/${names[index]}/${file} is out of date. Run \`npm run diagram\`.`);
    }
  }
});

async function pictures(name: string, folder: string): Promise<[file: string, svg: string][]> {
  const platforms = readPlatforms(join(folder, 'cdk.out'));
  const drawn: [string, string][] = [];
  for (const platform of platforms) {
    const picture = architectureOf(platform, `${name}, environment ${platform.environment}`);
    const file = platforms.length === 1 ? 'architecture.svg' : `architecture-${platform.environment}.svg`;
    const layout = await layOut(picture);
    const flaws = flawsOf(layout);
    if (flaws.length > 0) throw new Error(`apps/${name}/${file} cannot be read: ${flaws.join('; ')}.`);
    drawn.push([file, renderSvg(picture, layout)]);
  }
  return drawn;
}
