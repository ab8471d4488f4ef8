/** Sizes as they are counted by eye: the linter leaves out blank lines and closing ones, tests, and Python. */
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
    .split('\n')
    .filter((file) => !file.includes('.snapshot/'));
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

/** The same in Python, where a function ends before the next line that is indented no deeper and no end of its head. */
function longPythonFunctions(file: string, text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const depths = lines.map((line) => (/^ *\)/.test(line) ? Infinity : line.search(/\S/)));
  return lines.flatMap((line, first) => {
    if (!/^ *(async )?def /.test(line)) return [];
    const depth = depths[first] as number;
    const after = depths.findIndex((other, index) => index > first && other >= 0 && other <= depth);
    const body = lines.slice(first, after < 0 ? undefined : after);
    return body.join('\n').trimEnd().split('\n').length > MAX_LINES_OF_FUNCTION ? [`${file}:${first + 1}`] : [];
  });
}

test('no function is longer than a screen', () => {
  const files = tracked('*.ts', '*.mts', '*.mjs', '*.cjs', '*.js');
  expect(files.length).toBeGreaterThan(900);
  expect(files.flatMap((file) => longFunctions(file, read(file)))).toEqual([]);
  expect(tracked('*.py').flatMap((file) => longPythonFunctions(file, read(file)))).toEqual([]);
});

test('a long function is found, and a group of tests is none', () => {
  const body = '\n'.repeat(MAX_LINES_OF_FUNCTION);
  expect(longFunctions('a', `test('a', () => {${body}});`)).toEqual(['a:1']);
  expect(longFunctions('a', `\nfunction b() {${body}}`)).toEqual(['a:2']);
  expect(longFunctions('a', `class A {\nconstructor() {${body}}}`)).toEqual(['a:2']);
  expect(longFunctions('a', `describe.each([1])('a', () => {${body}});`)).toEqual([]);
  expect(longFunctions('a', `test('a', () => {${body.slice(1)}});`)).toEqual([]);
});

test('a long function is found in Python too, whatever its head looks like', () => {
  const line = '\n    a = 1';
  const body = line.repeat(MAX_LINES_OF_FUNCTION - 1);
  expect(longPythonFunctions('a', `x = 1\ndef b():${body}\n${line}\n\ny = 2\n`)).toEqual(['a:2']);
  expect(longPythonFunctions('a', `def b(\n    c: int,\n) -> None:${body}`)).toEqual(['a:1']);
  expect(longPythonFunctions('a', `def b():${body}\n\n\ndef c(): ...\n`)).toEqual([]);
});

test('no file that is written by hand is longer than 400 lines, whatever its kind', () => {
  const skipped = generated();
  const files = tracked().filter((file) => !skipped.has(file));
  expect(files.length).toBeGreaterThan(1200);
  expect(files.filter((file) => read(file).trimEnd().split('\n').length > MAX_LINES)).toEqual([]);
});

/** What .gitattributes calls generated. */
function generated(): Set<string> {
  const answers = execFileSync('git', ['check-attr', '--stdin', 'linguist-generated'], {
    cwd: ROOT,
    encoding: 'utf8',
    input: tracked().join('\n'),
  });
  return new Set([...answers.matchAll(/^(.+): linguist-generated: set$/gm)].map(([, file]) => file as string));
}
