/** Sizes that the linter does not see: it takes a `describe` for a function, and reads no Python. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../lib/nx';

const MAX_LINES = 400;
const MAX_LINES_OF_FUNCTION = 60;

const tracked = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', ...patterns], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Functions that are too long, but for those that only hold tests: `file:line`. */
function longFunctions(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const lines = lineOf(node.getEnd()) - lineOf(node.getStart()) + 1;
    if (ts.isFunctionLike(node) && lines > MAX_LINES_OF_FUNCTION && !isGroup(node))
      found.push(`${file}:${lineOf(node.getStart())}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What is handed to `describe` or another name of it: a heading, with tests below. */
function isGroup({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^(describe\b|inBrowser$)/.test(parent.expression.getText());
}

test('no function of a test is longer than the others may be', () => {
  const files = tracked('*.test.ts', '*.random.ts');
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => longFunctions(file, read(file)))).toEqual([]);
});

test('a long function is found, and a group of tests is none', () => {
  const body = '\n'.repeat(MAX_LINES_OF_FUNCTION);
  expect(longFunctions('a', `test('a', () => {${body}});`)).toEqual(['a:1']);
  expect(longFunctions('a', `\nfunction b() {${body}}`)).toEqual(['a:2']);
  expect(longFunctions('a', `describe.each([1])('a', () => {${body}});`)).toEqual([]);
  expect(longFunctions('a', `test('a', () => {${body.slice(1)}});`)).toEqual([]);
});

test('no Python file is longer than the others may be', () => {
  const files = tracked('*.py');
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => read(file).trimEnd().split('\n').length > MAX_LINES)).toEqual([]);
});
