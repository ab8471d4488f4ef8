import type { Check } from '../rule';
import { textOf } from '../template/possibility';
import { once, type Reader } from '../template/read';
import { near, type Resource } from '../template/template';
import { best, type Judgement, worst } from '../verdict';
import { covers, isNarrowed, type Statement, speaksOfEverybody, statementsOf } from './statements';

/** Where the statements that protect a resource stand: in a resource of their own, or in the resource itself. */
interface PolicyPlace {
  /** Type of the policy resource; left out where the resource carries its own. */
  readonly type?: string;
  /** Property that names the protected resources. */
  readonly names?: string;
  /** Property that holds the document. */
  readonly document: string;
}

/** Types whose policies are read, with the property that has their own name. */
const PLACES: Readonly<Record<string, { readonly name?: string; readonly places: readonly PolicyPlace[] }>> = {
  'AWS::S3::Bucket': {
    name: 'BucketName',
    places: [{ type: 'AWS::S3::BucketPolicy', names: 'Bucket', document: 'PolicyDocument' }],
  },
  'AWS::KMS::Key': { places: [{ document: 'KeyPolicy' }] },
  'AWS::KMS::ReplicaKey': { places: [{ document: 'KeyPolicy' }] },
  'AWS::Backup::BackupVault': { places: [{ document: 'AccessPolicy' }] },
  'AWS::IAM::Role': { places: [{ document: 'AssumeRolePolicyDocument' }] },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    places: [
      { type: 'AWS::SNS::TopicPolicy', names: 'Topics', document: 'PolicyDocument' },
      { type: 'AWS::SNS::TopicInlinePolicy', names: 'TopicArn', document: 'PolicyDocument' },
    ],
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    places: [
      { type: 'AWS::SQS::QueuePolicy', names: 'Queues', document: 'PolicyDocument' },
      { type: 'AWS::SQS::QueueInlinePolicy', names: 'Queue', document: 'PolicyDocument' },
    ],
  },
  'AWS::SecretsManager::Secret': {
    places: [{ type: 'AWS::SecretsManager::ResourcePolicy', names: 'SecretId', document: 'ResourcePolicy' }],
  },
};

const known = once(() => new Map<Resource, readonly Statement[]>());

/** Statements of every policy in the app that speaks of a resource, by a reference or by its name. Several rules ask. */
export function policyStatements(resource: Resource, reader: Reader): readonly Statement[] {
  const found = known(reader).get(resource) ?? readStatements(resource, reader);
  known(reader).set(resource, found);
  return found;
}

function readStatements(resource: Resource, reader: Reader): Statement[] {
  const { name, places = [] } = PLACES[resource.type] ?? {};
  const own =
    name === undefined
      ? []
      : reader
          .read(resource, name)
          .filter(({ kind }) => kind === 'known')
          .map(textOf);
  return places.flatMap(({ type, names = '', document }) => {
    if (type === undefined) return statementsOf(resource, document, reader);
    const byName = own
      .flatMap((one) => policiesByName(reader).get(`${type} ${one}`) ?? [])
      .filter((policy) => near(policy, resource));
    return [...reader.referrers(resource, type, names), ...byName].flatMap((policy) =>
      statementsOf(policy, document, reader).map((statement) => ({ ...statement, policy })),
    );
  });
}

/** Policies that name what they protect in plain text: a name, or an address or ARN that ends with it. */
const policiesByName = once((reader) => {
  const found = new Map<string, Resource[]>();
  for (const { type, names = '' } of Object.values(PLACES).flatMap(({ places }) => places)) {
    for (const policy of type === undefined ? [] : reader.platform.all(type)) {
      for (const one of reader.lists(policy, names).flat(2)) {
        if (one.kind !== 'known' && (one.kind !== 'text' || one.resources.length > 0)) continue;
        const key = `${type} ${textOf(one).split(/[/:]/).at(-1)}`;
        found.set(key, [...(found.get(key) ?? []), policy]);
      }
    }
  }
  return found;
});

/** Types of resources whose policies say who is let in. */
export const POLICED = Object.keys(PLACES);

/** Where the policy of a resource stands, or would. */
export function placeOfPolicy({ type }: Resource): string {
  const [place] = PLACES[type]?.places ?? [];
  return place ? `${place.type ?? 'Properties'}.${place.document}` : '';
}

