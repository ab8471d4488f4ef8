import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit } from '../lib/commits';

const ROOT = join(__dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commits-'));
  git('init', '--quiet');
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...args: string[]): string {
  const user = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...user, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function commit(file: string, message: string): string {
  writeFileSync(join(folder, file), message);
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD');
}

/** The parser is an ES module, which jest does not load: asked in a process of its own. */
function read(...paths: string[]): Commit[] {
  const code = `
    const { readCommits } = require(${JSON.stringify(join(ROOT, 'tools/lib/commits'))});
    const { Git } = require(${JSON.stringify(join(ROOT, 'tools/lib/git'))});
    readCommits(new Git(${JSON.stringify(folder)}), 'HEAD', ${JSON.stringify(paths)})
      .then((commits) => process.stdout.write(JSON.stringify(commits)));`;
  return JSON.parse(execFileSync(join(ROOT, 'node_modules/.bin/tsx'), ['--eval', code], { encoding: 'utf8' }));
}

test('messages as the convention has them, newest first, with the files that were asked for', () => {
  const first = commit('a', 'feat(aurora-pci): readers\n\nMore of them.\n\nBREAKING CHANGE: name the\nwriter');
  commit('b', 'fix(secure-vpc, audited-alb)!: routes');
  commit('c', 'perf: less');
  commit('ä', 'Faster: better');
  git('revert', '--no-edit', first);
  commit('d', 'revert: fix: routes\n\nThis reverts commit 0123456789ab.');
  const [revert, automatic, odd, perf, fix, feat, ...more] = read('.');
  expect(more).toEqual([]);
  expect(revert).toMatchObject({ type: 'revert', reverts: '0123456789ab', files: ['d'] });
  expect(automatic).toMatchObject({ type: 'revert', reverts: first, files: ['a'] });
  expect(automatic?.breaking).toBeUndefined();
  expect(odd).toMatchObject({ header: 'Faster: better', description: 'better', files: ['ä'] });
  expect(odd?.type).toBeUndefined();
  expect(perf).toMatchObject({ type: 'perf', description: 'less' });
  expect(perf?.breaking).toBeUndefined();
  expect(fix).toMatchObject({
    type: 'fix',
    scope: 'secure-vpc, audited-alb',
    description: 'routes',
    breaking: 'routes',
  });
  expect(feat).toMatchObject({
    type: 'feat',
    scope: 'aurora-pci',
    description: 'readers',
    breaking: 'name the\nwriter',
  });
  expect(read('b').map(({ header, files }) => [header, files])).toEqual([[fix?.header, ['b']]]);
});
