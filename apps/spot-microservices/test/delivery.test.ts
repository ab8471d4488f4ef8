import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { besidesSuffix, misnamed, names, repeated, undestroyable, unpreparedTypes, untagged } from '@org/testing';
import { SOURCE } from '../src/config';
import { CONFIG_FILE, servicesOf, underTest } from './synthesized';

const app = underTest.view();
const readme = underTest.read('README.md');

describe('names', () => {
  const all = names(app);

  test('S4-NAME-01: {type}-{environment}-{suffix}, buckets with the account behind', () => {
    expect(all.length).toBeGreaterThan(40);
    // AWS WAF demands the beginning of the name of its log group, KMS that of an alias; the rest follows the pattern.
    const pattern = /^(alias\/)?[a-z][a-z0-9-]*-production-aa1(-\$\{AWS::AccountId\})?$/;
    expect(misnamed(all, pattern)).toEqual([]);
  });

  test.each([['LoadBalancer'], ['TargetGroup']])('S4-NAME-01: 32 characters or fewer for a %s', (type) => {
    const { Name } = app.only(`ElasticLoadBalancingV2::${type}`).Properties;
    expect(Name).toMatch(/^.{1,32}$/);
  });

  test('S4-NAME-01: two suffixes share no name, and nothing but the suffix differs', () => {
    const other = names(underTest.view({ environmentSuffix: 'bb2' }));
    expect(besidesSuffix(all, 'aa1', other, 'bb2')).toEqual([]);
  });

  test('names are unique within their type', () => {
    expect(repeated(all)).toEqual([]);
  });
});

test('S4-TAG-01: the three tags on every resource and stack, and on what ECS starts', () => {
  const tags = { Environment: 'production', Team: 'payments', CostCenter: 'engineering' };
  expect(untagged(app, tags)).toEqual([]);
  expect(app.stacks.map(({ properties }) => properties.tags)).toEqual([tags, tags]);
  for (const { service } of servicesOf(app))
    expect(service.Properties).toMatchObject({ PropagateTags: 'SERVICE', EnableECSManagedTags: true });
});

test('S4-DEP-01: us-east-1, three zones', () => {
  expect(app.stacks).toHaveLength(2);
  for (const { environment } of app.stacks) expect(environment).toMatch(/\/us-east-1$/);
  expect(
    new Set(app.all('EC2::Subnet').map(({ Properties }) => JSON.stringify(Properties.AvailabilityZone))).size,
  ).toBe(3);
});

test('S4-DEP-02: nothing outlives its stack or stops its deletion', () => {
  expect(undestroyable(app)).toEqual([]);
  expect(app.guardedStacks).toEqual([]);
});

test('what the next person needs is an output', () => {
  const outputs = app.outputs.map(({ name }) => name).filter((name) => !name.startsWith('PublishOutput'));
  for (const output of outputs) expect(readme).toContain(`\`${output}\``);
  expect(outputs).toEqual(
    expect.arrayContaining(['AlbDnsName', 'PaymentApiEcsService', 'NotificationServiceRepositoryUri']),
  );
});

describe('translation of the source document', () => {
  test('S4-TOOL-01: a TypeScript CDK app that synthesizes offline, without Python', () => {
    expect(app.stacks.length).toBeGreaterThanOrEqual(1);
    const files = ['src', 'test', 'config', '.'].flatMap((folder) => readdirSync(join(underTest.folder, folder)));
    expect(files).toEqual(expect.arrayContaining(['main.ts', 'spot-microservices-stack.ts', 'config.ts', 'cdk.json']));
    expect(files.filter((file) => file.endsWith('.py'))).toEqual([]);
    expect(JSON.parse(underTest.read('cdk.json')).app).toContain('src/main.ts');
  });

  test('S4-TOOL-01: thin, and without the L1 of anything that a package owns', () => {
    expect(underTest.lines('main.ts', 'spot-microservices-stack.ts')).toBeLessThanOrEqual(120);
    const source = [...underTest.sources().values()].join('\n');
    expect(source).not.toMatch(/\bnew Cfn(?!Output\b)\w+/);
  });

  test('S4-DOC-01: deployment and configuration are written down, with every context key and every field', () => {
    expect(readme).toMatch(/^## Deployment$/m);
    const [, configuration = ''] = readme.split(/^## Configuration$/m);
    const [table = ''] = configuration.split(/^## /m);
    const contextRows = table.split('\n').filter((line) => line.split('|')[2]?.trim() === 'yes');
    const keys = contextRows.flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, key]) => key),
    );
    expect(keys.sort()).toEqual([...SOURCE.contextKeys].sort());
    const { services, network, ...fields } = JSON.parse(underTest.read(CONFIG_FILE));
    const nested = [
      ...Object.keys(network).map((field) => `network.${field}`),
      ...Object.keys(services['payment-api']).map((field) => `services.*.${field}`),
    ];
    for (const field of [...Object.keys(fields), ...nested]) expect(table).toContain(`\`${field}\``);
  });
});

test("CDK's validator gets ready for every type of its resources", () => {
  expect(unpreparedTypes(app)).toEqual([]);
});