/** Nobody unknown is let in by the policy of a resource. */
export const policyClosedToStrangers: Check = (resource, reader) =>
  closedToStrangers(policyStatements(resource, reader), placeOfPolicy(resource));

/**
 * Nobody unknown is let in: an Allow for everybody needs a condition that says who is meant. `place` is where the
 * statements stand, or would, and `keys` are condition keys that say it in this kind of policy alone.
 */
export function closedToStrangers(
  statements: readonly Statement[],
  place: string,
  keys: readonly string[] = [],
): Judgement {
  const expected = 'principals that are named, or a condition that names them';
  const allowed = statements.filter(({ effect }) => effect !== 'Deny');
  const bad = allowed.find((statement) => speaksOfEverybody(statement) && !isNarrowed(statement, keys));
  if (bad) return { outcome: 'violated', ...placeOf(bad), found: `everybody: ${actionsOf(bad)}`, expected };
  const open = allowed.find((statement) => statement.open.length > 0);
  if (open) return { outcome: 'undecidable', ...placeOf(open), found: open.open.join(', '), expected };
  const found = statements.length === 0 ? 'no policy' : whoIsLetIn(allowed);
  return { outcome: 'satisfied', path: place, ...documentOf(statements), found, expected };
}

function actionsOf({ actions, notActions, open }: Statement): string {
  return notActions.length > 0 ? `all but ${notActions.join(', ')}` : [...actions, ...open].join(', ');
}

/** Where a statement stands. */
export function placeOf({ path, policy }: Statement): Pick<Judgement, 'path' | 'at'> {
  return { path, at: policy };
}

/** Where the policy stands that statements are of; nothing without a statement. */
export function documentOf([statement]: readonly Statement[]): Pick<Judgement, 'path' | 'at'> | undefined {
  return statement && { path: statement.path.replace(/\.Statement(\[\d+\])?$/, ''), at: statement.policy };
}

/** Names for a person; whoever is narrowed down by conditions is named by these. */
function whoIsLetIn(allowed: readonly Statement[]): string {
  const names = allowed.flatMap((statement) =>
    speaksOfEverybody(statement)
      ? [`whoever fits ${statement.conditions.map(({ key }) => key).join(' and ')}`]
      : statement.principals.map(({ value }) => value),
  );
  return [...new Set(names)].join(', ') || 'nobody';
}

/** Whoever comes without TLS is refused, whatever he asks for of these actions. */
export function refusesPlaintext(...actions: readonly string[]): Check {
  const expected = `a Deny of ${actions.join(', ')} when aws:SecureTransport is false`;
  return (resource, reader) => {
    const statements = policyStatements(resource, reader);
    return worst(
      actions.map((action): Judgement => {
        const found = statements.filter((one) => refuses(one, action));
        if (found.length > 0) return best(found.map((one) => told(one, resource, reader, expected)));
        const open = statements.some(({ effect }) => effect === 'open');
        const path = placeOfPolicy(resource);
        return { outcome: open ? 'undecidable' : 'violated', path, found: 'no such statement', expected };
      }),
    );
  };
}

function refuses(statement: Statement, action: string): boolean {
  const { effect, actions, conditions } = statement;
  return (
    effect === 'Deny' &&
    speaksOfEverybody({ ...statement, effect: 'Allow' }) &&
    covers(actions, action) &&
    (!/^s3:.*Object/.test(action) || speaksOfEveryObject(statement)) &&
    conditions.length === 1 &&
    conditions.some(
      ({ operator, key, values }) =>
        /^Bool(IfExists)?$/.test(operator) &&
        key === 'aws:securetransport' &&
        values.every((value) => value === 'false'),
    )
  );
}

/** A bucket by itself is not what it holds, and neither is a folder of it. */
function speaksOfEveryObject({ resources }: Statement): boolean {
  const texts = resources.map((one) => one.replace(/\$\{[^}]*\}/g, ''));
  return resources.length === 0 || texts.some((one) => /^[^/]*\/?\*$/.test(one));
}

function told(statement: Statement, resource: Resource, reader: Reader, expected: string): Judgement {
  const found = `a Deny of ${statement.actions.join(', ')}`;
  const outcome = statement.sure ? 'satisfied' : 'undecidable';
  const judgement: Judgement = { outcome, ...placeOf(statement), found, expected };
  return statement.policy ? reader.certain(statement.policy, resource, judgement) : judgement;
}
