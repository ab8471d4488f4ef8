/** docs/integration-tests.md names every test, and claims no run that is not in the list of runs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNS } from '../lib/integ-runs';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const tests = readdirSync(join(ROOT, 'packages')).flatMap((name) => {
  const folder = join(ROOT, 'packages', name, 'test');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.flatMap((file) => {
    const scenario = /^integ\.(.*)\.ts$/.exec(file)?.[1];
    return scenario ? [`${name}/${scenario}`] : [];
  });
});
const rows = read('docs/integration-tests.md')
  .split('\n')
  .flatMap((line) => {
    const [, name, , account, local] = line.split('|').map((cell) => cell.trim());
    const test = /^`([a-z-]+\/[a-z-]+)`$/.exec(name ?? '')?.[1];
    return test ? [{ test, account, local }] : [];
  });

test('every test has a row, and no row is about a test that is gone', () => {
  expect(rows.map((row) => row.test).sort()).toEqual([...tests].sort());
});

test.each(rows)('$test claims the runs that there were', ({ test: name, account }) => {
  const last = RUNS.filter((run) => run.test === name && run.passed).at(-1);
  expect(account).toBe(last ? `${last.day}, ${last.region}, ${last.commit}` : 'never');
});

test.each(rows)('$test claims of the local AWS what its own tests hold', ({ test: name, local }) => {
  const refused = [...read('tools/local-cloud/tests/test_package_snapshots.py').matchAll(/^ {4}"([^"]+)": "(.+)",$/gm)];
  const [folder = '', scenario = ''] = name.split('/');
  const stacks = readdirSync(join(ROOT, 'packages', folder, 'test', `integ.${scenario}.ts.snapshot`));
  const reason = refused.find(([, stack]) => stacks.includes(`${stack}.template.json`));
  expect(local).toMatch(reason ? /^refused: / : /^deployed$/);
});

test('a run names a test, a day and a commit', () => {
  for (const run of RUNS) {
    expect(tests).toContain(run.test);
    expect(run.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(run.commit).toMatch(/^[0-9a-f]{7,40}$/);
  }
});
