import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AppView,
  besidesSuffix,
  type Json,
  misnamed,
  names,
  plumbing,
  repeated,
  undestroyable,
  unpreparedTypes,
  untagged,
  wildcards,
  workloadStatements,
} from '@org/testing';
import { configOf, ENVIRONMENTS, type EnvironmentName, environmentOf, underTest } from './synthesized';

const synth = underTest.synth({ environmentSuffix: 'aa1' });
const app = new AppView(synth);
/** Each environment by itself, with a bootstrap of its own and the longest suffix. */
const apart = Object.fromEntries(
  ENVIRONMENTS.map((env) => [
    env,
    underTest.view({ env, environmentSuffix: 'sixlet', bootstrapQualifier: `pay${env}`, allowDestroy: 'true' }),
  ]),
) as Record<EnvironmentName, AppView>;
const readme = underTest.read('README.md');

/** Source files of the app, without comments. */
const sources = new Map([...underTest.sources()].map(([file, source]) => [file, withoutComments(source)]));

describe.each(ENVIRONMENTS)('%s', (name) => {
  const view = environmentOf(synth, name);
  const all = names(view);

  test('S2-NAME-01, S2-NAME-02: every name is {env}-{region}-{service}-{resource}-{suffix}', () => {
    expect(all.length).toBeGreaterThan(40);
    // AWS demands the beginning of an alias and of a firewall's log group, and buckets are unique in the world.
    const pattern = new RegExp(
      `^(alias/|aws-waf-logs-)?${name}-us-east-1-pay-[a-z0-9-]+-aa1(-\\$\\{AWS::AccountId\\})?$`,
    );
    // RDS prescribes the path of its log groups; the cluster's own name stands in it.
    const logs = new RegExp(`^/aws/rds/cluster/${name}-us-east-1-pay-[a-z0-9-]+-aa1/postgresql$`);
    expect(misnamed(all, pattern, logs)).toEqual([]);
  });

  test('S2-TAG-01: tags on every resource, on the stack and on tasks', () => {
    const tags = { Environment: name, Project: 'payments', ManagedBy: 'cdk' };
    expect(untagged(view, tags)).toEqual([]);
    expect(view.stacks.map(({ properties }) => properties.tags)).toEqual([tags]);
    expect(view.only('ECS::Service').Properties).toMatchObject({
      PropagateTags: 'SERVICE',
      EnableECSManagedTags: true,
    });
  });

  test('S2-IAM-01: every role stops at the border of its environment', () => {
    const roles = view.all('IAM::Role');
    expect(roles.length).toBeGreaterThan([...plumbing(view)].filter(({ Type }) => Type === 'AWS::IAM::Role').length);
    for (const role of roles) {
      const boundary = view.target(role.Properties.PermissionsBoundary, role);
      expect(boundary?.Type).toBe('AWS::IAM::ManagedPolicy');
      const statements: Json[] = boundary?.Properties.PolicyDocument.Statement ?? [];
      const refused = statements.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => Condition);
      expect(refused).toContainEqual({ StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] } });
      expect(refused).toContainEqual({
        StringNotEquals: { 'aws:ResourceTag/Environment': name },
        Null: { 'aws:ResourceTag/Environment': 'false' },
      });
    }
  });

  test('S2-IAM-01, S2-IAM-02: every statement of a workload holds in us-east-1 alone', () => {
    const statements = workloadStatements(view);
    expect(statements.length).toBeGreaterThanOrEqual(5);
    expect(
      statements.filter(({ conditions }) => conditions.StringEquals?.['aws:RequestedRegion'] !== 'us-east-1'),
    ).toEqual([]);
  });

  test('S2-IAM-03: no wildcard', () => {
    expect(wildcards(view)).toEqual([]);
  });

  test('S2-DEP-02: nothing outlives its stack or stops its deletion', () => {
    expect(undestroyable(view)).toEqual([]);
  });
});

test('S2-NAME-01: two suffixes share no name, and nothing but the suffix differs', () => {
  const other = names(underTest.view({ environmentSuffix: 'bb2' }));
  expect(besidesSuffix(names(app), 'aa1', other, 'bb2')).toEqual([]);
});

test('S2-NAME-02: names are unique within their type, and within the limits of each service', () => {
  expect(repeated(names(app))).toEqual([]);
  const longest = apart.staging;
  const limits: Record<string, number> = {
    'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
    'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
    'AWS::IAM::Role': 64,
    'AWS::S3::Bucket': 63,
    'AWS::RDS::DBCluster': 63,
  };
  const lengthOf = (name = '') => name.replace(/\$\{AWS::AccountId\}/, '123456789012').length;
  const long = names(longest).filter(({ resource, name }) => lengthOf(name) > (limits[resource.Type] ?? 255));
  expect(long.map(({ name }) => name)).toEqual([]);
});

