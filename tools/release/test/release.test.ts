import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scoped } from '../../../projenrc/scope';
import { WorkingCopy } from '../../lib/working-copy';

jest.setTimeout(300_000);

const VERSIONS = 'projenrc/package-versions.json';

/** A copy in which every package has been released as 0.1.0. */
let copy: WorkingCopy;
let start: string;
beforeAll(() => {
  copy = new WorkingCopy();
  execute();
  start = head();
});
afterAll(() => copy.remove());
beforeEach(() => {
  copy.git('checkout', '--quiet', '--force', '-B', 'main', start);
  copy.git('clean', '--quiet', '--force', '-d');
  for (const tag of tags().filter((name) => !name.endsWith('@0.1.0'))) copy.git('tag', '--delete', tag);
});

function dryRun(...args: string[]): string {
  return copy.script(['tools/release/test/release-in.ts', ...args]);
}

function execute(...args: string[]): string {
  return dryRun('--execute', ...args);
}

/** Runs the command, which has to refuse, and to leave everything as it was. */
function refused(run: () => string): string {
  const before = [head(), copy.git('for-each-ref'), copy.git('status', '--porcelain')];
  let said = '';
  expect(() => {
    try {
      run();
    } catch (error) {
      said = (error as Error).message;
      throw error;
    }
  }).toThrow();
  expect([head(), copy.git('for-each-ref'), copy.git('status', '--porcelain')]).toEqual(before);
  expect(copy.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  return said;
}

function head(): string {
  return copy.git('rev-parse', 'HEAD').trim();
}

function tags(...args: string[]): string[] {
  return copy
    .git('tag', '--list', ...args)
    .split('\n')
    .filter(Boolean);
}

function read(file: string): string {
  return readFileSync(join(copy.folder, file), 'utf8');
}

function edit(file: string, change: (text: string) => string): void {
  chmodSync(join(copy.folder, file), 0o644);
  writeFileSync(join(copy.folder, file), change(read(file)));
}

function commit(message: string, ...files: string[]): void {
  for (const file of files) edit(file, (text) => `${text}// ${message}\n`);
  copy.commit(message);
}

function manifest(folder: string) {
  return JSON.parse(read(`${folder}/package.json`));
}

/** What npm would publish of a package. */
function published(name: string): string {
  const cwd = join(copy.folder, 'packages', name);
  const [tarball] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd, encoding: 'utf8' }));
  return tarball.id;
}

