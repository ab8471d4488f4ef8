/** Lines that read the same in sources, which jscpd leaves out when they hold few words, such as the text of a reason. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHARED_FILES } from '../../projenrc/shared-source';
import { ROOT } from '../lib/nx';

const MAX_LINES = 5;
const SOURCES = ['packages/*/src/**/*.ts', 'projenrc/**/*.ts', 'apps/*/src/**/*.ts', 'tools/app-kit/src/**/*.ts'];

interface Line {
  readonly at: string;
  readonly text: string;
}

/** Where more lines than allowed stand a second time; comments, imports and lines without a letter aside. */
function repeated(files: readonly (readonly [file: string, text: string])[]): string[] {
  const seen = new Map<string, string>();
  return files.flatMap(([file, text]) => {
    const lines = linesOf(file, text);
    return lines.flatMap(({ at }, index) => {
      const stretch = lines.slice(index, index + MAX_LINES + 1);
      if (stretch.length <= MAX_LINES) return [];
      const read = stretch.map((line) => line.text).join('\n');
      const before = seen.get(read);
      if (before === undefined) seen.set(read, at);
      return before === undefined ? [] : [`${at} is ${before}`];
    });
  });
}

function linesOf(file: string, text: string): Line[] {
  const blank = (found: string) => found.replace(/[^\n]/g, '');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/^(import|export) [^;]*? from [^;]*;$/gm, blank);
  return code
    .split('\n')
    .map((line, index) => ({ at: `${file}:${index + 1}`, text: line.trim() }))
    .filter((line) => /\w/.test(line.text) && !line.text.startsWith('//'));
}

test('no six lines of sources read like six others', () => {
  const found = execFileSync('git', ['ls-files', ...SOURCES.map((pattern) => `:(glob)${pattern}`)], { cwd: ROOT });
  const files = found.toString().trim().split('\n');
  expect(files.length).toBeGreaterThan(300);
  // Copies that this repository writes, and platforms that each stand whole in one file (projenrc/jscpd.ts).
  const copied = SHARED_FILES.map((name) => `/src/private/${name}`);
  const looked = files.filter((file) => !file.endsWith('-stack.ts') && !copied.some((end) => file.endsWith(end)));
  expect(repeated(looked.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))).toEqual([]);
});

test('six lines are found, whatever is between them, and five are none', () => {
  const lines = ['one', 'two', '/** Three. */', '}', 'three', '// Four.', 'four', 'five', 'six'];
  const twice = (text: string) => repeated([['a', text] as const, ['b', `zero\n${text}`] as const]);
  expect(twice(lines.join('\n'))).toEqual(['b:2 is a:1']);
  expect(twice(lines.slice(1).join('\n'))).toEqual([]);
});
