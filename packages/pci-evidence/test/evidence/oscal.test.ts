import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Evidence } from '../../src/private/evidence/evidence';
import { uuidOf } from '../../src/private/evidence/uuid';
import { sampleFiles } from './sample';

const files = sampleFiles();
const results = JSON.parse(files('oscal-assessment-results.json'))['assessment-results'];
const definition = JSON.parse(files('oscal-component-definition.json'))['component-definition'];
const [result] = results.results;
const evidence = JSON.parse(files('evidence.json')) as Evidence;

interface Identified {
  readonly uuid: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TOKEN = /^[A-Za-z_][A-Za-z0-9.\-_]*$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Every value under a key, however deep. */
function under(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [...(name === key ? [child] : []), ...under(child, key)]);
}

describe.each([
  ['assessment-results', results],
  ['component-definition', definition],
])('%s', (_name, document) => {
  test('has the header that OSCAL 1.2.1 wants', () => {
    expect(document.metadata).toMatchObject({
      title: expect.stringMatching(/\S/),
      'last-modified': expect.stringMatching(MOMENT),
      version: expect.stringMatching(/\S/),
      'oscal-version': '1.2.1',
    });
  });

  test('gives everything an identifier of its own, from its content', () => {
    const identifiers = under(document, 'uuid') as string[];
    expect(identifiers.length).toBeGreaterThan(5);
    expect(identifiers.filter((uuid) => !UUID.test(uuid))).toEqual([]);
    expect(new Set(identifiers).size).toBe(identifiers.length);
  });

  test('writes control ids and names as tokens, and no empty list or value', () => {
    const tokens = [
      ...under(document, 'control-id'),
      ...under(document, 'target-id'),
      ...under(document, 'name'),
    ] as string[];
    expect(tokens.filter((token) => !TOKEN.test(token))).toEqual([]);
    expect(JSON.stringify(document)).not.toMatch(/:\[\]|:""|:\{\}/);
  });
});

test('observations, findings and risks lead to what there is', () => {
  const has = (list: Identified[]) => new Set(list.map(({ uuid }) => uuid));
  const observations = has(result.observations);
  const risks = has(result.risks);
  const items = has(result['local-definitions']['inventory-items']);
  expect((under(result.findings, 'observation-uuid') as string[]).filter((uuid) => !observations.has(uuid))).toEqual(
    [],
  );
  expect((under(result.findings, 'risk-uuid') as string[]).filter((uuid) => !risks.has(uuid))).toEqual([]);
  expect((under(result.observations, 'subject-uuid') as string[]).filter((uuid) => !items.has(uuid))).toEqual([]);
  const resources = has(results['back-matter'].resources);
  expect(resources).toContain(results['import-ap'].href.slice(1));
});

test('a requirement is satisfied only if nothing about it is open', () => {
  const finding = (control: string) =>
    result.findings.find(({ target }: { target: { 'target-id': string } }) => target['target-id'] === control);
  const encryption = finding('pci-dss-3.5.1');
  expect(encryption.target.status).toMatchObject({ state: 'not-satisfied', reason: 'fail' });
  for (const { target, 'related-observations': related } of result.findings) {
    const verdicts = related.map(
      ({ 'observation-uuid': uuid }: { 'observation-uuid': string }) =>
        result.observations.find((one: Identified) => one.uuid === uuid).title.split(' ')[1],
    );
    const open = verdicts.some((verdict: string) => verdict !== 'satisfied');
    expect(target.status.state).toBe(open ? 'not-satisfied' : 'satisfied');
  }
  expect(encryption.target.status.remarks).toContain('others that show it: account, running-system.');
});

/** What a rule saw that serves a requirement, first or beside another, and that is not satisfied. */
const openOf = (control: string, stack?: string) =>
  evidence.results.filter(({ verdict, rule, ...one }) => {
    const { requirement, related } = evidence.rules.find(({ id }) => id === rule) ?? { related: [] };
    const serves = [requirement, ...related].some((number) => `pci-dss-${number?.toLowerCase()}` === control);
    const isOpen = verdict !== 'satisfied' && verdict !== 'not-applicable';
    return serves && isOpen && (stack === undefined || one.stack === stack);
  });

test('no requirement is satisfied against a rule that supports it', () => {
  const status = (control: string) =>
    result.findings.find(({ target }: { target: { 'target-id': string } }) => target['target-id'] === control)?.target
      .status.state;
  const numbers = evidence.responsibilities.map(({ requirement }) => `pci-dss-${requirement.toLowerCase()}`);
  const open = numbers.filter((control) => openOf(control).length > 0);
  expect(open.map((control) => [control, status(control)])).toEqual(open.map((control) => [control, 'not-satisfied']));
  for (const stack of ['Payments', 'Storage']) {
    const component = definition.components.find(({ title }: { title: string }) => title === stack);
    const claimed = under(component, 'control-id') as string[];
    expect(claimed.filter((control) => openOf(control, stack).length > 0)).toEqual([]);
  }
  const reviewed = under(result['reviewed-controls'], 'control-id');
  expect(reviewed).toEqual(expect.arrayContaining(under(result.findings, 'target-id')));
});

test('an exception is a risk that somebody accepted until a day, a violation an open one', () => {
  const risk = (path: string) =>
    result.risks.find(({ title }: { title: string }) => title === `PCI.RDS.1 at Payments/${path}/Cluster`);
  expect(risk('Accepted')).toMatchObject({
    status: 'deviation-approved',
    deadline: '2026-12-31T00:00:00Z',
    statement: 'A demo without card data, <deleted> each "night"',
    props: expect.arrayContaining([expect.objectContaining({ name: 'accepted-by', value: 'Head of Payments' })]),
  });
  for (const path of ['Bad', 'Expired', 'Anonymous']) expect(risk(path)).toMatchObject({ status: 'open' });
  expect(risk('Good')).toBeUndefined();
});

test('a component claims a requirement only where all of it holds', () => {
  const controls = (title: string) =>
    under(
      definition.components.find((one: { title: string }) => one.title === title),
      'control-id',
    );
  expect(controls('Payments')).not.toContain('pci-dss-3.5.1');
  expect(definition.components.map(({ title, type }: { title: string; type: string }) => [title, type])).toEqual([
    ['Payments', 'service'],
    ['Storage', 'service'],
    ['@org/pci-evidence', 'validation'],
  ]);
});

test('identifiers hang on all of their parts, and on where these end', () => {
  expect(uuidOf('a', 'b')).toBe(uuidOf('a', 'b'));
  expect(uuidOf('a', 'b')).not.toBe(uuidOf('ab'));
  expect(uuidOf('a', 'b')).not.toBe(uuidOf('b', 'a'));
});

/**
 * NIST publishes its schemas as downloads of a release, and no package of the registries brings them. Where somebody has
 * them in the folder OSCAL_SCHEMAS, the documents are held to them as well.
 */
const schemas = process.env.OSCAL_SCHEMAS ?? '';
const withSchemas = existsSync(join(schemas, 'oscal_assessment-results_schema.json')) ? test : test.skip;
withSchemas.each([
  ['oscal_assessment-results_schema.json', 'oscal-assessment-results.json'],
  ['oscal_component_schema.json', 'oscal-component-definition.json'],
])("NIST's %s accepts the document (skipped without the folder OSCAL_SCHEMAS)", (schema, document) => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, schema), 'utf8')));
  validate(JSON.parse(files(document)));
  expect(validate.errors ?? []).toEqual([]);
});
