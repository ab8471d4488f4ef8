import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { names, undestroyable, untagged } from '@org/testing';
import { app, services } from './platform';
import { underTest } from './synthesized';

const sources = (readdirSync(join(underTest.folder, 'src'), { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(underTest.folder, 'src', file), 'utf8') }));

describe('names', () => {
  const all = names(app);
  const described = (list: typeof all) => list.map(({ resource, name }) => `${resource.logicalId}: ${name}`);

  test('S3-NAME-01: every name carries the suffix', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(described(all.filter(({ name }) => !name?.includes('aa1')))).toEqual([]);
  });

  test('S3-NAME-01: two suffixes share no name, and nothing but the suffix differs', () => {
    const other = names(underTest.view({ environmentSuffix: 'bb2' })).map(({ name }) => name);
    expect(all.map(({ name }) => name).filter((name) => other.includes(name))).toEqual([]);
    expect(other.map((name) => name?.replaceAll('bb2', 'aa1')).sort()).toEqual(all.map(({ name }) => name).sort());
  });

  test('S3-NAME-02: {type}-{suffix}', () => {
    // KMS prescribes the beginning of an alias.
    const pattern = /^(alias\/)?[a-z][a-z0-9-]*-aa1(-\$\{AWS::AccountId\})?$/;
    // RDS prescribes the path of its log groups; the cluster's own name stands in it.
    const imposed = /^\/aws\/rds\/cluster\/[a-z][a-z0-9-]*-aa1\/postgresql$/;
    expect(described(all.filter(({ name = '' }) => !pattern.test(name) && !imposed.test(name)))).toEqual([]);
    expect(all.filter(({ name = '' }) => imposed.test(name))).toHaveLength(1);
  });

  test('names are unique within their type', () => {
    const keys = all.map(({ resource, name }) => `${resource.Type} ${name}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

test.each([
  ['S3-TAG-01', 'Environment', 'production'],
  ['S3-TAG-02', 'MigrationBatch', 'phase-1'],
])('%s: %s is %s on every resource, on the stack and on running tasks', (_row, key, value) => {
  expect(untagged(app, { [key]: value })).toEqual([]);
  expect(app.stacks.map(({ properties }) => properties.tags?.[key])).toEqual([value]);
  for (const { service } of services)
    expect(service.Properties).toMatchObject({ PropagateTags: 'SERVICE', EnableECSManagedTags: true });
});

test('S3-DEP-01: nothing outlives the stack or stops its deletion', () => {
  expect(undestroyable(app)).toEqual([]);
  expect(app.stacks.map(({ properties }) => properties.terminationProtection ?? false)).toEqual([false]);
});

test('S3-DEP-02: us-east-1', () => {
  expect(app.stacks.map(({ environment }) => environment)).toEqual([expect.stringMatching(/\/us-east-1$/)]);
});

test('S3-OUT-01: load balancer, database and queues are outputs', () => {
  const outputs = app.outputs.map(({ target, attribute }) => `${target?.Type} ${attribute ?? ''}`.trim());
  expect(outputs).toEqual(
    expect.arrayContaining([
      'AWS::ElasticLoadBalancingV2::LoadBalancer DNSName',
      'AWS::RDS::DBCluster Endpoint.Address',
      'AWS::RDS::DBCluster ReadEndpoint.Address',
    ]),
  );
  expect(outputs.filter((output) => output === 'AWS::SQS::Queue')).toHaveLength(2);
});

describe('translation of the source document', () => {
  const readme = underTest.read('README.md');

  test('S3-TOOL-01: one stack, in one file', () => {
    expect(app.stacks).toHaveLength(1);
    expect(
      sources.filter(({ text }) => /extends\s+[\w.]*Stack\b|new\s+[\w.]*\bStack\(/.test(text)).map(({ file }) => file),
    ).toEqual(['tap-stack.ts']);
    const lines = sources
      .filter(({ file }) => ['main.ts', 'tap-stack.ts'].includes(file))
      .map(({ text }) => text.trimEnd().split('\n').length);
    expect(lines.reduce((a, b) => a + b)).toBeLessThanOrEqual(120);
  });

  test('S3-TOOL-02: what the code exports is documented', () => {
    const undocumented = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/(\*\/\n)?^export (?:class|function|const) (\w+)/gm)]
        .filter(([, comment]) => comment === undefined)
        .map(([, , name]) => `${file}: ${name}`),
    );
    expect(undocumented).toEqual([]);
  });

  test('S3-CTX-02: a cut-over runbook with a way back, and no replication service', () => {
    const [, runbook = ''] = /^## Cut-over\n([\s\S]*?)^## /m.exec(readme) ?? [];
    expect(runbook.match(/^\d+\. /gm)?.length).toBeGreaterThanOrEqual(8);
    expect(runbook).toMatch(/way back/i);
    expect(app.resources.filter(({ Type }) => Type.startsWith('AWS::DMS::'))).toEqual([]);
  });
});
