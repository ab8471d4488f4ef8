import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkingCopy } from '../../lib/working-copy';

jest.setTimeout(300_000);

const BUCKET = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'archive' } };
const METHOD = { name: 'metricSize' };
const BASELINE = 'tools/upgrade/baseline';

let copy: WorkingCopy;
let start: string;
beforeAll(async () => {
  copy = new WorkingCopy();
  await build();
  firstBaseline();
  copy.commit('chore: the first baseline');
  start = copy.git('rev-parse', 'HEAD').trim();
});
afterAll(() => copy.remove());
beforeEach(async () => {
  copy.git('reset', '--quiet', '--hard', start);
  await build();
});

/** What compiles and syntheses leave: an API of one class, and apps of one bucket. */
async function build(): Promise<void> {
  await Promise.all(packages().map((name) => writeApi(name, [METHOD])));
  await Promise.all(readdirSync(join(copy.folder, 'apps')).map((name) => writeApp(name, { Archive: BUCKET })));
}

function packages(): string[] {
  return readdirSync(join(copy.folder, 'packages'));
}

function scoped(name: string): string {
  return JSON.parse(readFileSync(join(copy.folder, 'packages', name, 'package.json'), 'utf8')).name;
}

async function writeApi(name: string, methods: object[]): Promise<void> {
  const assembly = scoped(name);
  const type = { assembly, fqn: `${assembly}.Archive`, kind: 'class', name: 'Archive', initializer: {}, methods };
  const api = { schema: 'jsii/0.10.0', name: assembly, dependencies: {}, types: { [type.fqn]: type } };
  await write(`packages/${name}/.jsii`, api);
}

async function writeApp(name: string, Resources: object): Promise<void> {
  const properties = { templateFile: 'Stack.template.json' };
  const stack = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/us-east-1', properties };
  await write(`apps/${name}/cdk.out/manifest.json`, { artifacts: { Stack: stack } });
  await write(`apps/${name}/cdk.out/Stack.template.json`, { Resources });
}

async function write(file: string, content: object): Promise<void> {
  await mkdir(join(copy.folder, file, '..'), { recursive: true });
  writeFileSync(join(copy.folder, file), JSON.stringify(content));
}

function touch(file: string): void {
  writeFileSync(join(copy.folder, file), `${readFileSync(join(copy.folder, file), 'utf8')}\n// touched\n`);
}

/** What the gate says; everything it refuses comes with a non-zero exit. */
function gate(): string {
  return copy.script(['tools/upgrade.ts', '--built']);
}

function refusal(): string {
  try {
    const accepted = gate();
    throw new Error(`Not refused: ${accepted}`);
  } catch (error) {
    return (error as Error).message;
  }
}

test('a tree like the baseline passes, and the same tree gives the same baseline', () => {
  expect(gate()).toContain('breaks the upgrade promise.');
  firstBaseline();
  expect(copy.git('status', '--porcelain')).toBe('');
});

test('breaks are refused with their resource, member and commits, and accepted where a commit announces them', async () => {
  await writeApi('aurora-pci', []);
  touch('packages/aurora-pci/src/index.ts');
  copy.commit('fix(aurora-pci): one metric less');
  await writeApp('single-service', { Archive: { ...BUCKET, Properties: { BucketName: 'other' } } });
  touch('apps/single-service/src/main.ts');
  const said = refusal();
  expect(said).toMatch(
    /the API of aurora-pci breaks what was released:\n {2}\S+aurora-pci\.Archive\.metricSize\n {4}has been removed\n {2}by one of these, between [0-9a-f]+ and the working tree:\n {4}[0-9a-f]{8} fix\(aurora-pci\): one metric less\n/,
  );
  expect(said).toMatch(
    /apps\/single-service breaks what was released:\n {2}Stack\/Archive\.BucketName \(AWS::S3::Bucket\)\n {4}"archive" becomes "other": CloudFormation replaces it\n/,
  );
  expect(said).toContain('    changes that are not committed\n');
  expect(said).toContain('Refused: 2. docs/upgrading.md says');

  copy.git('stash', '--quiet');
  touch('packages/aurora-pci/src/index.ts');
  copy.commit('feat(aurora-pci)!: metrics have one name');
  const accepted = gate();
  expect(accepted).toMatch(
    /Accepted: the API of aurora-pci, announced by [0-9a-f]{8} feat\(aurora-pci\)!: metrics have one name:\n/,
  );
  // A commit to a package can announce what it does to an app.
  expect(accepted).toMatch(/Accepted: apps\/single-service, announced by/);
});

