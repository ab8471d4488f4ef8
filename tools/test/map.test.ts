/** AGENTS.md against the tree: what it names is there, and what is there it names. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/nx';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const map = read('AGENTS.md');
const { scripts, nx } = JSON.parse(read('package.json'));
const { targetDefaults } = JSON.parse(read('nx.json'));

const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const pages = tracked.filter((file) => file.endsWith('.md'));
/** Folders right below one, or below the root; configuration in hidden ones is generated. */
const folders = (parent = '') => {
  const inside = tracked.filter((file) => file.startsWith(parent)).map((file) => file.slice(parent.length));
  const first = inside.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? '');
  return [...new Set(first)].filter((name) => !name.startsWith('.')).sort();
};

/** What stands in code in one cell of the row that begins with `code`. */
const cell = (code: string, column = 2) => {
  const row = map.split('\n').find((line) => line.startsWith(`| \`${code}\``)) ?? '';
  return [...(row.split('|')[column] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);
};
/** Folders with a row of their own. */
const rows = [...map.matchAll(/^\| `([^`\s]+)\/`/gm)].map(([, folder]) => folder as string);

test('names every top-level folder', () => {
  expect(folders().filter((folder) => !rows.includes(folder))).toEqual([]);
});

test.each(['packages', 'apps'])('names everything in %s, and nothing else', (folder) => {
  expect(cell(`${folder}/`).sort()).toEqual(folders(`${folder}/`));
});

test('names every tool, and nothing else', () => {
  const here = cell('tools/');
  const own = rows.filter((row) => row.startsWith('tools/')).map((row) => row.slice('tools/'.length));
  const named = [...here.filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1)), ...own];
  expect(named.sort()).toEqual(folders('tools/').filter((name) => name !== 'test'));
  expect(here.filter((name) => !name.endsWith('/') && !tracked.includes(`tools/${name}`))).toEqual([]);
});

test('names no file or folder that is not there, and in its row what stands below it', () => {
  const under = (path: string, folder = '') =>
    tracked.some((file) => file.startsWith(folder) && `/${file}`.includes(`/${path}`));
  const spans = [...map.matchAll(/`([\w./-]+(?:\/|\.(?:[cm]?[jt]s|json|md)))`/g)].map(([, path]) => path as string);
  expect(spans.length).toBeGreaterThan(50);
  // Written by the first release.
  expect(spans.filter((path) => path !== 'CHANGELOG.md' && !under(path))).toEqual([]);
  const inRows = rows.flatMap((row) => cell(`${row}/`).map((path) => ({ folder: `${row}/`, path })));
  const isBelow = (path: string) => spans.includes(path) && !rows.includes(path.replace(/\/$/, ''));
  expect(inRows.filter(({ folder, path }) => isBelow(path) && !under(path, folder))).toEqual([]);
});

test('names each folder once, and none that is not there', () => {
  expect(rows).toEqual([...new Set(rows)]);
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter((folder) => !tracked.some((file) => file.startsWith(`${folder}/`)))).toEqual([]);
});

test('names every script of package.json', () => {
  const said = (name: string) => new RegExp(`\`np(m|m run|x) ${name}[\`: ]`).test(map);
  expect(Object.keys(scripts).filter((name) => !said(name))).toEqual([]);
});

test('names no target that is not there', () => {
  const own = Object.keys(nx.targets);
  const ours = [...map.matchAll(/npx nx run monorepo:([a-z-]+)/g)].map(([, name]) => name as string);
  expect(ours.filter((name) => !own.includes(name))).toEqual([]);
  const targets = cell('npx nx run <project>:<target>').filter((name) => name !== 'monorepo');
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((name) => !own.includes(name) && !(name in targetDefaults))).toEqual([]);
});

test('stays short enough to be read', () => {
  expect(map.split('\n').length).toBeLessThanOrEqual(150);
});

test('no page names an npm script that is not there', () => {
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run ([a-z0-9-]+)/g)].map(([, name]) => ({ page, name: name as string })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
});

test('no page names a target that is not there', () => {
  const known = [...Object.keys(nx.targets), ...Object.keys(targetDefaults)];
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npx nx run [\w<>-]+:([a-z-]+)/g)].map(([, target]) => ({
      page,
      target: target as string,
    })),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(({ target }) => !known.includes(target))).toEqual([]);
});

test('the definition of the repository stays a list', () => {
  expect(read('.projenrc.ts').split('\n').length).toBeLessThan(120);
});
