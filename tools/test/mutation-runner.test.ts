import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '../..');
const SOURCE = `
const UNIT = 'mm';
export function fits(length: number) { return length <= 10; }
export function label(length: number) { return length + UNIT; }
export function unlabelled() { return 'unknown'; }
export async function measured(length: number) { return length > 0; }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  const settings = JSON.parse(readFileSync(join(ROOT, 'stryker.config.json'), 'utf8'));
  write('stryker.config.json', {
    ...settings,
    plugins: settings.plugins.map((plugin: string) => join(ROOT, plugin)),
    reporters: ['json'],
    logLevel: 'error',
    concurrency: 1,
    mutate: ['packages/ruler/src/*.ts'],
    testedFolder: 'packages/ruler',
  });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  write('packages/ruler/src/ruler.ts', SOURCE);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, content: string | object): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

function run(): string {
  const cli = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', cli, 'run'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.base.json') },
  });
  return stdout + stderr;
}

/** What became of the mutants of each line that has some. */
function verdicts(): Record<string, string> {
  const { files } = JSON.parse(readFileSync(join(folder, 'reports/mutation/mutation.json'), 'utf8'));
  const lines: Record<string, string[]> = {};
  for (const { location, status } of files['packages/ruler/src/ruler.ts'].mutants) {
    const line = /(?:const|function) (\w+)/.exec(SOURCE.split('\n')[location.start.line - 1] ?? '')?.[1] ?? '';
    lines[line] = [...(lines[line] ?? []), status];
  }
  return Object.fromEntries(Object.entries(lines).map(([line, all]) => [line, [...new Set(all)].sort().join('+')]));
}

test('mutants that a test notices are killed, on import and at run time; others are not', () => {
  write(
    'packages/ruler/test/ruler.test.ts',
    `import { fits, label, measured } from '../src/ruler';
     test.each([[10, true], [11, false]])('%s fits: %s', (length, yes) => expect(fits(length)).toBe(yes));
     describe('a label', () => {
       let length = 0;
       beforeEach(() => { length = 5; });
       test('has a unit', () => expect(label(length)).toBe('5mm'));
     });
     test('measures something', async () => expect(typeof (await measured(1))).toBe('boolean'));`,
  );
  expect(run()).toBe('');
  expect(verdicts()).toEqual({
    UNIT: 'Killed',
    fits: 'Killed',
    label: 'Killed',
    unlabelled: 'NoCoverage',
    // Without its body it returns nothing, which the test sees; what it compares, the test does not.
    measured: 'Killed+Survived',
  });
});

test('a test that passes only once proves nothing, and is named', () => {
  write(
    'packages/ruler/test/ruler.test.ts',
    `import { fits } from '../src/ruler';
     let runs = 0;
     test('counts', () => { expect(fits(10)).toBe(true); expect(++runs).toBe(1); });`,
  );
  expect(run()).toContain("'test/ruler.test.ts > counts' passes once, and fails when run again");
});
