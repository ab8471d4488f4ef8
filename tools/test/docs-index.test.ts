/** The index leads to everything, and what a page repeats of another one is the same there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSTRUCT_PACKAGES } from '../../projenrc/scope';
import { appNames } from '../lib/apps';
import { ROOT } from '../lib/nx';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const index = read('docs/README.md');

test.each(CONSTRUCT_PACKAGES)('the index has README and API of %s', (name) => {
  expect(index).toContain(`](../packages/${name}/README.md)`);
  expect(index).toContain(`](../packages/${name}/API.md)`);
});

test.each(appNames())('the index has %s, and the apps page its picture and cost', (name) => {
  expect(index).toContain(`](../apps/${name}/README.md)`);
  const page =
    read('docs/apps.md')
      .split('\n## ')
      .find((section) => section.startsWith(`${name}\n`)) ?? '';
  expect(page).toMatch(new RegExp(`!\\[.+\\]\\(\\.\\./apps/${name}/architecture[a-z-]*\\.svg\\)`));
  expect(amounts(page)).toEqual(costsOf(name));
});

test('the index has every page of docs', () => {
  const pages = [
    ...readdirSync(join(ROOT, 'docs')),
    ...readdirSync(join(ROOT, 'docs/how-to')).map((file) => `how-to/${file}`),
  ];
  const left = pages.filter((file) => file.endsWith('.md') && file !== 'README.md' && !index.includes(`](${file})`));
  expect(left).toEqual([]);
});

test.each(['README.md', 'docs/getting-started.md'])(
  '%s names the cost of single-service as its README has it',
  (page) => {
    const named = amounts(read(page));
    expect(named.length).toBeGreaterThan(0);
    expect(new Set(named)).toEqual(new Set(costsOf('single-service')));
  },
);

/** Of each environment, from what `npm run cost -- --write` wrote. */
function costsOf(app: string): string[] {
  return [...read(`apps/${app}/README.md`).matchAll(/^\*\*[a-z]+: about (\d+) USD a month at rest\*\*$/gm)].map(
    ([, amount]) => amount as string,
  );
}

/** Numbers of sentences such as "About 307, 760 and 761 USD a month". */
function amounts(text: string): string[] {
  return [...text.matchAll(/about ([\d, and]+) USD a month/gi)].flatMap(([, list]) => list?.match(/\d+/g) ?? []);
}
