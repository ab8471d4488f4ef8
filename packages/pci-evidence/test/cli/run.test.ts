import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run';
import type { Verdict } from '../../src/private/assess';
import type { Evidence } from '../../src/private/evidence/evidence';
import { sampleEvidence, sampleFiles } from '../evidence/sample';

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = sampleEvidence();

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function call(...args: string[]) {
  const said = { out: '', error: '' };
  const code = run(args, {
    out: (text) => (said.out += text),
    error: (text) => (said.error += text),
  });
  return { code, ...said };
}

/** The sample with another verdict for the database at `Good`. */
function withVerdict(verdict: Verdict): Evidence {
  const results = sample.results.map((result) =>
    result.rule === 'PCI.RDS.1' && result.constructPath === 'Payments/Good/Cluster' ? { ...result, verdict } : result,
  );
  return { ...sample, results };
}

const diff = (before: Evidence, after: Evidence) => call('diff', file('old.json', before), file('new.json', after));

test('the same evidence has no change', () => {
  expect(diff(sample, sample)).toEqual({ code: 0, out: 'No control changed its verdict.\n', error: '' });
});

test.each<[Verdict, Verdict, number]>([
  ['satisfied', 'violated', 1],
  ['satisfied', 'acknowledged', 1],
  ['satisfied', 'undecidable', 1],
  ['acknowledged', 'violated', 1],
  ['undecidable', 'violated', 1],
  ['not-applicable', 'violated', 1],
  ['violated', 'satisfied', 0],
  ['violated', 'acknowledged', 0],
  ['undecidable', 'satisfied', 0],
  ['satisfied', 'not-applicable', 0],
])('from %s to %s the exit code is as told', (before, after, code) => {
  const result = diff(withVerdict(before), withVerdict(after));
  expect(result.out).toContain(`PCI.RDS.1 (3.5.1) Payments/Good/Cluster: ${before} -> ${after}\n`);
  expect(result.code).toBe(code);
});

test('a regression says what was found', () => {
  expect(diff(sample, withVerdict('violated')).out).toBe(
    'Regressions: 1\n  PCI.RDS.1 (3.5.1) Payments/Good/Cluster: satisfied -> violated\n' +
      '    found in Properties.StorageEncrypted: true; expected: true\n',
  );
});

test('a new resource that breaks a rule is a regression, one that went is none', () => {
  const without = { ...sample, results: sample.results.filter(({ verdict }) => verdict !== 'violated') };
  expect(diff(without, sample).code).toBe(1);
  expect(diff(sample, without)).toMatchObject({ code: 0, out: expect.stringContaining('Improvements: ') });
});

test('resources that came and went without a finding are counted, not listed', () => {
  const quiet = { ...sample, results: sample.results.filter(({ verdict }) => verdict === 'satisfied') };
  const satisfied = quiet.results.filter(({ constructPath }) => /Good/.test(constructPath)).length;
  expect(satisfied).toBeGreaterThan(0);
  const fewer = { ...quiet, results: quiet.results.filter(({ constructPath }) => !/Good/.test(constructPath)) };
  expect(diff(fewer, quiet)).toMatchObject({ code: 0, out: `Results without a finding: ${satisfied} new, 0 gone\n` });
  expect(diff(quiet, fewer)).toMatchObject({ code: 0, out: `Results without a finding: 0 new, ${satisfied} gone\n` });
});

test('a rule that is gone is a regression, for what it promised is gone too', () => {
  const rules = sample.rules.filter(({ id }) => id !== 'PCI.RDS.1');
  const results = sample.results.filter(({ rule }) => rule !== 'PCI.RDS.1');
  const result = diff(sample, { ...sample, rules, results });
  expect(result.code).toBe(1);
  expect(result.out).toContain('PCI.RDS.1, a rule that is gone, Payments/Good/Cluster: satisfied -> none');
});

test('evidence becomes SARIF', () => {
  const files = sampleFiles();
  expect(call('sarif', file('evidence.json', files('evidence.json')))).toEqual({
    code: 0,
    out: files('evidence.sarif'),
    error: '',
  });
});

test.each([
  ['{}', 'must be an evidence.json of schema 1.x, got: no schemaVersion.'],
  ['{"schemaVersion":"2.0"}', 'must be an evidence.json of schema 1.x, got: 2.0.'],
  ['[1', 'must be an evidence.json: '],
])('%s is refused', (content, message) => {
  const result = call('sarif', file('wrong.json', content));
  expect(result.code).toBe(2);
  expect(result.error).toContain(message);
});

test('a file that is not there is named', () => {
  expect(call('sarif', join(folder, 'none.json')).error).toMatch(/none\.json must be an evidence\.json: .*ENOENT/);
});

test.each([[], ['diff'], ['diff', 'one'], ['diff', 'a', 'b', 'c'], ['sarif'], ['sarif', 'a', 'b'], ['other']])(
  'a call that means nothing shows what there is: %j',
  (...args) => {
    const result = call(...args);
    expect(result).toMatchObject({ code: 2, out: '', error: expect.stringContaining('pci-evidence diff OLD NEW') });
  },
);

test('help is not an error', () => {
  expect(call('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage:'), error: '' });
});

test('the package brings the command, and with it the schema of what it reads', () => {
  const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
  const { bin, files } = JSON.parse(read('package.json'));
  expect(bin).toEqual({ 'pci-evidence': 'lib/cli/main.js' });
  expect(read('src/cli/main.ts')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(files).toContain('docs');
});
