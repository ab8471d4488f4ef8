/**
 * `node run.cjs src/main.ts`: runs an app from its TypeScript sources, and from those of the packages that its
 * tsconfig.json maps. All of them become one module in memory, which costs a synth half of what loading and
 * stripping them one by one does (ADR 65). Nothing is written; with `--enable-source-maps` stacks name the sources.
 * An app that calls `runApp` finds CDK's validator started in a thread (ADR 87).
 */
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { buildSync } = require('esbuild');
const { startValidator } = require('./validator/start.cjs');

const ASKS_VALIDATOR = join(__dirname, 'validator', 'threaded-validation.ts');

const [, , entry] = process.argv;
if (entry === undefined) throw new Error('Usage: node run.cjs <entry.ts>, in the folder of an app.');

const bundle = buildModule(resolve(entry));
if (bundle === undefined) process.exitCode = 1;
else {
  if (bundle.asksValidator && process.env.CDK_VALIDATION !== 'false')
    globalThis[Symbol.for('@org/app-kit.validator')] = startValidator();
  run(bundle.code);
}

/** The app as JavaScript; nothing when esbuild has said what is wrong with it. */
function buildModule(file) {
  try {
    const { outputFiles, metafile } = buildSync({
      entryPoints: [file],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      target: `node${process.versions.node}`,
      packages: 'external',
      // Without the sources' text: a stack needs lines alone.
      sourcemap: 'inline',
      sourcesContent: false,
      outdir: process.cwd(),
      logLevel: 'warning',
    });
    const asksValidator = Object.keys(metafile.inputs).some((path) => resolve(path) === ASKS_VALIDATOR);
    return { code: outputFiles[0].text, asksValidator };
  } catch (error) {
    if (Array.isArray(error.errors)) return undefined;
    throw error;
  }
}

/** Runs code as a module that stands in the app's folder, and so finds what is installed for the app. */
function run(code) {
  const main = new Module(join(process.cwd(), 'main.js'), undefined);
  main.filename = main.id;
  main.paths = Module._nodeModulePaths(process.cwd());
  main._compile(code, main.filename);
}
