import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';
import { readmeExample } from './readme-example';
import type { Stranger, Synth } from './stranger';

/** Exceptions of an example end on a day: judged on this one, whenever the test runs. */
const DAY = { SOURCE_DATE_EPOCH: '1796083200' };

type Format = 'cjs' | 'esm';

/**
 * Writes the READMEs' examples into a stranger's folder and compiles them.
 * @param options.declarations whether the declarations of all packages are checked too, not only what the examples see
 */
export async function compileExamples(
  stranger: Stranger,
  packages: readonly string[],
  { format = 'cjs', declarations = false }: { readonly format?: Format; readonly declarations?: boolean } = {},
): Promise<void> {
  const extension = format === 'esm' ? 'mts' : 'ts';
  stranger.write(`stand-ins.${extension}`, readFileSync(join(__dirname, 'stand-ins.ts'), 'utf8'));
  for (const name of packages) {
    const text = readmeExample(name);
    stranger.write(
      `${name}.${extension}`,
      format === 'esm' ? text.replace("'./stand-ins'", "'./stand-ins.mjs'") : text,
    );
  }
  await compile(stranger, ['*.ts', '*.mts'], declarations);
}

/** Compiles and synthesizes a program of beside/, whose resources are not all of ours. */
export async function synthBeside(stranger: Stranger, program: 'one' | 'two'): Promise<Synth> {
  for (const file of ['database', program]) {
    stranger.write(`${file}.ts`, readFileSync(join(__dirname, 'beside', `${file}.ts`), 'utf8'));
  }
  await compile(stranger, [`${program}.ts`]);
  return stranger.synth(['--app', `node build/${program}.js`], DAY);
}

async function compile(stranger: Stranger, include: readonly string[], declarations = false): Promise<void> {
  stranger.write('tsconfig.json', {
    compilerOptions: {
      target: 'es2022',
      module: 'node16',
      strict: true,
      skipLibCheck: !declarations,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules', '@types')],
      outDir: 'build',
    },
    include,
  });
  await stranger.run([process.execPath, join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')]);
}

/** Synthesizes the compiled example of a package. */
export function synthExample(stranger: Stranger, name: string, format: Format = 'cjs'): Promise<Synth> {
  return stranger.synth(['--app', `node build/${name}.${format === 'esm' ? 'mjs' : 'js'}`], DAY);
}
