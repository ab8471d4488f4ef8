// @ts-check
/**
 * Runs one integration test's app for integ-runner, which reads cloud assemblies up to schema 53 while aws-cdk-lib
 * writes a newer one. What was added since is left out of nothing it looks at, so only the number is put back.
 * Remove when an integ-runner reads what the pinned aws-cdk-lib writes.
 *
 * integ-runner compares no stack of assertions. Where INTEG_VERIFY names the folder of the tests, they are compared
 * here: a test whose questions differ from its snapshot's fails.
 *
 * integ-runner asks for the same assembly twice, at first for its integ.json alone. Where INTEG_SYNTHESIZED names a
 * folder of this run, the second gets what the first wrote.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const READABLE = '53.0.0';
const test = resolve(process.argv[2] ?? '');

const assembly = process.env.CDK_OUTDIR ?? '';
const known = placeOfSynthesis();

if (known && existsSync(known)) cpSync(known, assembly, { recursive: true });
else await synthesize();

async function synthesize() {
  process.env.CDK_VALIDATION = 'false';
  await import(pathToFileURL(test).href);
  process.on('exit', (status) => {
    normalize();
    if (process.env.INTEG_VERIFY) verifyQuestions();
    // integ-runner's locks lie there too, and are its own affair.
    if (known && status === 0 && !process.exitCode)
      cpSync(assembly, known, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  });
}

/** Where this run keeps what the test synthesizes under this context; nowhere if nobody named a folder. */
function placeOfSynthesis() {
  const folder = process.env.INTEG_SYNTHESIZED;
  if (!folder) return undefined;
  const asked = Object.entries(process.env).filter(([name]) => name.startsWith('CDK_') && name !== 'CDK_OUTDIR');
  return join(
    folder,
    createHash('sha256')
      .update(JSON.stringify([test, asked.sort()]))
      .digest('hex'),
  );
}

function normalize() {
  for (const file of readdirSync(assembly).filter((name) => /\.json$|^cdk\.out$/.test(name))) {
    const path = join(assembly, file);
    const content = JSON.parse(readFileSync(path, 'utf8'));
    if (file.endsWith('.metadata.json')) dropStackTraces(content);
    else if (file.endsWith('Questions.template.json')) dropSalt(content);
    else if (/^(manifest|integ|.*\.assets)\.json$|^cdk\.out$/.test(file) && content.version) content.version = READABLE;
    else continue;
    writeFileSync(path, `${JSON.stringify(content, undefined, 1)}\n`);
  }
}

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

/**
 * The time of the synthesis, which has each deployment ask again; a test's stacks are deployed once.
 * @param {{ Resources?: Record<string, { Properties?: { salt?: string } }> }} template
 */
function dropSalt({ Resources = {} }) {
  for (const { Properties } of Object.values(Resources)) delete Properties?.salt;
}

function verifyQuestions() {
  const snapshot = `${test}.snapshot`;
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('Questions.template.json'))) {
    const committed = join(snapshot, file);
    const same =
      existsSync(committed) && readFileSync(committed, 'utf8') === readFileSync(join(assembly, file), 'utf8');
    if (same) continue;
    process.stderr.write(
      `${basename(test)}: its questions differ from ${file} in its snapshot. Run \`npm run integ\`.\n`,
    );
    process.exitCode = 1;
  }
}
