import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnAlias } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { CfnResource, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { holdsForRandomProps, optional, refusesRandomProps, validBut } from '../../../testing/src/random-props';
import { EnvironmentBoundary, NamingConvention, StandardTags } from '../src';

/** A resource of each kind of name: short and long ones, ones that keep something, and ones with a start or end imposed. */
const RESOURCES = {
  alarm: (scope: Construct) => new CfnAlarm(scope, 'TheAlarm', { comparisonOperator: 'x', evaluationPeriods: 1 }),
  alias: (scope: Construct) => derived(new CfnAlias(scope, 'TheAlias', { aliasName: 'alias/x', targetKeyId: 'key' })),
  balancer: (scope: Construct) => new CfnLoadBalancer(scope, 'TheBalancer'),
  cluster: (scope: Construct) => new CfnCluster(scope, 'TheCluster'),
  fifo: (scope: Construct) => new CfnQueue(scope, 'TheFifo', { fifoQueue: true }),
  logs: (scope: Construct) => new CfnLogGroup(scope, 'TheLogs'),
  queue: (scope: Construct) => new CfnQueue(scope, 'TheQueue'),
  role: (scope: Construct) => new CfnRole(scope, 'TheRole', { assumeRolePolicyDocument: {} }),
  secret: (scope: Construct) => new CfnSecret(scope, 'TheSecret'),
};

function derived(resource: CfnResource): CfnResource {
  resource.node.addMetadata('derived-name', true);
  return resource;
}

/** A stack under all three of governance, in words. */
interface Governed {
  readonly resources: readonly { readonly path: readonly string[]; readonly kind: keyof typeof RESOURCES }[];
  /** Resources that come later in the tree. */
  readonly later: readonly (keyof typeof RESOURCES)[];
  readonly suffix: string;
  readonly environment?: string;
  /** With them the format is that of environment, region and service. */
  readonly service?: { readonly region: string; readonly code: string };
  readonly tags: readonly (readonly [string, string])[];
  readonly boundary?: { readonly regions?: string[]; readonly tagKey?: string; readonly globalActions?: string[] };
  readonly label?: string;
  readonly twice?: 'convention' | 'boundary';
}

function build(stack: Stack, props: Governed): void {
  for (const { path, kind } of props.resources) {
    const scope = path.reduce<Construct>(
      (parent, id) => (parent.node.tryFindChild(id) as Construct | undefined) ?? new Construct(parent, id),
      stack,
    );
    if (!scope.node.children.some(({ node }) => node.id.toLowerCase() === `the${kind}`)) RESOURCES[kind](scope);
  }
  for (const [place, kind] of props.later.entries()) RESOURCES[kind](new Construct(stack, `Later${place}`));
  const convention = conventionOf(props);
  if (props.label !== undefined) convention.nameFor(props.label, { resourceType: 'AWS::SQS::Queue' });
  const environment = props.environment ?? 'none';
  const boundary = EnvironmentBoundary.of({ environment, ...props.boundary });
  const key = props.boundary?.tagKey ?? 'Environment';
  StandardTags.of(Object.fromEntries([...props.tags, [key, environment]])).applyTo(stack);
  convention.applyTo(stack);
  if (props.twice === 'convention') convention.applyTo(stack);
  boundary.applyTo(stack);
  if (props.twice === 'boundary') boundary.applyTo(stack);
}

function conventionOf({ suffix, environment, service }: Governed): NamingConvention {
  if (environment === undefined) return NamingConvention.typeSuffix({ suffix });
  if (!service) return NamingConvention.typeEnvironmentSuffix({ environment, suffix });
  const { region, code } = service;
  return NamingConvention.environmentRegionService({ environment, region, service: code, suffix });
}

const word = (pattern: string) => fc.stringMatching(new RegExp(`^${pattern}$`));
const kinds = fc.constantFrom(...(Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]));
// Ids that differ in what a name drops: case, hyphens, repeated words; and long ones.
const id = fc.oneof(
  fc.constantFrom('Default', 'Role', 'Alb', 'Api', 'api', 'Api-Api', 'API', 'Service', 'Queue', 'A-ä'),
  word('[A-Za-z][A-Za-z0-9-]{0,60}'),
);
/** Logical ids drop what is no letter or digit: two paths that differ in that alone are refused by CDK. */
const asInLogicalIds = ({ path, kind }: Governed['resources'][number]) =>
  [...path, kind].join('').replaceAll(/[^A-Za-z0-9]|Default/g, '');
const tagText = (from: number, to: number) => word(`[A-Za-zäß0-9 _.:/=+@-]{${from},${to}}`);

