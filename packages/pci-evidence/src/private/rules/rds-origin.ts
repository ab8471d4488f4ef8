import { has } from '../checks';
import type { Check } from '../rule';
import type { JsonMap } from '../template/json';
import { isMap } from '../template/json';
import { describe, type Possibility, textOf } from '../template/possibility';
import type { Reader } from '../template/read';
import type { Resource } from '../template/template';
import { type Judgement, readOff, worst } from '../verdict';

/** What a cluster is restored from: whether it is encrypted, and its administrator, come with the data. */
export const CLUSTER_RESTORES = ['SnapshotIdentifier', 'SourceDBClusterIdentifier', 'SourceDbClusterResourceId'];

/** What a cluster is restored from, or copies. */
export const CLUSTER_SOURCES = [...CLUSTER_RESTORES, 'ReplicationSourceIdentifier'];

/** From a snapshot an instance takes its key as well, whatever the template says. */
export const INSTANCE_SNAPSHOTS = ['DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier'];

const INSTANCE_COPIES = [
  'SourceDBInstanceIdentifier',
  'SourceDbiResourceId',
  'SourceDBInstanceAutomatedBackupsArn',
  'SourceDBClusterIdentifier',
];

/** What an instance is restored from, or copies. */
export const INSTANCE_SOURCES = [...INSTANCE_SNAPSHOTS, ...INSTANCE_COPIES];

/** The property that says what a database is made from; an empty one makes it new. */
export function originOf(database: Resource, sources: readonly string[], reader: Reader): string | undefined {
  const given = (one: Possibility) => one.kind !== 'absent' && textOf(one) !== '';
  return sources.find((source) => reader.read(database, source).some(given));
}

/**
 * What a template leaves out of a database that is made from another comes from there. The other is judged instead where
 * it is one of the app; elsewhere nobody can tell.
 * @param property what the template may say itself; left out where it cannot
 */
export function inherits(sources: readonly string[], property: string | undefined, check: Check): Check {
  const inherited = (database: Resource, reader: Reader, seen: readonly Resource[] = []): Judgement => {
    const origin = originOf(database, sources, reader);
    const said = property !== undefined && reader.read(database, property).every(({ kind }) => kind !== 'absent');
    if (!origin || said) return check(database, reader);
    const others = reader
      .targets(database, origin)
      .filter((other) => isDatabase(other) && ![...seen, database].includes(other));
    if (others.length > 0)
      return worst(others.map((other) => readOff(other, inherited(other, reader, [...seen, database]))));
    const found = `what ${reader.read(database, origin).map(describe).join(' or ')} has`;
    return { outcome: 'undecidable', path: `Properties.${origin}`, found, expected: 'a source in this app' };
  };
  return (database, reader) => inherited(database, reader);
}

const isDatabase = ({ type }: Resource) => /^AWS::RDS::DB(Cluster|Instance)$/.test(type);

/** Names that every attacker tries first. */
const DEFAULT_ADMINS = ['admin', 'administrator', 'postgres', 'root', 'mysql', 'rdsadmin', 'awsuser', 'sa', 'user'];

/** The name of the administrator, in the secret that holds it or in that of the database that it comes from. */
export const ownAdminName = (...sources: readonly string[]): Check =>
  inherits(
    sources,
    'MasterUsername',
    has(
      'MasterUsername',
      (value) => value !== undefined && !DEFAULT_ADMINS.includes(String(value).toLowerCase()),
      `a name other than ${DEFAULT_ADMINS.join(', ')}`,
      inSecret,
    ),
  );

/** What a dynamic reference to a secret of the app comes to, where the template of the secret says it. */
function inSecret(one: Possibility, reader: Reader): Possibility[] {
  const [, key] = (one.kind === 'text' && /^\{\{resolve:secretsmanager:.*:SecretString:([^:}]+)/.exec(one.text)) || [];
  if (one.kind !== 'text' || key === undefined) return [one];
  const templates = one.resources.flatMap((secret) =>
    reader.read(secret, 'GenerateSecretString.SecretStringTemplate').map((template) => ({ secret, template })),
  );
  const found = templates.flatMap(({ secret, template }): Possibility[] => {
    const value = parsed(textOf(template))[key];
    return typeof value === 'string' ? [{ kind: 'known', value, template: secret.template, path: one.path }] : [];
  });
  return found.length > 0 ? found : [one];
}

function parsed(text: string): JsonMap {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : {};
  } catch {
    return {};
  }
}
