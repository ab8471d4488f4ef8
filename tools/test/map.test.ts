import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const map = readFileSync(join(ROOT, 'AGENTS.md'), 'utf8');
const folders = (path: string) =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

test('AGENTS.md names every package and app, and nothing that is not there', () => {
  const row = (folder: string) => map.split('\n').find((line) => line.startsWith(`| \`${folder}/\``)) ?? '';
  const named = (folder: string) =>
    [
      ...(row(folder)
        .split('|')[2]
        ?.matchAll(/`([a-z0-9-]+)`/g) ?? []),
    ].map(([, name]) => name);
  expect(named('packages').sort()).toEqual(folders('packages').sort());
  expect(named('apps').sort()).toEqual(folders('apps').sort());
});

test('AGENTS.md names every top-level folder', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
  const top = new Set(tracked.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? ''));
  for (const folder of top) if (!folder.startsWith('.')) expect(map).toContain(`\`${folder}/`);
});

test('AGENTS.md names no folder that is not there', () => {
  const named = [...map.matchAll(/^\| `([^`\s]+\/)`/gm)].map(([, folder]) => folder as string);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
});

test('AGENTS.md stays short enough to be read', () => {
  expect(map.split('\n').length).toBeLessThanOrEqual(150);
});

test('every npm script that the docs name exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const docs = ['README.md', 'AGENTS.md', 'CONTRIBUTING.md']
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
  const named = [...docs.matchAll(/npm run ([a-z0-9-]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !((name as string) in scripts))).toEqual([]);
});

test('the definition of the repository stays a list', () => {
  expect(readFileSync(join(ROOT, '.projenrc.ts'), 'utf8').split('\n').length).toBeLessThan(120);
});