const valid = fc.record({
  resources: fc.uniqueArray(fc.record({ path: fc.array(id, { minLength: 1, maxLength: 4 }), kind: kinds }), {
    minLength: 1,
    maxLength: 8,
    selector: asInLogicalIds,
  }),
  later: fc.constant([]),
  suffix: word('[a-z0-9]{1,6}').chain((start) => fc.constantFrom(start, `${start}-x1`)),
  environment: optional(word('[a-z][a-z0-9]{0,3}')),
  service: optional(
    fc.record({ region: fc.constantFrom('us-east-1', 'eu-west-3', 'sa-east-1'), code: word('[a-z][a-z0-9]{0,2}') }),
  ),
  tags: fc
    .uniqueArray(fc.tuple(tagText(1, 128), tagText(0, 256)), {
      maxLength: 5,
      selector: ([key]) => key.toLowerCase(),
    })
    .map((tags) => tags.filter(([key]) => !/^(aws:|environment$)/i.test(key))),
  boundary: optional(
    fc.record(
      {
        regions: fc.uniqueArray(fc.constantFrom('us-east-1', 'eusc-de-east-1', 'us-gov-west-1'), { minLength: 1 }),
        globalActions: fc.array(word('[a-z0-9-]{1,20}:[A-Za-z0-9]{1,20}\\*?'), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
  ),
  label: optional(word('[a-z][a-z0-9]{0,20}')),
}) as fc.Arbitrary<Governed>;

holdsForRandomProps<Governed>('NamingConvention, StandardTags and EnvironmentBoundary', {
  valid,
  build,
  // A name depends on nothing that comes later in the tree, and tags and boundaries replace nothing.
  safeChange: fc.record({
    later: fc.array(kinds, { minLength: 1, maxLength: 3 }),
    tags: fc.constant([['Owner', 'payments']] as const),
    boundary: fc.constant({ regions: ['eu-west-1'] }),
  }),
  invariants: {
    'every name is in the format': (view, { suffix }) =>
      view.resources.flatMap(({ Type, Properties }) => {
        const name = ['Name', 'AlarmName', 'QueueName', 'RoleName', 'ClusterName', 'LogGroupName', 'AliasName']
          .map((property) => Properties[property] as unknown)
          .find((value) => value !== undefined);
        const end = new RegExp(`-${suffix}(\\.fifo)?$`);
        return typeof name !== 'string' || end.test(name) ? [] : [`${Type} is named ${name}`];
      }),
    'every resource has the tags': (view, { tags }) =>
      view.all('SQS::Queue').flatMap(({ logicalId, Properties }) => {
        const found = new Map(
          (Properties.Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
        );
        return tags
          .filter(([key, value]) => found.get(key) !== value)
          .map(([key]) => `${logicalId} has no tag '${key}'`);
      }),
    'every role has the boundary': (view) =>
      view
        .all('IAM::Role')
        .filter((role) => view.target(role.Properties.PermissionsBoundary, role)?.Type !== 'AWS::IAM::ManagedPolicy')
        .map(({ logicalId }) => logicalId),
  },
});

const notASlot = fc.constantFrom('', 'A', 'ä', 'a--b', '-a', 'a-', 'a b', 'a'.repeat(11));
const tooMany = Array.from({ length: 50 }, (_, place) => [`Key${place}`, ''] as const);

refusesRandomProps<Governed>('NamingConvention, StandardTags and EnvironmentBoundary', {
  build,
  invalid: fc.oneof(
    validBut(
      valid,
      'suffix',
      notASlot.map((suffix) => ({ suffix })),
    ),
    validBut(
      valid,
      'environment',
      notASlot.map((environment) => ({ environment })),
    ),
    validBut(
      valid,
      'region',
      fc
        .constantFrom('', 'us', 'US-EAST-1', 'us-east')
        .map((region) => ({ environment: 'e', service: { region, code: 'a' } })),
    ),
    validBut(
      valid,
      'service',
      fc
        .constantFrom('', 'A', '1', 'a-b')
        .map((code) => ({ environment: 'e', service: { region: 'us-east-1', code } })),
    ),
    validBut(
      valid,
      'service',
      fc.constant({ environment: 'e', service: { region: 'us-east-1', code: 'a'.repeat(20) } }),
    ),
    validBut(
      valid,
      'label',
      fc.constantFrom('', 'A', '1', 'a--b', 'a'.repeat(80)).map((label) => ({ label })),
    ),
    validBut(valid, 'tags', fc.constant({ tags: tooMany })),
    validBut(
      valid,
      /tag key|the value of/,
      fc
        .constantFrom(
          ['', 'x'],
          ['a*', 'x'],
          ['a'.repeat(129), 'x'],
          ['aws:x', 'x'],
          ['environment', 'x'],
          ['a', '*'],
          ['a', 'x'.repeat(257)] as const,
        )
        .map(([key, value]) => ({ tags: [[key, value]] as [string, string][] })),
    ),
    validBut(
      valid,
      'regions',
      fc.constantFrom([], ['us'], ['us-east-1', '']).map((regions) => ({ boundary: { regions: [...regions] } })),
    ),
    validBut(
      valid,
      'tagKey',
      fc.constantFrom('', 'a*', 'aws:x').map((tagKey) => ({ boundary: { tagKey } })),
    ),
    validBut(
      valid,
      'globalActions',
      fc.constantFrom('*', 'ce', 'CE:*', 'ce:a b', '').map((action) => ({ boundary: { globalActions: [action] } })),
    ),
    validBut(valid, 'applyTo', fc.constantFrom({ twice: 'convention' as const }, { twice: 'boundary' as const })),
  ),
});