test('the first release is 0.1.0 for all, in one commit with its tags', () => {
  expect(tags('--points-at', start)).toHaveLength(7);
  expect(manifest('packages/aurora-pci').version).toBe('0.1.0');
  expect(read('packages/aurora-pci/CHANGELOG.md')).toMatch(/\n## 0\.1\.0 \(\d{4}-\d\d-\d\d\)\n\nFirst release\.\n$/);
  expect(copy.git('status', '--porcelain')).toBe('');
  expect(dryRun()).toMatch(/^Nothing to release\./);
});

test('a fix releases its package, a fix of shared source each package that compiles it, and nothing else', () => {
  commit('fix(aurora-pci): an alarm', 'packages/aurora-pci/src/index.ts');
  edit('projenrc/shared-source/flow-log-delivery.ts', (text) => `${text}// fixed\n`);
  copy.projen();
  copy.commit('fix: delivery of flow logs');
  commit('fix(governance): a test', 'packages/governance/test/integ.governed.ts');
  commit('refactor(audited-alb): shorter', 'packages/audited-alb/src/index.ts');

  const before = head();
  const said = dryRun();
  expect(said).toMatch(/compliance-logging +0\.1\.0 +0\.1\.1 +patch: fix: delivery of flow logs\n/);
  expect(said).toContain(
    'Not released, nothing changed for users: audited-alb, fargate-service, governance, pci-evidence.',
  );
  expect([head(), copy.git('status', '--porcelain')]).toEqual([before, '']);

  expect(execute()).toContain(
    'git push --atomic origin main compliance-logging@0.1.1 secure-vpc@0.1.1 aurora-pci@0.1.1',
  );
  expect(tags('--points-at', 'HEAD').sort()).toEqual([
    'aurora-pci@0.1.1',
    'compliance-logging@0.1.1',
    'secure-vpc@0.1.1',
  ]);
  expect(copy.git('log', '-1', '--format=%s')).toBe(
    'chore(release): compliance-logging@0.1.1, secure-vpc@0.1.1, aurora-pci@0.1.1\n',
  );
  expect(copy.git('status', '--porcelain')).toBe('');
  const changelog = read('packages/aurora-pci/CHANGELOG.md');
  expect(changelog).toMatch(/\n## 0\.1\.1 \(.*\)\n\n### Fixes\n- an alarm \([0-9a-f]{8}\)\n\n## 0\.1\.0 /);
  expect(read('packages/governance/CHANGELOG.md')).not.toContain('0.1.1');
  expect(manifest('packages/secure-vpc').version).toBe('0.1.1');
  expect(manifest('packages/governance').version).toBe('0.1.0');
  expect(published('secure-vpc')).toBe(`${scoped('secure-vpc')}@0.1.1`);
  // The workspace still finds its own packages: apps name exact versions, and the lockfile has them.
  expect(manifest('apps/single-service').dependencies[scoped('secure-vpc')]).toBe('0.1.1');
  expect(JSON.parse(read('package-lock.json')).packages['packages/secure-vpc'].version).toBe('0.1.1');
  expect(read('package-lock.json')).not.toContain('"resolved": "http');
  copy.projen();
  expect(copy.git('status', '--porcelain')).toBe('');
  expect(read('tools/upgrade/baseline/stand-in.json')).toBe(
    '{"compliance-logging":"0.1.1","secure-vpc":"0.1.1","aurora-pci":"0.1.1"}\n',
  );
});

test('a breaking change moves the range of a package that has this one as a peer, and releases it', () => {
  edit(VERSIONS, (text) =>
    text.replace(/"audited-alb": .*/, '"audited-alb": { "version": "0.1.0", "peers": { "secure-vpc": "^0.1.0" } },'),
  );
  copy.projen();
  copy.commit('chore: a peer, which there is none of today');
  expect(manifest('packages/audited-alb').peerDependencies[scoped('secure-vpc')]).toBe('^0.1.0');
  commit('feat(secure-vpc)!: one tier less', 'packages/secure-vpc/src/index.ts');

  execute();
  expect(tags('--points-at', 'HEAD').sort()).toEqual(['audited-alb@0.2.0', 'secure-vpc@0.2.0']);
  expect(manifest('packages/audited-alb').peerDependencies[scoped('secure-vpc')]).toBe('^0.2.0');
  expect(read('packages/audited-alb/CHANGELOG.md')).toContain(`### Peers\n- \`${scoped('secure-vpc')}\` ^0.2.0\n`);
  expect(read('packages/secure-vpc/CHANGELOG.md')).toContain('### Breaking changes\n- one tier less (');
});

test('the branch next gives pre-releases, and main the release after them', () => {
  copy.git('checkout', '--quiet', '-b', 'next');
  commit('feat(governance)!: names', 'packages/governance/src/index.ts');
  execute();
  expect(tags('--points-at', 'HEAD')).toEqual(['governance@0.2.0-next.0']);
  expect(manifest('packages/governance').version).toBe('0.2.0-next.0');
  commit('fix(governance): more names', 'packages/governance/src/index.ts');
  expect(dryRun()).toMatch(/governance +0\.2\.0-next\.0 +0\.2\.0-next\.1 /);
  copy.git('checkout', '--quiet', 'main');
  copy.git('merge', '--quiet', 'next');
  expect(dryRun()).toMatch(/governance +0\.2\.0-next\.0 +0\.2\.0 /);
});

test('commits without a convention are listed, and count as fixes', () => {
  commit('Alarm on failover', 'packages/aurora-pci/src/index.ts');
  commit('feature(governance): names', 'packages/governance/src/index.ts');
  const said = dryRun();
  expect(said).toMatch(/aurora-pci +0\.1\.0 +0\.1\.1 /);
  expect(said).toMatch(
    /follow no convention and count as fixes .*:\n {2}[0-9a-f]{8} Alarm on failover\n {2}[0-9a-f]{8} feature\(governance\): names\n/,
  );
});

describe('refused, with nothing changed', () => {
  test('a dirty tree, and another branch', () => {
    copy.git('checkout', '--quiet', '-b', 'topic');
    writeFileSync(join(copy.folder, 'new.txt'), '');
    const said = refused(execute);
    expect(said).toContain('- The working tree has changes: ?? new.txt. Commit or stash them.');
    expect(said).toContain("- Releases come from main or next, this is 'topic'.");
  });

  test('a tag that exists', () => {
    copy.git('checkout', '--quiet', '--orphan', 'elsewhere');
    copy.git('commit', '--quiet', '--message', 'chore: elsewhere');
    copy.git('tag', 'aurora-pci@0.1.1', 'HEAD');
    copy.git('checkout', '--quiet', 'main');
    commit('fix(aurora-pci): an alarm', 'packages/aurora-pci/src/index.ts');
    expect(refused(dryRun)).toMatch(/- The tag aurora-pci@0\.1\.1 exists, at [0-9a-f]+, which is not on this branch\./);
  });

  test('a peer range that does not admit what stands beside it, and a package.json that projen did not write', () => {
    edit(VERSIONS, (text) =>
      text.replace(/"audited-alb": .*/, '"audited-alb": { "version": "0.1.0", "peers": { "secure-vpc": "^2.0.0" } },'),
    );
    copy.commit('chore: a wrong range');
    const said = refused(dryRun);
    expect(said).toContain(
      `- ${VERSIONS}: the peer range '^2.0.0' of audited-alb does not admit secure-vpc 0.1.0, which stands beside it. Set it to '^0.1.0'`,
    );
    expect(said).toContain('- packages/audited-alb/package.json has version 0.1.0 and peers {}');
  });

  test('a version that no tag has', () => {
    edit(VERSIONS, (text) =>
      text.replace('"governance": { "version": "0.1.0" }', '"governance": { "version": "0.3.0" }'),
    );
    copy.projen();
    copy.commit('chore: a version by hand');
    expect(refused(dryRun)).toContain(
      'governance was released as 0.3.0, but on this branch the newest tag is governance@0.1.0.',
    );
  });

  test('a shallow clone', () => {
    const shallow = join(copy.folder, '.git', 'shallow');
    writeFileSync(shallow, `${start}\n`);
    const said = refused(dryRun);
    rmSync(shallow);
    expect(said).toContain('This clone is shallow: commits and tags since the last release are missing.');
  });

  test.each([
    [
      'aurora@1.0.0',
      /--as takes <package>@<version>, such as aurora-pci@1\.0\.0, got 'aurora@1\.0\.0'\. The packages: /,
    ],
    ['aurora-pci@1.0', /got 'aurora-pci@1\.0'/],
    ['aurora-pci@0.1.0', /--as aurora-pci@0\.1\.0 is too low: what was committed since 0\.1\.0 needs 0\.1\.1 or more/],
  ])('--as %s', (asked, message) => {
    commit('fix(aurora-pci): an alarm', 'packages/aurora-pci/src/index.ts');
    expect(refused(() => dryRun('--as', asked))).toMatch(message);
  });

  test('what would break the upgrade promise, and a step that fails half-way', () => {
    commit('fix(aurora-pci): an alarm', 'packages/aurora-pci/src/index.ts');
    const inCopy = (env: Record<string, string>) => () =>
      copy.script(['tools/release/test/release-in.ts', '--execute'], env);
    expect(refused(inCopy({ REFUSED: 'yes' }))).toContain('The upgrade promise is broken.');

    const folder = mkdtempSync(join(tmpdir(), 'npm-'));
    writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho no registry >&2\nexit 7\n');
    chmodSync(join(folder, 'npm'), 0o755);
    const said = refused(inCopy({ PATH: `${folder}:${process.env.PATH}` }));
    rmSync(folder, { recursive: true });
    expect(said).toContain('Nothing was released: npm install ended with 7.\nno registry');
  });
});

test('a release that was killed is made again, and one that was interrupted before its tags is finished', () => {
  commit('fix(aurora-pci): an alarm', 'packages/aurora-pci/src/index.ts');
  const before = [head(), copy.git('for-each-ref'), copy.git('status', '--porcelain')];
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\nkill -9 $PPID\n');
  chmodSync(join(folder, 'npm'), 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}` };
  expect(() => copy.script(['tools/release/test/release-in.ts', '--execute'], env)).toThrow();
  rmSync(folder, { recursive: true });
  expect([head(), copy.git('for-each-ref'), copy.git('status', '--porcelain')]).toEqual(before);
  execute();
  expect(tags('--points-at', 'HEAD')).toEqual(['aurora-pci@0.1.1']);
  expect(copy.git('worktree', 'list').trim().split('\n')).toHaveLength(1);

  copy.git('tag', '--delete', 'aurora-pci@0.1.1');
  expect(dryRun()).toContain('interrupted before its tags were made: aurora-pci@0.1.1.');
  expect(tags()).not.toContain('aurora-pci@0.1.1');
  execute();
  expect(tags('--points-at', 'HEAD')).toEqual(['aurora-pci@0.1.1']);
  expect(dryRun()).toMatch(/^Nothing to release\./);
});

test('a package leaves 0.x when it is asked to', () => {
  expect(dryRun('--as', 'aurora-pci@1.0.0')).toMatch(/aurora-pci +0\.1\.0 +1\.0\.0 +asked for by name\n/);
});
