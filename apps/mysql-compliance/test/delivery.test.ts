import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  attribute,
  besidesSuffix,
  type Json,
  misnamed,
  names,
  plumbing,
  repeated,
  type StackResource,
  undestroyable,
  unpreparedTypes,
  untagged,
} from '@org/testing';
import { underTest } from './synthesized';

const APP = underTest.folder;
const PACKAGES = join(APP, '../../packages');
const app = underTest.view();

describe('names', () => {
  const all = names(app);

  test('S1-NAME-01: every name carries the suffix, and two suffixes share no name', () => {
    expect(all.length).toBeGreaterThan(40);
    expect(misnamed(all, /aa1/)).toEqual([]);
    const other = names(underTest.view({ environmentSuffix: 'bb2' }));
    expect(besidesSuffix(all, 'aa1', other, 'bb2')).toEqual([]);
  });

  test('S1-NAME-02: {type}-{suffix}, buckets with the account behind it, RDS with a path before it', () => {
    const pattern = /^(alias\/)?[a-z][a-z0-9-]*-aa1(-\$\{AWS::AccountId\})?$/;
    const prescribed = /^\/aws\/rds\/cluster\/[a-z0-9-]+-aa1\/(audit|error|slowquery)$/;
    expect(misnamed(all, pattern, prescribed)).toEqual([]);
    const withAccount = all.filter(({ name }) => name?.endsWith('${AWS::AccountId}'));
    expect(withAccount.map(({ resource }) => resource)).toEqual(app.all('S3::Bucket'));
    expect(repeated(all)).toEqual([]);
  });
});

test('S1-TAG-01, S1-CTX-01: tags on every resource and stack, and on the tasks', () => {
  const tags = { Environment: 'prod', Application: 'payment-processing', CostCenter: 'payments' };
  expect(untagged(app, tags)).toEqual([]);
  expect(app.stacks.map(({ properties }) => properties.tags)).toEqual([tags, tags]);
  expect(app.only('ECS::Service').Properties).toMatchObject({ PropagateTags: 'SERVICE', EnableECSManagedTags: true });
});

test('S1-DEP-01: nothing outlives its stack or stops its deletion', () => {
  expect(undestroyable(app)).toEqual([]);
  expect(app.guardedStacks).toEqual([]);
});

