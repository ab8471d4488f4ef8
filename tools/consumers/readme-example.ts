import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../package/manifest';

const HERE = '/// here';
const STANDS_IN_FOR = /^declare const (\w+): (.+);$/gm;

/**
 * The first example of a package's README as a program. The fixture that the README is compiled with says what the
 * example takes as given (`declare const vpc: IVpc`); real constructs stand in for that (stand-ins.ts).
 */
export function readmeExample(name: string): string {
  const folder = packageFolder(name);
  const [, example] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? [];
  if (!example) throw new Error(`The README of ${name} has no example.`);
  return program(readFileSync(join(folder, 'rosetta', 'default.ts-fixture'), 'utf8'), example);
}

/** An example in its fixture, with a definition of each declaration that it uses. */
export function program(fixture: string, example: string): string {
  if (!fixture.includes(HERE)) throw new Error(`The fixture has no line '${HERE}'.`);
  const inClass = /class Example extends Stack/.test(fixture);
  const definitions = [...fixture.matchAll(STANDS_IN_FOR)]
    .filter(([, name = '']) => takes(example, name))
    .map(([, name, type = '']) => {
      const kind = type.replace(/^\w+\./, '').replace('[]', 'List');
      return `const ${name}: ${type} = standIns.${kind}(${inClass ? 'this' : kind === 'App' ? '' : 'app'});`;
    });
  return [
    "import { standIns } from './stand-ins';",
    fixture.replace(STANDS_IN_FOR, '').replace(HERE, () => [...definitions, example].join('\n')),
    ...(inClass ? ["new Example(standIns.App(), 'Example');"] : []),
    '',
  ].join('\n');
}

/** Whether an example reads a variable that it does not define; keys, members and words in strings are no variables. */
function takes(example: string, name: string): boolean {
  const read = new RegExp(`(?<![.\\w'-])${name}(?![\\w'-]|\\s*:)`);
  return read.test(example) && !new RegExp(`\\bconst ${name}\\b`).test(example);
}
