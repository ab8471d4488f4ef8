import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';
import { readmeExample } from './readme-example';
import type { Stranger, Synth } from './stranger';

/** Exceptions of an example end on a day: judged on this one, whenever the test runs. */
const DAY = { SOURCE_DATE_EPOCH: '1796083200' };

export const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

type Format = 'cjs' | 'esm';

/** Writes the READMEs' examples into a stranger's folder. */
export function writeExamples(stranger: Stranger, packages: readonly string[], format: Format = 'cjs'): void {
  const extension = format === 'esm' ? 'mts' : 'ts';
  stranger.write(`stand-ins.${extension}`, readFileSync(join(__dirname, 'stand-ins.ts'), 'utf8'));
  for (const name of packages) {
    const text = readmeExample(name);
    stranger.write(
      `${name}.${extension}`,
      format === 'esm' ? text.replace("'./stand-ins'", "'./stand-ins.mjs'") : text,
    );
  }
}

type Program = 'one' | 'two';

/** Writes a program of beside/, whose resources are not all of ours. */
export function writeBeside(stranger: Stranger, program: Program): void {
  for (const file of ['database', program]) {
    stranger.write(`${file}.ts`, readFileSync(join(__dirname, 'beside', `${file}.ts`), 'utf8'));
  }
}

/**
 * Compiles all programs in a stranger's folder, and in those of its projects.
 * @param declarations whether the declarations of all packages are checked too, not only what the programs see
 */
export async function compile(stranger: Stranger, declarations = false): Promise<void> {
  stranger.write('tsconfig.json', {
    compilerOptions: {
      target: 'es2022',
      module: 'node16',
      strict: true,
      skipLibCheck: !declarations,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules', '@types')],
    },
    include: ['*.ts', '*.mts', '*/*.ts'],
  });
  await stranger.run([process.execPath, TSC]);
}

/** Synthesizes the compiled example of a package. */
export function synthExample(stranger: Stranger, name: string, format: Format = 'cjs'): Promise<Synth> {
  return stranger.synth(['--app', `node ${name}.${format === 'esm' ? 'mjs' : 'js'}`], DAY);
}

/** Synthesizes a compiled program of beside/. */
export function synthBeside(stranger: Stranger, program: Program): Promise<Synth> {
  return stranger.synth(['--app', `node ${program}.js`], DAY);
}
