import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appNames } from '../lib/apps';
import { profiles, titleOf } from '../lib/profiles';
import { ACKNOWLEDGED } from '../scanners/acknowledged';
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

test('every Python package is pinned, and held to its hashes', () => {
  const lines = readFileSync(join(__dirname, '../scanners/requirements.txt'), 'utf8').split(/\n(?=\S)/);
  const packages = lines.filter((line) => !line.startsWith('#') && line.trim() !== '');
  expect(packages.length).toBeGreaterThan(80);
  expect(packages.filter((line) => !/^[\w.-]+==[^ ]+/.test(line) || !/--hash=sha256:[0-9a-f]{64}/.test(line))).toEqual(
    [],
  );
});
