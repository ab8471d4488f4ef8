/** `npm run package`: the artifacts of the packages for each language, in `packages/<name>/dist`. `-- --help` lists the options. */
import { parseArgs } from 'node:util';
import { runTargets } from './lib/nx';
import { heading, print, problem } from './lib/print';
import { Interrupted, statusOf } from './lib/processes';
import { LANGUAGES, type Language, packagePackage } from './package/artifacts';
import { packageFolder, packageNames, Refused } from './package/manifest';
import { lacking } from './package/toolchain';

const HELP = `npm run package -- [package ...] [options]
  --version <v>    stamp a version into the artifacts; the tree must be clean (as package.json has it: 0.0.0)
  --language <l>   one of ${LANGUAGES.join(', ')}; may be given more than once (each whose toolchain is here)
  --skip-missing   leave out languages that were asked for and whose toolchain is not here, and say so
  --no-build       take the packages as they are built`;

main().catch((error: unknown) => {
  const expected = error instanceof Refused || error instanceof Interrupted;
  problem(expected ? error.message : String((error as Error).stack));
  process.exitCode = statusOf(error);
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      version: { type: 'string' },
      language: { type: 'string', multiple: true },
      'skip-missing': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const names = positionals.length > 0 ? positionals : packageNames();
  for (const name of names) packageFolder(name);
  const asked = values.language?.map(languageNamed);
  if (values.help) return print(HELP);
  const languages = await buildable(asked ?? LANGUAGES, !asked || values['skip-missing']);

  if (!values['no-build'] && !(await runTargets(['compile'], [`--projects=${names.join(',')}`])).succeeded) {
    throw new Refused('The build failed: its message stands above. Nothing was packaged.');
  }
  heading('Packaging');
  for (const name of names) {
    for (const line of await packagePackage(name, { languages, version: values.version })) print(line);
  }
}

/** The languages whose toolchain is here. */
async function buildable(asked: readonly Language[], skipMissing: boolean): Promise<Language[]> {
  const here: Language[] = [];
  for (const language of asked) {
    const reason = await lacking(language);
    if (reason && !skipMissing)
      throw new Refused(`No ${language} here: ${reason}. Install it, or give --skip-missing.`);
    if (reason) print(`Left out ${language}: ${reason}.`);
    else here.push(language);
  }
  return here;
}

function languageNamed(name: string): Language {
  const known = LANGUAGES.find((language) => language === name);
  if (known) return known;
  throw new Refused(`--language must be one of ${LANGUAGES.join(', ')}, got '${name}'.`);
}
