import { besidesSuffix, misnamed, names, repeated, undestroyable, unpreparedTypes, untagged } from '@org/testing';
import { app, services } from './platform';
import { underTest } from './synthesized';

const sources = [...underTest.sources()].map(([file, text]) => ({ file, text }));

describe('names', () => {
  const all = names(app);

  test('S3-NAME-01: every name carries the suffix', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(misnamed(all, /aa1/)).toEqual([]);
  });

  test('S3-NAME-01: two suffixes share no name, and nothing but the suffix differs', () => {
    const other = names(underTest.view({ environmentSuffix: 'bb2' }));
    expect(besidesSuffix(all, 'aa1', other, 'bb2')).toEqual([]);
  });

  test('S3-NAME-02: {type}-{suffix}', () => {
    // KMS prescribes the beginning of an alias.
    const pattern = /^(alias\/)?[a-z][a-z0-9-]*-aa1(-\$\{AWS::AccountId\})?$/;
    // RDS prescribes the path of its log groups; the cluster's own name stands in it.
    const imposed = /^\/aws\/rds\/cluster\/[a-z][a-z0-9-]*-aa1\/postgresql$/;
    expect(misnamed(all, pattern, imposed)).toEqual([]);
    expect(all.filter(({ name = '' }) => imposed.test(name))).toHaveLength(1);
  });

  test('names are unique within their type', () => {
    expect(repeated(all)).toEqual([]);
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
  expect(app.guardedStacks).toEqual([]);
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
    expect(underTest.lines('main.ts', 'tap-stack.ts')).toBeLessThanOrEqual(120);
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

test("CDK's validator gets ready for every type of its resources", () => {
  expect(unpreparedTypes(app)).toEqual([]);
});
