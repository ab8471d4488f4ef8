/**
 * `node run.cjs src/main.ts`: runs an app from its TypeScript sources, and from those of the packages that its
 * tsconfig.json maps. All of them become one module in memory, which costs a synth half of what loading and
 * stripping them one by one does (ADR 65). Nothing is written; stacks name the sources.
 */
const inspector = require('node:inspector');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { buildSync } = require('esbuild');
const { nameSourcesInStacks } = require('./sources-in-stacks.cjs');

const [, , entry] = process.argv;
if (entry === undefined) throw new Error('Usage: node run.cjs <entry.ts>, in the folder of an app.');

const built = build(resolve(entry));
if (built === undefined) process.exitCode = 1;
else void run(built);

/** The app as JavaScript, and which source each line of it is from; nothing when esbuild has said what is wrong. */
function build(file) {
  const { GOGC } = process.env;
  // Go collects garbage a few times during a build, which costs a third of it and spares little.
  process.env.GOGC = 'off';
  try {
    const { outputFiles } = buildSync({
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'node',
      target: `node${process.versions.node}`,
      packages: 'external',
      // Comments and blanks would have to be read once more.
      minifyWhitespace: true,
      legalComments: 'none',
      // Without the sources' text: a stack needs lines alone.
      sourcemap: 'external',
      sourcesContent: false,
      outdir: process.cwd(),
      logLevel: 'warning',
    });
    const written = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
    return { code: written('.js'), sourceMap: written('.map') };
  } catch (error) {
    if (Array.isArray(error.errors)) return undefined;
    throw error;
  } finally {
    if (GOGC === undefined) delete process.env.GOGC;
    else process.env.GOGC = GOGC;
  }
}

/** Runs code as a module that stands in the app's folder, and so finds what is installed for the app. */
async function run({ code, sourceMap }) {
  const main = new Module(join(process.cwd(), 'main.js'), undefined);
  main.filename = main.id;
  main.paths = Module._nodeModulePaths(process.cwd());
  await nameSourcesInStacks(main.filename, sourceMap);
  // Whether at once or later: Node.js would show the line of the bundle, which is no file and most of the app.
  process.on('uncaughtException', (error) => {
    console.error(error);
    process.exit(1);
  });
  main._compile(inspector.url() ? `${code}\n//# sourceMappingURL=${asUrl(sourceMap)}` : code, main.filename);
}

/** A debugger that is attached finds the sources by the map, and stops at their lines. */
function asUrl(sourceMap) {
  return `data:application/json;base64,${Buffer.from(sourceMap).toString('base64')}`;
}