test('only a commit to what broke can announce it, and one that was reverted announces nothing', async () => {
  await writeApp('single-service', {});
  expect(refusal()).toMatch(
    /although none of its sources changed since [0-9a-f]+: a tool did, or this compares an old build/,
  );
  touch('apps/multi-environment/src/main.ts');
  copy.commit('feat(multi-environment)!: something else');
  expect(refusal()).toContain('it is no longer in the template: CloudFormation deletes it');

  touch('apps/single-service/src/main.ts');
  copy.commit('feat(single-service)!: no archive');
  expect(gate()).toContain('announced by');
  copy.git('revert', '--no-edit', 'HEAD');
  expect(refusal()).toContain('apps/single-service breaks what was released');
});

test('an app that is gone is missed, though what it wrote is still there', () => {
  copy.git('rm', '-r', '--quiet', 'apps/single-service');
  expect(refusal()).toContain('apps/single-service breaks what was released');
});

test('a shallow clone can be compared, but nothing in it announces a break', async () => {
  const shallow = join(copy.folder, '.git', 'shallow');
  writeFileSync(shallow, `${start}\n`);
  expect(gate()).toContain('breaks the upgrade promise.');
  await writeApp('single-service', {});
  expect(refusal()).toContain('`git fetch --unshallow --tags`');
  rmSync(shallow);
});

describe('a baseline that no release wrote is refused', () => {
  const file = `${BASELINE}/aurora-pci.json.gz`;

  test('missing', () => {
    copy.git('rm', '--quiet', file);
    expect(refusal()).toContain(`${file} is missing. Nothing has been released yet`);
  });

  test('of another version', () => {
    release();
    copy.git('checkout', '--quiet', 'HEAD', '--', BASELINE);
    const said = refusal();
    expect(said).toContain(`${file} is of aurora-pci@0.0.0, and projenrc/package-versions.json says aurora-pci@0.1.0.`);
    expect(said).toContain(`${BASELINE}/apps.json.gz is of aurora-pci@0.0.0`);
    expect(() => firstBaseline()).toThrow(/There has been a release/);
  });

  test('without its tag, or other than in its tag', async () => {
    release();
    copy.commit('chore(release): aurora-pci@0.1.0');
    expect(refusal()).toContain(
      `${file} cannot be checked: there is no tag aurora-pci@0.1.0. Run \`git fetch --tags\`.`,
    );
    copy.git('tag', 'aurora-pci@0.1.0');
    expect(gate()).toContain('No update from compliance-logging@0.0.0, secure-vpc@0.0.0, audited-alb@0.0.0');
    await writeApi('aurora-pci', []);
    release();
    expect(refusal()).toContain(`${file} is not what was released (aurora-pci@0.1.0). Only a release writes baselines`);
    copy.git('tag', '--delete', 'aurora-pci@0.1.0');
  });
});

function firstBaseline(): void {
  copy.script(['tools/upgrade.ts', '--built', '--first-baseline']);
}

/** What a release writes, as far as the gate reads it. */
function release(): void {
  const versions = join(copy.folder, 'projenrc/package-versions.json');
  const entry = (version: string) => `"aurora-pci": { "version": "${version}" }`;
  writeFileSync(versions, readFileSync(versions, 'utf8').replace(entry('0.0.0'), entry('0.1.0')));
  copy.script(['--eval', `require('./tools/upgrade/baseline').writeBaseline('.', '.', { 'aurora-pci': '0.1.0' })`]);
}