describe('buckets', () => {
  const buckets = app.all('S3::Bucket');
  const log = app.only('EC2::FlowLog');
  const flowLogs = app.target(log.Properties.LogDestination, log) as StackResource;

  function allowedBy(bucket: StackResource): Json[] {
    const policies = app.all('S3::BucketPolicy').filter((one) => app.target(one.Properties.Bucket, one) === bucket);
    expect(policies).toHaveLength(1);
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[]);
    return statements.filter(({ Effect }) => Effect === 'Allow');
  }

  /** Statements that let somebody put objects there. */
  const writersOf = (bucket: StackResource) =>
    allowedBy(bucket).filter(({ Action }) =>
      [Action].flat().some((action: string) => /^(\*|s3:(\*|Put\*?$|PutObject|Replicate))/.test(action)),
    );

  test('S1-S3-01: flow logs are private, and their delivery of this account alone may write', () => {
    expect(flowLogs.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(writersOf(flowLogs)).toEqual([
      expect.objectContaining({
        Action: 's3:PutObject',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Condition: expect.objectContaining({
          StringEquals: expect.objectContaining({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }),
        }),
      }),
    ]);
  });

  test('S1-S3-02, S1-COST-01: flow logs move to Glacier after 90 days, and are not deleted before seven years', () => {
    const rules = flowLogs.Properties.LifecycleConfiguration.Rules as Json[];
    const whole = rules.filter(
      ({ Status, Prefix, Filter, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan }) =>
        Status === 'Enabled' && !Prefix && !Filter && !TagFilters && !ObjectSizeGreaterThan && !ObjectSizeLessThan,
    );
    const toGlacier = { StorageClass: 'GLACIER', TransitionInDays: 90 };
    expect(whole.flatMap(({ Transitions = [] }) => Transitions)).toContainEqual(toGlacier);
    expect(whole.flatMap(({ NoncurrentVersionTransitions = [] }) => NoncurrentVersionTransitions)).toContainEqual(
      toGlacier,
    );
    for (const { ExpirationInDays = 2557 } of rules) expect(ExpirationInDays).toBeGreaterThanOrEqual(2557);
  });

  test('S1-S3-03: every bucket is encrypted', () => {
    expect(buckets.length).toBeGreaterThanOrEqual(1);
    for (const { Properties } of buckets) {
      const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(['aws:kms', 'AES256']).toContain(rule.ServerSideEncryptionByDefault.SSEAlgorithm);
    }
  });

  test('S1-S3-04: flow logs keep their versions', () => {
    expect(flowLogs.Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  test('S1-DEP-02: us-east-2, and its load balancer logs come from the service that delivers them there', () => {
    expect(app.stacks.map(({ environment }) => /\/us-east-2$/.test(environment))).toEqual([true, true]);
    expect(app.text).not.toContain('us-east-1');
    const alb = app.only('ElasticLoadBalancingV2::LoadBalancer');
    const { LoadBalancerAttributes: attributes } = alb.Properties;
    expect(attribute(attributes, 'access_logs.s3.enabled')).toBe('true');
    const bucket = app.target(attribute(attributes, 'access_logs.s3.bucket'), alb) as StackResource;
    expect(bucket.Type).toBe('AWS::S3::Bucket');
    expect(writersOf(bucket).map(({ Principal }) => Principal)).toEqual([
      { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    ]);
  });

  test('who reads or deletes objects is logged, and TLS is the only way to them', () => {
    const logged = buckets.filter(({ Properties }) => Properties.LoggingConfiguration);
    const targets = logged.map((bucket) => app.target(bucket.Properties.LoggingConfiguration, bucket));
    expect(logged).toHaveLength(buckets.length - 1);
    expect(new Set(targets)).toEqual(new Set(buckets.filter((bucket) => !logged.includes(bucket))));
    for (const policy of app.all('S3::BucketPolicy')) {
      expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
  });
});

test('S1-OUT-01: what the next person needs is an output', () => {
  const outputs = app.outputs.map(({ target, attribute: name }) =>
    `${target?.Type.replace('AWS::', '')} ${name ?? ''}`.trim(),
  );
  expect(outputs).toEqual(
    expect.arrayContaining([
      'ElasticLoadBalancingV2::LoadBalancer DNSName',
      'RDS::DBCluster Endpoint.Address',
      'EC2::VPC',
      'ECS::Cluster',
      'ECS::Service Name',
      'KMS::Key Arn',
      // Its Ref is the ARN of the secret, once that holds the address of the cluster.
      'SecretsManager::SecretTargetAttachment',
    ]),
  );
  const log = app.only('EC2::FlowLog');
  const flowLogs = app.target(log.Properties.LogDestination, log);
  expect(app.outputs.filter(({ target, attribute: name }) => target === flowLogs && !name)).toHaveLength(1);
});

describe('the repository', () => {
  test('S1-TOOL-01: strict TypeScript without a way around it', () => {
    const root = (file: string) => JSON.parse(readFileSync(join(APP, '../..', file), 'utf8'));
    expect(root('tsconfig.base.json').compilerOptions.strict).toBe(true);
    expect(JSON.parse(underTest.read('tsconfig.json'))).toMatchObject({ extends: '../../tsconfig.base.json' });
    expect(JSON.parse(underTest.read('tsconfig.json')).compilerOptions).toBeUndefined();
    expect(root('package.json').nx.targets.typecheck.options.command).toBe('tsc --noEmit');
    expect(root('tsconfig.json').include).toContain('apps/*/src/**/*.ts');
    for (const source of underTest.sources().values()) {
      expect(source).not.toMatch(/@ts-(ignore|expect-error|nocheck)|biome-ignore|(:|\bas|<)\s*any\b/);
    }
  });

  test('S1-TOOL-01: packages publish lib/ with its types, and no sources', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'packed-'));
    try {
      const packages = readdirSync(PACKAGES).map((folder) => {
        const copy = join(scratch, folder);
        for (const file of ['lib/index.js', 'lib/index.d.ts', 'src/index.ts', 'test/index.test.ts']) {
          mkdirSync(join(copy, dirname(file)), { recursive: true });
          writeFileSync(join(copy, file), '');
        }
        writeFileSync(join(copy, 'package.json'), readFileSync(join(PACKAGES, folder, 'package.json')));
        return `./${folder}`;
      });
      const options = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
      const packed = JSON.parse(execFileSync('npm', [...options, ...packages], { cwd: scratch, encoding: 'utf8' }));
      for (const { files } of packed as { files: { path: string }[] }[]) {
        expect(files.map(({ path }) => path).sort()).toEqual(['lib/index.d.ts', 'lib/index.js', 'package.json']);
      }
      expect(packed).toHaveLength(packages.length);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }, 60_000);

  test('the stack stays thin, and leaves to the packages what they own', () => {
    expect(underTest.lines('main.ts', 'mysql-compliance-stack.ts')).toBeLessThanOrEqual(120);
    expect([...underTest.sources().values()].join('\n')).not.toMatch(/new Cfn(?!Output)\w+/);
  });

  test('S1-DOC-01: deployment and architecture are written down', () => {
    const readme = underTest.read('README.md');
    expect(readme).toMatch(/^## Architecture\n\n[\s\S]{200,}\n## Deployment\n\n[\s\S]{200,}\n## Configuration$/m);
    const missing = Object.keys(JSON.parse(underTest.read('config/mysql-compliance.json'))).filter(
      (field) => !readme.includes(`\`${field}`),
    );
    expect(missing).toEqual([]);
  });

  test('S1-TEST-01: every package has tests, and this app', () => {
    const tested = (folder: string) => readdirSync(folder).some((file) => file.endsWith('.test.ts'));
    const folders = readdirSync(PACKAGES).map((folder) => join(PACKAGES, folder));
    expect(folders.length).toBeGreaterThanOrEqual(6);
    expect(folders.filter((folder) => !tested(join(folder, 'test')))).toEqual([]);
    expect(tested(__dirname)).toBe(true);
    for (const folder of folders) expect(existsSync(join(folder, 'API.md'))).toBe(true);
  });

  test('what the README calls exempt from the ban on wildcards is CDK’s own plumbing', () => {
    const functions = app.all('Lambda::Function');
    expect(functions.filter((one) => !plumbing(app).has(one))).toEqual([]);
  });
});

test("CDK's validator gets ready for every type of its resources", () => {
  expect(unpreparedTypes(app)).toEqual([]);
});
