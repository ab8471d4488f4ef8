import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '../..');
const TYPES = join(ROOT, 'tools/package/types.mts');
const MANIFEST = {
  name: 'judged',
  version: '1.0.0',
  license: 'MIT',
  engines: { node: '>=20' },
  main: 'lib/index.js',
  types: 'lib/index.d.ts',
  repository: { type: 'git', url: 'git+https://example.com/judged.git' },
};
const FILES = { 'lib/index.js': 'exports.answer = 42;', 'lib/index.d.ts': 'export declare const answer: number;' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'judged-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What publint and attw say of a package of these files; they are ES modules, which jest does not load. */
function judge(manifest: object, files: Record<string, string>): string[] {
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  execFileSync('npm', ['pack', '--silent'], { cwd: folder });
  const script = `import(${JSON.stringify(TYPES)}).then(async ({ publishingProblems, typeProblems }) => {
    const file = ${JSON.stringify(join(folder, 'judged-1.0.0.tgz'))};
    const manifest = ${JSON.stringify(manifest)};
    console.log(JSON.stringify([...(await publishingProblems(manifest, file)), ...(await typeProblems(file))]));
  })`;
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  return JSON.parse(execFileSync(tsx, ['--eval', script], { cwd: ROOT, encoding: 'utf8' }));
}

test('a CommonJS package whose types say what runs has no problems', () => {
  expect(judge(MANIFEST, FILES)).toEqual([]);
});

test('types that are not there are found', () => {
  const { 'lib/index.d.ts': _, ...without } = FILES;
  expect(judge(MANIFEST, without).join('\n')).toMatch(/FILE_DOES_NOT_EXIST[\s\S]*it has no types/);
});

test('types of an ES module beside CommonJS are found', () => {
  const manifest = {
    ...MANIFEST,
    types: undefined,
    exports: { '.': { types: './lib/index.d.mts', default: './lib/index.js' } },
  };
  const files = { ...FILES, 'lib/index.d.mts': 'declare const answer: number;\nexport default answer;' };
  expect(judge(manifest, files).join('\n')).toMatch(/types: FalseESM/);
});

test('a command that cannot be started is found', () => {
  expect(judge({ ...MANIFEST, bin: 'lib/index.js' }, FILES).join('\n')).toMatch(/BIN_FILE_NOT_EXECUTABLE/);
});
