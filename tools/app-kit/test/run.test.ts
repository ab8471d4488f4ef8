import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const RUN = join(__dirname, '../src/run.cjs');

let app: string;
beforeEach(() => {
  app = realpathSync(mkdtempSync(join(tmpdir(), 'an app é-')));
});
afterEach(() => rmSync(app, { recursive: true }));

function run(files: Record<string, string>, args = ['src/main.ts']) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
  const node = ['--enable-source-maps', RUN, ...args];
  // nx asks everything that it starts for colours.
  const { FORCE_COLOR: _, ...env } = process.env;
  return spawnSync(process.execPath, node, { cwd: app, encoding: 'utf8', env });
}

test('sources that import each other, mapped packages and installed ones run, and nothing is left behind', () => {
  const { stdout, stderr, status } = run({
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@mapped/*": ["./packages/*/index.ts"] } } }',
    'src/main.ts':
      "import { near } from './near'; import { far } from '@mapped/far'; import there from 'there'; console.log(near + far + there);",
    'src/near.ts': 'export const near: number = 1;',
    'packages/far/index.ts': 'export const far: number = 10;',
    'node_modules/there/index.js': 'module.exports = 100;',
  });
  expect({ stdout, stderr, status }).toEqual({ stdout: '111\n', stderr: '', status: 0 });
  expect(readdirSync(app).sort()).toEqual(['node_modules', 'packages', 'src', 'tsconfig.json']);
});

test('an error names the line of the source', () => {
  const { stderr, status } = run({ 'src/main.ts': "type Gone = string;\n\nthrow new Error('no');\n" });
  expect(status).toBe(1);
  expect(stderr).toContain(`${join(app, 'src/main.ts')}:3:7`);
});

test.each([
  ['a slip', { 'src/main.ts': 'const a = ;' }, 'Unexpected ";"'],
  ['an import of nothing', { 'src/main.ts': "import './gone';" }, 'Could not resolve "./gone"'],
  ['no entry', {}, 'Could not resolve'],
])('%s is said once, without a stack', (_what, files, message) => {
  const { stderr, status } = run(files);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('run.cjs');
});

test('no entry named', () => {
  expect(run({}, []).stderr).toContain('Usage: node run.cjs <entry.ts>, in the folder of an app.');
});
