import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { redacted } from '../../src/private/redact';
import type { Outcome } from '../../src/private/verdict';
import { PLAIN_SECRET, sampleFiles } from './sample';

const files = sampleFiles();
const evidence = JSON.parse(files('evidence.json'));

function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(JSON.parse(readFileSync(join(__dirname, '../../docs/evidence.schema.json'), 'utf8')));
}

test('the evidence is as its schema says', () => {
  const validate = validator();
  validate(evidence);
  expect(validate.errors ?? []).toEqual([]);
});

test.each<[string, (broken: typeof evidence) => void]>([
  ['a verdict of its own', (broken) => (broken.results[0].verdict = 'fine')],
  ['no day', (broken) => (broken.day = 'today')],
  ['a requirement without its answer', (broken) => (broken.responsibilities[0].shownBy = [])],
  ['a result without a place', (broken) => delete broken.results[0].constructPath],
])('the schema refuses %s', (_name, breakIt) => {
  const broken = structuredClone(evidence);
  breakIt(broken);
  expect(validator()(broken)).toBe(false);
});

test('the schema describes every field that is written', () => {
  const { properties, definitions } = JSON.parse(
    readFileSync(join(__dirname, '../../docs/evidence.schema.json'), 'utf8'),
  );
  expect(Object.keys(properties)).toEqual(Object.keys(evidence));
  const described = (name: string) => Object.keys(definitions[name].properties);
  const written = (list: object[]) => [...new Set(list.flatMap(Object.keys))];
  const place = described('place');
  expect([...place, ...described('result')]).toEqual(expect.arrayContaining(written(evidence.results)));
  expect(place).toEqual(expect.arrayContaining(written(evidence.results.flatMap(({ propertyOf = {} }) => propertyOf))));
  expect(described('template')).toEqual(expect.arrayContaining(written(evidence.templates)));
  expect(described('rule')).toEqual(expect.arrayContaining(written(evidence.rules)));
  expect(described('responsibility')).toEqual(expect.arrayContaining(written(evidence.responsibilities)));
});

test('the sample has every verdict, so that the tests of what is written meet them all', () => {
  expect(Object.values(evidence.summary)).not.toContain(0);
});

test('verdict words and the version of the schema are a contract', () => {
  expect(Object.keys(evidence.summary)).toEqual([
    'violated',
    'undecidable',
    'acknowledged',
    'satisfied',
    'not-applicable',
  ]);
  expect(evidence.schemaVersion).toBe('1.0');
});

test('an exception is stale where it covers nothing, not where it expired', () => {
  expect(evidence.staleExceptions).toEqual([{ rule: 'PCI.RDS.1', at: 'Payments/Elsewhere' }]);
});

test('templates are named with the hash of what was judged', () => {
  expect(evidence.templates).toEqual([
    {
      stack: 'Payments',
      stackName: 'Payments',
      file: 'Payments.template.json',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      resources: 7,
    },
    {
      stack: 'Storage',
      stackName: 'Storage',
      file: 'Storage.template.json',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      resources: 2,
    },
  ]);
});

const NAMES = [
  'evidence.json',
  'report.html',
  'responsibility-matrix.csv',
  'evidence.sarif',
  'oscal-assessment-results.json',
  'oscal-component-definition.json',
];

test.each(NAMES)('%s has the same bytes for the same app', (name) => {
  expect(sampleFiles()(name)).toBe(files(name));
});

test.each(NAMES)('%s does not repeat a secret of the template', (name) => {
  expect(evidence.results).toContainEqual(
    expect.objectContaining({ property: 'Properties.SecretString', found: 'plain text of 21 characters' }),
  );
  expect(files(name)).not.toContain(PLAIN_SECRET);
});

test.each<[Outcome, string, string, string]>([
  ['violated', 'Properties.MasterUserPassword', 'hunter2', 'plain text of 7 characters'],
  ['violated', 'Properties.ManageMasterUserPassword', 'false', 'false'],
  ['violated', 'Properties.MasterUserPassword', 'nothing', 'nothing'],
  ['undecidable', 'Properties.MasterUserPassword', 'parameter P has no default', 'parameter P has no default'],
  ['satisfied', 'Properties.Environment.Variables.KEY', 'AKIAABCDEFGHIJKLMNOP', 'plain text of 20 characters'],
  ['violated', 'Properties.Engine', 'mysql', 'mysql'],
])('%s at %s: of %s is told %s', (outcome, path, found, told) => {
  expect(redacted({ outcome, path, found, expected: '' }).found).toBe(told);
});
