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

function run(files: Record<string, string>, args = ['src/main.ts'], options: string[] = []) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
  // nx asks everything that it starts for colours.
  const { FORCE_COLOR: _, ...env } = process.env;
  return spawnSync(process.execPath, [...options, RUN, ...args], { cwd: app, encoding: 'utf8', env });
}

test('sources that import each other, mapped packages and installed ones run, and nothing is left behind', () => {
  const { stdout, stderr, status } = run({
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@mapped/*": ["./packages/*/index.ts"] } } }',
    'src/main.ts':
      "import { near } from './near'; import { far } from '@mapped/far'; import there from 'there'; console.log(near + far + there, process.env.GOGC);",
    'src/near.ts': 'export const near: number = 1;',
    'packages/far/index.ts': 'export const far: number = 10;',
    'node_modules/there/index.js': 'module.exports = 100;',
  });
  expect({ stdout, stderr, status }).toEqual({ stdout: '111 undefined\n', stderr: '', status: 0 });
  expect(readdirSync(app).sort()).toEqual(['node_modules', 'packages', 'src', 'tsconfig.json']);
});

test.each([
  ['at once', "throw new Error('no');", 7],
  ['later', "setTimeout(() => { throw new Error('no'); });", 26],
  ['in a promise that nobody waits for', "(async () => { throw new Error('no'); })();", 22],
])('an error %s names the line of the source, and no file that is not there', (_when, code, column) => {
  const { stderr, status } = run({ 'src/main.ts': `type Gone = string;\n\n${code}\n` });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Error: no\n/);
  expect(stderr).toContain(`(${join(app, 'src/main.ts')}:3:${column})`);
  expect(stderr).not.toContain('main.js');
});

test('a stack names function, file, line and column of each source, and installed packages as they are', () => {
  const { stdout, stderr } = run({
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@mapped/*": ["./packages/*/index.ts"] } } }',
    'src/main.ts': [
      "import { far } from '@mapped/far'; import there from 'there';",
      'type Gone = string;',
      'class Near { constructor() { console.log(there(() => far(() => new Error().stack))); } }',
      'new Near();',
    ].join('\n'),
    'packages/far/index.ts': 'interface Gone {}\n\nexport function far<T>(then: () => T): T {\n  return then();\n}\n',
    'node_modules/there/index.js': 'module.exports = function there(then) { return then(); };',
  });
  const [main, far, there] = ['src/main.ts', 'packages/far/index.ts', 'node_modules/there/index.js'].map((path) =>
    join(app, path),
  );
  expect(stderr).toBe('');
  const frames = stdout.split('\n').map((line) => line.trim());
  expect(frames.slice(0, 6)).toEqual([
    'Error',
    `at <anonymous> (${main}:3:64)`,
    `at far (${far}:4:10)`,
    `at <anonymous> (${main}:3:54)`,
    `at there (${there}:1:48)`,
    `at new Near (${main}:3:42)`,
  ]);
});

test('a stack that is taken of no error, as CDK does, names sources as well', () => {
  const { stdout } = run({
    'src/main.ts':
      'interface Gone {}\nconst taken = { stack: "" };\nError.captureStackTrace(taken);\nconsole.log(taken.stack);',
  });
  expect(stdout).toContain(`(${join(app, 'src/main.ts')}:3:7)`);
});

test.each([
  ['is told of its sources', ['--inspect=0'], ['src/main.ts']],
  ['that is not there costs nothing', [], []],
])('a debugger %s', (_what, options, sources) => {
  const main = `
    import { Session } from 'node:inspector';
    import { pathToFileURL } from 'node:url';
    const session = new Session();
    session.connect();
    session.on('Debugger.scriptParsed', ({ params: { url, sourceMapURL = '' } }) => {
      if (url !== pathToFileURL(__filename).href) return;
      const [, map = btoa('{ "sources": [] }')] = sourceMapURL.split(',');
      console.log(JSON.stringify(JSON.parse(atob(map)).sources));
    });
    session.post('Debugger.enable');
    session.disconnect();`;
  expect(run({ 'src/main.ts': main }, undefined, options).stdout).toBe(`${JSON.stringify(sources)}\n`);
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
