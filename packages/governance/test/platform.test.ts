import { type Resource, resourcesOf } from '@org/testing';
import { Template } from 'aws-cdk-lib/assertions';
import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib/core';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { NamingConvention, StandardTags } from '../src';
import { NAMED_TYPES, namesOf } from './names';
import { Platform } from './platform';

const TAGS = { Environment: 'staging', Project: 'payments', ManagedBy: 'cdk' };

const FORMATS = {
  typeSuffix: (suffix: string) => NamingConvention.typeSuffix({ suffix }),
  typeEnvironmentSuffix: (suffix: string) => NamingConvention.typeEnvironmentSuffix({ environment: 'staging', suffix }),
  environmentRegionService: (suffix: string) =>
    NamingConvention.environmentRegionService({ environment: 'staging', region: 'us-east-1', service: 'pay', suffix }),
};
/** The patterns of rows S1-NAME-02 and S3-NAME-02, S0-DEP-02 and S4-NAME-01, and S2-NAME-02. */
const PATTERNS: Record<keyof typeof FORMATS, (suffix: string) => RegExp> = {
  typeSuffix: (suffix) => new RegExp(`^(alias/)?[a-z][a-z0-9-]*-${suffix}(-<account>)?$`),
  typeEnvironmentSuffix: (suffix) => new RegExp(`^(alias/)?[a-z][a-z0-9-]*-staging-${suffix}(-<account>)?$`),
  environmentRegionService: (suffix) =>
    new RegExp(`^(alias/)?staging-us-east-1-[a-z0-9]+-[a-z0-9-]+-${suffix}(-<account>)?$`),
};
/** Independent of the table under test: what the services' API references say. */
const LIMITS: Record<string, number> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 32,
  'AWS::ElasticLoadBalancingV2::TargetGroup': 32,
  'AWS::IAM::Role': 64,
  'AWS::RDS::DBCluster': 63,
  'AWS::RDS::DBInstance': 63,
  'AWS::SQS::Queue': 80,
  'AWS::Backup::BackupVault': 50,
};

function build(format: keyof typeof FORMATS, suffix: string, context = {}): Platform {
  const app = new App({ context });
  const platform = new Platform(app, 'Platform');
  FORMATS[format](suffix).applyTo(app);
  StandardTags.of(TAGS).applyTo(app);
  app.synth();
  return platform;
}

const withoutFlags = build('typeEnvironmentSuffix', 'aa1');
const withFlags = build('typeEnvironmentSuffix', 'aa1', recommended);
const plain = namesOf(withoutFlags);

describe.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])('%s', (format) => {
  const suffix = format === 'environmentRegionService' ? 'pr1234' : 'aa1';
  const names = format === 'typeEnvironmentSuffix' ? plain : namesOf(build(format, suffix));

  test('names every resource in its format', () => {
    expect(names.map(({ type }) => type)).toEqual(expect.arrayContaining(NAMED_TYPES));
    expect(names.filter(({ name }) => !name || !PATTERNS[format](suffix).test(name))).toEqual([]);
  });

  test('keeps to the limits', () => {
    const long = names.filter(({ type, name = '' }) => name.length > (LIMITS[type] ?? 255));
    const buckets = names.filter(({ type }) => type === 'AWS::S3::Bucket');
    expect(long).toEqual([]);
    expect(buckets.filter(({ name = '' }) => name.replace('<account>', '123456789012').length > 63)).toEqual([]);
  });

  test('names no two resources of a type alike', () => {
    const keys = names.map(({ type, name }) => `${type} ${name}`);
    expect(keys).toEqual([...new Set(keys)]);
  });
});

test('readable names: golden, because another name replaces the resource', () => {
  const names = plain.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'vpc-network-staging-aa1',
      'subnet-network-data-2-staging-aa1',
      'nat-network-public-1-staging-aa1',
      'bucket-flow-logs-staging-aa1-<account>',
      'ecs-cluster-staging-aa1',
      'task-payment-api-staging-aa1',
      'role-payment-api-execution-staging-aa1',
      'service-staging-aa1',
      'alb-staging-aa1',
      'tg-alb-http-api-staging-aa1',
      'db-cluster-staging-aa1',
      'db-writer-staging-aa1',
      'db-subnets-staging-aa1',
      'secret-api-token-staging-aa1',
      'parameter-retry-limit-staging-aa1',
      'alias/key-staging-aa1',
    ]),
  );
});

test('two suffixes differ in every name, and by the suffix alone', () => {
  const other = namesOf(build('typeEnvironmentSuffix', 'bb2'));
  const rename = ({ type, name }: { type: string; name: string | undefined }) => ({
    type,
    name: name?.replace('bb2', 'aa1'),
  });
  expect(other.filter(({ name }) => name?.includes('aa1'))).toEqual([]);
  expect(other.map(rename)).toEqual(plain);
});

test('two syntheses are equal: of one app, and of two', () => {
  const app = new App();
  const platform = new Platform(app, 'Platform');
  FORMATS.typeEnvironmentSuffix('aa1').applyTo(app);
  StandardTags.of(TAGS).applyTo(app);
  const template = (options?: { force: boolean }) =>
    app.synth(options).getStackArtifact(platform.artifactId).template as unknown;
  const first = template();
  expect(template({ force: true })).toEqual(first);
  expect(Template.fromStack(withoutFlags).toJSON()).toEqual(first);
});

test('the recommended feature flags change no name', () => {
  expect(namesOf(withFlags)).toEqual(plain);
});

test.each([
  ['without feature flags', withoutFlags],
  ['with the recommended ones', withFlags],
])('every taggable resource carries the tags, and the stack too, %s', (_, platform) => {
  const taggable = platform.node
    .findAll()
    .filter((construct) => CfnResource.isCfnResource(construct) && TagManager.of(construct))
    .map((construct) => platform.resolve((construct as CfnResource).logicalId));
  const tagged = resourcesOf(platform).filter(({ logicalId }) => taggable.includes(logicalId));
  expect(tagged.length).toBeGreaterThan(40);
  expect(tagged.filter((resource) => !carriesTags(resource))).toEqual([]);
  expect(Stack.of(platform).tags.tagValues()).toEqual(TAGS);
});

/** Parameters take a map of tags, other types a list. */
function carriesTags({ Properties }: Resource): boolean {
  const tags = Properties.Tags ?? Properties.BackupVaultTags ?? [];
  const values = Array.isArray(tags) ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : tags;
  return Object.entries(TAGS).every(([key, value]) => values[key] === value);
}