test('S2-DEP-01: us-east-1', () => {
  expect(app.stacks.map(({ environment }) => environment)).toEqual(
    ENVIRONMENTS.map(() => expect.stringMatching(/\/us-east-1$/)),
  );
});

describe('workspaces', () => {
  test('S2-TOOL-01, S2-TOOL-02: one app makes a stack for each environment, or the one that -c env names', () => {
    expect(Object.keys(synth.stacks)).toEqual(['dev', 'staging', 'prod']);
    const alone = underTest.synth({ environmentSuffix: 'aa1', env: 'prod' });
    expect(Object.keys(alone.stacks)).toEqual(['prod']);
    expect(alone.templates.prod).toEqual(synth.templates.prod);
  });

  test('S2-TOOL-03: a file for each environment, and nobody else asks which one it is', () => {
    expect(readdirSync(join(underTest.folder, 'config')).sort()).toEqual(['dev.json', 'prod.json', 'staging.json']);
    for (const [file, source] of sources) {
      const named = source.replace("export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;", '');
      expect(`${file}: ${named.match(/['"`](dev|staging|prod)[a-z]*['"`]/)?.[0]}`).toBe(`${file}: undefined`);
    }
  });

  test('S2-TOOL-04: built from the packages, which know no environment', () => {
    const stack = sources.get('multi-environment-stack.ts') ?? '';
    for (const name of ['secure-vpc', 'aurora-pci', 'compliance-logging', 'fargate-service', 'audited-alb'])
      expect(stack).toMatch(new RegExp(`from '@[a-z-]+/${name}'`));
    for (const [file, source] of packageSources())
      expect(`${file}: ${source.match(/['"`](dev|development|staging|prod|production)['"`]/)?.[0]}`).toBe(
        `${file}: undefined`,
      );
  });

  test('S2-TOOL-05: state is apart: a stack each, and nothing that refers to another', () => {
    const stackNames = app.stacks.map(({ properties }) => properties.stackName);
    expect(stackNames).toEqual(ENVIRONMENTS.map((name) => `${name}-us-east-1-pay-environment-aa1`));
    expect(app.text).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
    expect(app.all('DynamoDB::Table')).toEqual([]);
  });

  test('S2-TOOL-05: with a bootstrap each, state lies in three buckets', () => {
    const bucketsOf = (view: AppView) =>
      view.stacks.map(({ properties }) => properties.stackTemplateAssetObjectUrl?.match(/^s3:\/\/([^/]+)\//)?.[1]);
    const own = ENVIRONMENTS.flatMap((env) => bucketsOf(apart[env]));
    expect(own).toEqual(ENVIRONMENTS.map((env) => expect.stringContaining(`-pay${env}-`)));
    expect(new Set([...own, ...bucketsOf(app)]).size).toBe(4);
  });

  test('S2-TOOL-06: no lock table, and the README says why', () => {
    expect(app.all('DynamoDB::Table')).toEqual([]);
    expect(readme).toMatch(/\| .*DynamoDB.* \| .*\|/);
    expect(readme).toMatch(/## State and locking[\s\S]*CloudFormation[\s\S]*second update/);
  });

  test('S2-TOOL-08: prod is protected from deletion until somebody says otherwise', () => {
    expect(app.guardedStacks).toEqual(['prod']);
    expect(apart.prod.guardedStacks).toEqual([]);
  });
});

describe('code and documents', () => {
  test('S2-DOC-01: environments, deployment and architecture are written down, and every field', () => {
    for (const heading of ['Environments', 'Architecture', 'Deployment', 'Configuration', 'Tear down'])
      expect(readme).toMatch(new RegExp(`^## ${heading}`, 'm'));
    const fields = ENVIRONMENTS.flatMap((name) => paths(configOf(name)));
    expect(fields.filter((field) => !readme.includes(`\`${field}\``))).toEqual([]);
  });

  test('S2-TEST-01: every package is tested', () => {
    for (const folder of readdirSync(join(underTest.folder, '../../packages'))) {
      const tests = readdirSync(join(underTest.folder, '../../packages', folder, 'test'));
      expect(tests.filter((file) => file.endsWith('.test.ts')).length).toBeGreaterThan(0);
    }
  });

  test('the stack is thin: wiring alone, on one page', () => {
    expect(underTest.lines('main.ts', 'multi-environment-stack.ts')).toBeLessThanOrEqual(120);
    for (const source of sources.values()) expect(source).not.toMatch(/new Cfn(?!Output)/);
  });
});

/** Every field of a config file by its path. */
function paths(value: Json, before = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? paths(inner, `${before}${key}.`) : [`${before}${key}`],
  );
}

function packageSources(): [string, string][] {
  const folder = join(underTest.folder, '../../packages');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[\w-]+\/src\/.*\.ts$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => [file, withoutComments(readFileSync(join(folder, file), 'utf8'))]);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

test("CDK's validator gets ready for every type of its resources", () => {
  expect(unpreparedTypes(app)).toEqual([]);
});
