import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REGISTRIES } from '../../../projenrc/registries';

const FOLDER = join(__dirname, '../../../.github/workflows');

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly needs?: string | readonly string[];
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly env?: object }[];
}
interface Workflow {
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (file: string) => parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow;
const { permissions, jobs } = read('release.yml');

test.each(readdirSync(FOLDER))('%s takes actions by their commit', (file) => {
  const uses = Object.values(read(file).jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

test('each job has the rights it needs, and the workflow none', () => {
  expect(permissions).toEqual({});
  const trusted = REGISTRIES.filter((registry) => registry.trusted).flatMap(({ id }) => [`try-${id}`, `publish-${id}`]);
  for (const [name, job] of Object.entries(jobs)) {
    const expected = { released: { contents: 'read' }, build: { contents: 'read' }, notes: { contents: 'write' } }[
      name
    ];
    expect([name, job.permissions]).toEqual([
      name,
      expected ?? (trusted.includes(name) ? { 'id-token': 'write' } : {}),
    ]);
  }
});

test('credentials are in the protected environment alone, beside no code of this repository', () => {
  for (const [name, job] of Object.entries(jobs)) {
    const isRegistry = /^(try|publish)-/.test(name);
    expect([name, job.environment]).toEqual([name, isRegistry ? 'release' : undefined]);
    const checksOut = job.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    const holdsSecrets = JSON.stringify(job).includes('secrets.') || job.permissions?.['id-token'] === 'write';
    expect([name, checksOut && holdsSecrets]).toEqual([name, false]);
  }
});

test('where the registry allows it there is no token', () => {
  const withSecrets = Object.keys(jobs).filter((name) => JSON.stringify(jobs[name]).includes('secrets.'));
  expect(withSecrets).toEqual(['try-maven', 'try-go', 'publish-maven', 'publish-go']);
});

test('nothing is published before every registry was tried', () => {
  const tries = REGISTRIES.map(({ id }) => `try-${id}`);
  for (const { id } of REGISTRIES) {
    expect(jobs[`publish-${id}`]?.needs).toEqual(['build', ...tries]);
    const last = jobs[`try-${id}`]?.steps.at(-1);
    expect(last?.env).toMatchObject({ PUBLIB_DRYRUN: 'true' });
    expect(jobs[`publish-${id}`]?.steps.at(-1)?.run).toBe(last?.run);
  }
});

test('it is built once', () => {
  const building = Object.keys(jobs).filter((name) => JSON.stringify(jobs[name]?.steps).includes('npm run package'));
  expect(building).toEqual(['build']);
});
