import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appNames } from '../lib/apps';
import { profiles, titleOf } from '../lib/profiles';
import { ACKNOWLEDGED } from '../scanners/acknowledged';
import { cfnGuard, GUARD_RUNS, idleRules, judged, readRules } from '../scanners/cfn-guard';
import { type Acknowledgement, type Finding, sort } from '../scanners/finding';
import { checksOf } from '../scanners/scan';

const profile = { app: 'shop', name: 'shop', context: {} };
const template = { profile, stack: 'shop-dev1', file: '/Shop.template.json' };
const finding: Finding = {
  scanner: 'checkov',
  rule: 'CKV_AWS_18',
  template,
  where: 'AWS::S3::Bucket.Logs',
  message: 'Ensure the bucket has access logging',
};
const accepted: Acknowledgement = {
  scanner: 'checkov',
  rule: 'CKV_AWS_18',
  where: /AWS::S3::Bucket\.\w+/,
  reason: 'A bucket of logs',
};

test('a finding is unexplained unless scanner, rule, place and message fit', () => {
  const others: Acknowledgement[] = [
    { ...accepted, scanner: 'cfn-lint' },
    { ...accepted, rule: 'CKV_AWS_19' },
    { ...accepted, where: /Bucket/ },
    { ...accepted, message: /versioning/ },
  ];
  expect(sort([finding], others)).toEqual({ unexplained: [finding], acknowledged: [], stale: others });
});

test('an acknowledged one carries its reason', () => {
  const { unexplained, acknowledged, stale } = sort([finding], [{ ...accepted, message: /logging$/ }]);
  expect({ unexplained, acknowledged, stale }).toEqual({
    unexplained: [],
    acknowledged: [{ finding, reason: 'A bucket of logs' }],
    stale: [],
  });
});

test('a scan fails by a finding, and by an acknowledgement that covers none', () => {
  const failed = (findings: Finding[], list: Acknowledgement[]) =>
    checksOf({ profiles: [profile], skipped: {}, ...sort(findings, list) }).filter(
      ({ problems }) => problems.length > 0,
    );
  expect(failed([finding], [accepted])).toEqual([]);
  expect(failed([finding], [])).toEqual([
    {
      name: 'checkov: shop',
      problems: ['CKV_AWS_18 shop-dev1 AWS::S3::Bucket.Logs: Ensure the bucket has access logging'],
    },
  ]);
  expect(failed([], [accepted]).map(({ name }) => name)).toEqual(['acknowledgements']);
});

test('reasons say something', () => {
  for (const { reason } of ACKNOWLEDGED) expect(reason.length).toBeGreaterThan(30);
});

test('every app is scanned, in each profile that has a config file', () => {
  const all = profiles();
  expect([...new Set(all.map(({ app }) => app))]).toEqual(appNames());
  expect(new Set(all.map(titleOf)).size).toBe(all.length);
});

describe('a rule of AWS that names no type of a template', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  const file = join(folder, 'Shop.template.json');
  const resource = (Type: string) => ({ Type, Properties: {} });
  const Resources = { Logs: resource('AWS::S3::Bucket'), Alerts: resource('AWS::SNS::Topic') };
  beforeAll(() => writeFileSync(file, JSON.stringify({ Resources })));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is left out, and any other runs', () => {
    const rules = [
      { name: 'buckets', types: ['AWS::S3::Bucket', 'AWS::S3::AccessPoint'] },
      { name: 'access-points', types: ['AWS::S3::AccessPoint'] },
      { name: 'everything', types: [] },
    ];
    expect(idleRules({ file }, rules)).toEqual(['access-points']);
  });

  const whereGuardRuns = GUARD_RUNS ? test : test.skip;
  whereGuardRuns('would find nothing, and those that are left find as much as all of them', () => {
    const rules = readRules();
    const idle = idleRules({ file }, rules);
    expect(rules.filter(({ types }) => types.length === 0)).toEqual([]);
    expect(idle.length).toBeGreaterThan(200);
    expect(idle.length).toBeLessThan(rules.length);
    const found = (disabled: readonly string[]) => judged({ ...template, file }, disabled).map(({ rule }) => rule);
    expect(found(rules.map(({ name }) => name).filter((name) => !idle.includes(name)))).toEqual([]);
    expect(found(idle)).toEqual(found([]));
    expect(cfnGuard([{ ...template, file }]).map(({ rule }) => rule)).toContain('s3_bucket_logging_enabled_check');
  });
});

test('every Python package is pinned, and held to its hashes', () => {
  const lines = readFileSync(join(__dirname, '../scanners/requirements.txt'), 'utf8').split(/\n(?=\S)/);
  const packages = lines.filter((line) => !line.startsWith('#') && line.trim() !== '');
  expect(packages.length).toBeGreaterThan(80);
  expect(packages.filter((line) => !/^[\w.-]+==[^ ]+/.test(line) || !/--hash=sha256:[0-9a-f]{64}/.test(line))).toEqual(
    [],
  );
});
