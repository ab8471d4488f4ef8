import { absent, all, any, has, isTrue, judge, someItem } from '../checks';
import { privateSubnets } from '../network/subnets';
import type { Check, Rule } from '../rule';
import { describe, textOf } from '../template/possibility';
import { type Reader, targetsOf } from '../template/read';
import { near, type Resource } from '../template/template';
import { best, type Judgement, readOff, worst } from '../verdict';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';
const SUBSCRIPTION = 'AWS::RDS::EventSubscription';
const HUB = 'https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html';
const EVENTS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html';

/** Categories that Security Hub calls critical, by the kind of source. */
const CRITICAL: Readonly<Record<string, readonly string[]>> = {
  'db-cluster': ['maintenance', 'failure'],
  'db-instance': ['maintenance', 'configuration change', 'failure'],
  'db-parameter-group': ['configuration change'],
  'db-security-group': ['configuration change', 'failure'],
};

const isEnabled = has('Enabled', (value) => value === undefined || value === true, 'true');

/** A subscription without categories reports all of them. */
const reportsCritical: Check = (subscription, reader) => {
  const kinds = reader.read(subscription, 'SourceType').map(describe);
  const wanted = [...new Set(kinds.flatMap((kind) => CRITICAL[kind] ?? []))];
  const path = 'Properties.EventCategories';
  return worst(
    reader.lists(subscription, 'EventCategories').flatMap((list): Judgement[] => {
      if (list.length === 0) return [{ outcome: 'satisfied', path, found: 'every category', expected: '' }];
      return wanted.map((category) => ({
        ...best(list.map((item) => judge(item, (value) => value === category, category))),
        path,
        expected: category,
      }));
    }),
  );
};

/** Parameters are watched by one subscription for all databases of the account and region. */
const parametersWatched: Check = (database, reader): Judgement =>
  isMember(database, reader)
    ? { outcome: 'not-applicable', path: '', found: 'a member of a cluster', expected: '' }
    : watched(database, 'db-parameter-group', 'configuration change', reader);

/**
 * One subscription may stand for all databases; without a source it reports every kind. One that names its sources must
 * name the database, and one that names its categories the one that matters.
 */
function watched(database: Resource, kind: string, category: string, reader: Reader): Judgement {
  const expected = `an event subscription of ${kind}`;
  const own = reader.platform
    .all(SUBSCRIPTION)
    .filter((one) => reader.read(one, 'SourceType').every((source) => [kind, 'nothing'].includes(describe(source))));
  if (own.length === 0)
    return { outcome: 'violated', path: `${SUBSCRIPTION}.SourceType`, found: 'no subscription of the app', expected };
  const wanted = kind === 'db-parameter-group' ? groupsOf(database, reader) : [database];
  const judged = own.map((one) => {
    const parts = [isEnabled(one, reader), reports(category)(one, reader), namesSource(wanted, one, reader)];
    const whole = worst(parts);
    const kept = { path: 'Properties.SourceType', found: `a subscription of ${kind}` };
    const judgement = { ...whole, ...(whole.outcome === 'satisfied' ? kept : {}), expected };
    return reader.certain(one, database, readOff(one, judgement));
  });
  return best(judged);
}

const reports = (category: string): Check =>
  any(
    absent('EventCategories'),
    someItem('EventCategories', (item) => judge(item, (value) => value === category, category), category),
  );

function groupsOf(database: Resource, reader: Reader): Resource[] {
  return ['DBClusterParameterGroupName', 'DBParameterGroupName'].flatMap((key) => reader.targets(database, key));
}

/** Without a list every source of its kind is meant. */
function namesSource(wanted: readonly Resource[], subscription: Resource, reader: Reader): Judgement {
  const path = 'Properties.SourceIds';
  const lists = reader.lists(subscription, 'SourceIds');
  return worst(
    lists.map((list): Judgement => {
      const found = list.flat().map(describe).join(', ');
      const at = { path, found, expected: 'the source, or no list' };
      if (list.length === 0 || targetsOf(list.flat()).some((one) => wanted.includes(one)))
        return { ...at, outcome: 'satisfied' };
      const elsewhere = list.flat().every(({ kind }) => kind === 'reference');
      return { ...at, outcome: elsewhere ? 'violated' : 'undecidable' };
    }),
  );
}

/** A cluster has the property too: there it is its own name. */
export function isMember(database: Resource, reader: Reader): boolean {
  if (database.type !== INSTANCE) return false;
  return reader.read(database, 'DBClusterIdentifier').every(({ kind }) => kind !== 'absent');
}

const SELECTION = 'AWS::Backup::BackupSelection';

