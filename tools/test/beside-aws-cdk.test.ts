/** docs/beside-aws-cdk.md against the sources: every construct has its row, and the numbers of props are those of today. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { CONSTRUCT_PACKAGES } from '../../projenrc/scope';
import { ROOT } from '../lib/nx';

const page = readFileSync(join(ROOT, 'docs/beside-aws-cdk.md'), 'utf8');
const CDK = join(ROOT, 'node_modules/aws-cdk-lib');

interface Row {
  readonly name: string;
  /** The L2 and its module, where one L2 stands beside. */
  readonly l2?: { readonly module: string; readonly name: string };
  readonly counts: string;
}

const rows: Row[] = page
  .split('\n')
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) => {
    const [, name = '', beside = '', counts = ''] = line.split('|').map((cell) => cell.trim());
    const [, module, l2] = /^`(aws-[\w-]+)` `(\w+)`$/.exec(beside) ?? [];
    return { name: name.replaceAll('`', ''), counts, l2: module && l2 ? { module, name: l2 } : undefined };
  });

const indexOf = (name: string) => join(ROOT, 'packages', name, 'src/index.ts');
const typesOf = (module: string) => join(CDK, module, 'index.d.ts');
const modules = [...new Set(rows.flatMap(({ l2 }) => l2?.module ?? []))];
const program = ts.createProgram([...CONSTRUCT_PACKAGES.map(indexOf), ...modules.map(typesOf)], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  types: ['node'],
  skipLibCheck: true,
});
const checker = program.getTypeChecker();

function exportsOf(file: string): ts.Symbol[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} exports nothing.`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

/** How many props an interface has, its own and those that it extends; `undefined` if there is no such interface. */
function propsIn(symbols: readonly ts.Symbol[], name: string): number | undefined {
  const symbol = symbols.find((one) => one.name === name);
  return symbol && checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).length;
}

/** A construct, or what is put on an app as a whole. */
function isBuilt(symbol: ts.Symbol): boolean {
  if (!(symbol.flags & ts.SymbolFlags.Class)) return false;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const statics = [...(symbol.exports?.keys() ?? [])].map(String);
  return !!type.getProperty('node') || !!type.getProperty('applyTo') || statics.includes('attachTo');
}

const ours = CONSTRUCT_PACKAGES.flatMap((name) => exportsOf(indexOf(name)));

test('every construct has a row, and nothing else', () => {
  const built = ours.filter(isBuilt).map(({ name }) => name);
  expect(built.length).toBeGreaterThan(15);
  expect(rows.map(({ name }) => name).sort()).toEqual(built.sort());
});

test('the numbers of props are those of the sources and of aws-cdk-lib', () => {
  const compared = rows.flatMap(({ name, counts, l2 }) => (l2 ? [{ name, counts, l2 }] : []));
  expect(compared.length).toBeGreaterThan(10);
  for (const { name, counts, l2 } of compared) {
    const numbers = [propsIn(ours, `${name}Props`), propsIn(exportsOf(typesOf(l2.module)), `${l2.name}Props`)];
    expect(`${name}: ${counts}`).toBe(`${name}: ${numbers.join(', ')}`);
  }
});

test('the container of a service has as many fields as the page says', () => {
  const options = propsIn(exportsOf(typesOf('aws-ecs')), 'ContainerDefinitionOptions');
  expect(page).toContain(
    `${propsIn(ours, 'ServiceContainer')} fields, of ${options} in \`ContainerDefinitionOptions\``,
  );
});
