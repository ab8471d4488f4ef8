import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { besidesSuffix, misnamed, names, repeated, undestroyable, unpreparedTypes, untagged } from '@org/testing';
import { underTest } from './synthesized';

const APP = underTest.folder;
const app = underTest.view();

describe('names', () => {
  const all = names(app);

  test('S0-DEP-01: every name carries the suffix', () => {
    expect(all.length).toBeGreaterThan(40);
    expect(misnamed(all, /aa1/)).toEqual([]);
  });

  test('S0-DEP-01, S0-TOOL-06: two suffixes share no name, and nothing but the suffix differs', () => {
    const other = names(underTest.view({ environmentSuffix: 'bb2' }));
    expect(besidesSuffix(all, 'aa1', other, 'bb2')).toEqual([]);
  });

  test('S0-DEP-02: {type}-{environment}-{suffix}, within the limits of each service', () => {
    const account = '(-\\$\\{AWS::AccountId\\})?';
    const pattern = new RegExp(`^(alias/)?[a-z][a-z0-9-]*-prod-aa1${account}$`);
    // RDS prescribes the path of its log groups; the cluster's own name stands in it.
    const imposed = /^\/aws\/rds\/cluster\/[a-z0-9-]+-prod-aa1\/postgresql$/;
    expect(misnamed(all, pattern, imposed)).toEqual([]);
    const limits: Record<string, number> = {
      'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
      'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
      'AWS::IAM::Role': 64,
      'AWS::S3::Bucket': 63,
    };
    const account12 = (name: string) => name.replace(/\$\{AWS::AccountId\}/, '123456789012');
    const long = all.filter(({ resource, name = '' }) => account12(name).length > (limits[resource.Type] ?? 255));
    expect(long.map(({ name }) => name)).toEqual([]);
  });

  test('names are unique within their type', () => {
    expect(repeated(all)).toEqual([]);
  });
});

test('tags of ours on every resource and stack', () => {
  const tags = { Environment: 'prod', Project: 'payments', ManagedBy: 'cdk' };
  expect(untagged(app, tags)).toEqual([]);
  expect(app.stacks.map(({ properties }) => properties.tags)).toEqual([tags, tags]);
  expect(app.only('ECS::Service').Properties.PropagateTags).toBe('SERVICE');
});

test('S0-DEP-03, S0-DEP-05: nothing outlives its stack or stops its deletion', () => {
  expect(undestroyable(app)).toEqual([]);
  expect(app.guardedStacks).toEqual([]);
});

test('S0-DEP-04: buckets and repositories are emptied on the way', () => {
  expect(app.all('Custom::S3AutoDeleteObjects')).toHaveLength(app.all('S3::Bucket').length);
  expect(app.all('ECR::Repository').map(({ Properties }) => Properties.EmptyOnDelete)).toEqual([true]);
});

test('S0-S3-01: buckets for flow logs, load balancer logs and backups, none public', () => {
  const buckets = app.all('S3::Bucket');
  expect(buckets.length).toBeGreaterThanOrEqual(3);
  expect(buckets.filter((bucket) => app.flat(bucket.Properties.BucketName, bucket).includes('backup'))).toHaveLength(1);
  for (const { Properties } of buckets) {
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  }
});

test('S0-DEP-06: us-east-1', () => {
  for (const { environment } of app.stacks) expect(environment).toMatch(/\/us-east-1$/);
});

test('S0-OUT-01: what the next person needs is an output', () => {
  const outputs = app.outputs.map(({ target, attribute }) =>
    `${target?.Type.replace('AWS::', '')} ${attribute ?? ''}`.trim(),
  );
  expect(outputs).toEqual(
    expect.arrayContaining([
      'ElasticLoadBalancingV2::LoadBalancer DNSName',
      'RDS::DBCluster Endpoint.Address',
      'RDS::DBCluster ReadEndpoint.Address',
      'EC2::VPC',
      'ECS::Cluster',
      // Its Ref is the ARN of the secret, once that holds the address of the cluster.
      'SecretsManager::SecretTargetAttachment',
    ]),
  );
  expect(app.outputs.filter(({ target }) => target?.Type === 'AWS::S3::Bucket').length).toBeGreaterThanOrEqual(3);
  expect(app.outputs.some(({ target }) => target?.Type === 'AWS::ECR::Repository')).toBe(true);
});

describe('translation of the source document', () => {
  test('S0-TOOL-01, S0-TOOL-05: a TypeScript CDK app with entry, config and stack apart', () => {
    expect(app.stacks.length).toBeGreaterThanOrEqual(1);
    expect(readdirSync(join(APP, 'src')).sort()).toEqual(
      expect.arrayContaining(['config.ts', 'main.ts', 'single-service-stack.ts']),
    );
    expect(underTest.lines('main.ts', 'single-service-stack.ts')).toBeLessThanOrEqual(120);
    const source = [...underTest.sources().values()].join('\n');
    expect(source).not.toMatch(/new (ec2|rds|ecs|elbv2|s3|logs|iam|kms)\.\w/);
  });

  test('S0-TOOL-02: versions are pinned', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(APP, 'package.json'), 'utf8'));
    expect(dependencies['aws-cdk-lib']).toMatch(/^\d/);
    expect(devDependencies['aws-cdk']).toMatch(/^\d/);
    for (const folder of readdirSync(join(APP, '../../packages'))) {
      const { peerDependencies, engines } = JSON.parse(
        readFileSync(join(APP, '../../packages', folder, 'package.json'), 'utf8'),
      );
      expect(Object.keys(peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
      expect(engines.node).toBeDefined();
    }
  });

  test('S0-TOOL-03: no state bucket and no lock table, and the README says why', () => {
    expect(app.all('DynamoDB::Table')).toEqual([]);
    expect(
      app.all('S3::Bucket').filter((bucket) => /state/.test(app.flat(bucket.Properties.BucketName, bucket))),
    ).toEqual([]);
    expect(readFileSync(join(APP, 'README.md'), 'utf8')).toMatch(
      /## State and locking[\s\S]*CloudFormation[\s\S]*bootstrap/,
    );
  });

  test('S0-DOC-01, S0-TEST-01: deployment and architecture are written down, every package is tested', () => {
    const readme = readFileSync(join(APP, 'README.md'), 'utf8');
    expect(readme).toMatch(/^## Architecture/m);
    expect(readme).toMatch(/^## Deployment/m);
    for (const folder of readdirSync(join(APP, '../../packages'))) {
      expect(existsSync(join(APP, '../../packages', folder, 'API.md'))).toBe(true);
      expect(
        readdirSync(join(APP, '../../packages', folder, 'test')).filter((file) => file.endsWith('.test.ts')).length,
      ).toBeGreaterThan(0);
    }
  });
});

test("CDK's validator gets ready for every type of its resources", () => {
  expect([app, underTest.view({ profile: 'production' })].flatMap(unpreparedTypes)).toEqual([]);
});