/** A selection that names the database, or every one of its region. Tags and patterns cannot be decided here. */
const hasBackupPlan: Check = (database, reader): Judgement => {
  const expected = 'a backup selection that names it';
  const place = 'BackupSelection.Resources';
  if (isMember(database, reader))
    return { path: '', expected, outcome: 'not-applicable', found: 'a member of a cluster' };
  const selections = reader.platform.all(SELECTION).filter((one) => near(one, database));
  const judged = selections.flatMap((one): Judgement[] => {
    const at = { at: one, path: `Properties.${place}`, expected };
    const arns = reader.lists(one, place).flat(2);
    const named = targetsOf(arns).includes(database) || arns.some((arn) => describe(arn) === '*');
    const open = ['ListOfTags', 'Conditions', 'NotResources'].find((key) =>
      reader.read(one, ['BackupSelection', key]).some(({ kind }) => kind !== 'absent'),
    );
    const pattern = arns.find((arn) => arn.kind === 'unknown' || /:rds:.*\*/.test(textOf(arn)));
    if (!named && pattern)
      return [{ ...at, outcome: 'undecidable', found: `${one.logicalId} has ${describe(pattern)}` }];
    if (open && (named || arns.length === 0))
      return [{ ...at, outcome: 'undecidable', found: `${one.logicalId} goes by ${open}` }];
    const found = one.logicalId;
    return named ? [reader.certain(one, database, { ...at, outcome: 'satisfied', found })] : [];
  });
  return judged.length > 0
    ? best(judged)
    : { outcome: 'violated', path: `${SELECTION}.${place}`, found: 'none', expected };
};

/** Rules of what stands around databases. */
export const RDS_SURROUNDING_RULES: readonly Rule[] = [
  {
    id: 'PCI.RDS.23',
    title: 'Databases stand in private subnets',
    requirement: '1.4.4',
    related: ['1.2.3', '1.3.1', '1.4.1'],
    severity: 'high',
    resourceTypes: ['AWS::RDS::DBSubnetGroup'],
    why: 'The route to an internet gateway is half of what makes a system public.',
    fix: 'Name subnets whose route tables lead to no internet gateway.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    covers: ['pulumi:rds-private-subnet-validation', 'pulumi:vpc-route-table-internet-gateway-restricted'],
    check: privateSubnets('SubnetIds'),
  },
  {
    id: 'PCI.RDS.24',
    title: 'A subscription to events of databases leaves out none that is critical',
    requirement: '11.5.2',
    related: ['10.7.2', '12.10.5'],
    severity: 'low',
    resourceTypes: [SUBSCRIPTION],
    why: 'Whoever relies on a subscription must hear of failures, maintenance and changes.',
    fix: 'Leave EventCategories out, or add maintenance, failure and configuration change. Set Enabled to true.',
    source: HUB,
    covers: ['securityhub:RDS.20'],
    check: all(reportsCritical, isEnabled),
  },
  {
    id: 'PCI.RDS.25',
    title: 'Somebody is told when the parameters of a database change',
    requirement: '11.5.2',
    related: ['6.5.1', '10.7.2', '12.10.5'],
    severity: 'low',
    resourceTypes: [CLUSTER, INSTANCE],
    why: 'TLS and the audit log of a database are parameters: one change switches them off.',
    fix: 'Add an AWS::RDS::EventSubscription with SourceType db-parameter-group and a topic that people read.',
    source: EVENTS,
    covers: ['securityhub:RDS.21'],
    check: parametersWatched,
  },
  {
    id: 'PCI.RDS.28',
    title: 'Somebody is told when a database fails',
    requirement: '10.7.2',
    related: ['10.7.3', '12.10.5'],
    severity: 'low',
    resourceTypes: [CLUSTER, INSTANCE],
    why: 'The log of a database that stopped stops as well, and no alarm that reads it rings.',
    fix: 'Add event subscriptions of db-cluster and db-instance with the category failure.',
    source: EVENTS,
    check: (database, reader) =>
      watched(database, database.type === CLUSTER ? 'db-cluster' : 'db-instance', 'failure', reader),
  },
  {
    id: 'PCI.RDS.26',
    title: 'A database is in a backup plan',
    requirement: '12.10.1',
    related: [],
    severity: 'medium',
    resourceTypes: [CLUSTER, INSTANCE],
    why: 'Backups of the database itself go with it; those in a vault do not.',
    fix: 'Name the ARN of the database in an AWS::Backup::BackupSelection.',
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    covers: ['prowler:rds_cluster_protected_by_backup_plan', 'prowler:rds_instance_protected_by_backup_plan'],
    check: hasBackupPlan,
  },
  {
    id: 'PCI.RDS.27',
    title: 'A proxy of a database refuses connections without TLS',
    requirement: '4.2.1',
    related: ['2.2.7', '8.3.2'],
    severity: 'high',
    resourceTypes: ['AWS::RDS::DBProxy'],
    why: 'A database that insists on TLS is of no use behind a proxy that does not.',
    fix: 'Set RequireTLS to true.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.howitworks.html',
    check: isTrue('RequireTLS'),
  },
];
