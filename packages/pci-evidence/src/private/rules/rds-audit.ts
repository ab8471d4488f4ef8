import { all, any, type Test, when } from '../checks';
import type { Check, Rule } from '../rule';
import { isMysql, isPostgres } from './rds';
import { clusterParameter, groupsOfInstances, isDefaultGroup, isOn, parameterInForce } from './rds-parameters';
import { isMember } from './rds-surroundings';

const CLUSTER = 'AWS::RDS::DBCluster';
const INSTANCE = 'AWS::RDS::DBInstance';

/** Whether a parameter that is a list has an item. */
const listed = (item: string, value: Parameters<Test>[0]) =>
  String(value)
    .split(/[\s,]+/)
    .includes(item);

/** A class of statements may be taken out of `all`. */
const audits = (kind: string, value: Parameters<Test>[0]) =>
  (listed(kind, value) || listed('all', value)) && !listed(`-${kind}`, value);

/** A member says something of its own only by a parameter group of its own. */
const ofItsOwn =
  (check: Check): Check =>
  (database, reader) => {
    const groups = groupsOfInstances(database, reader);
    const own = isMember(database, reader) && !groups.every(isDefaultGroup);
    if (database.type === CLUSTER || own) return check(database, reader);
    const found = isMember(database, reader) ? 'what its cluster says' : 'no member of a cluster';
    return { outcome: 'not-applicable', path: '', found, expected: '' };
  };

const writesStatements = any(
  all(
    parameterInForce('shared_preload_libraries', (value) => /\bpgaudit\b/.test(String(value)), 'pgaudit'),
    parameterInForce(
      'pgaudit.log',
      (value) => ['role', 'write'].every((kind) => audits(kind, value)),
      'ddl,role,write',
    ),
    // The server keeps a lower one to itself.
    parameterInForce('pgaudit.log_level', (value) => value === undefined || /^log$/i.test(String(value)), 'log'),
  ),
  parameterInForce('log_statement', (value) => /^(mod|all)$/.test(String(value)), 'mod'),
);

/** What is written down has the level LOG, which is below these two. */
const keepsNothingBack = parameterInForce(
  'log_min_messages',
  (value) => !/^(fatal|panic)$/i.test(String(value)),
  'error or lower',
);

/** Nobody but the administrator of AWS itself may be left out. */
const leavesOutNobody = all(
  clusterParameter('server_audit_incl_users', (value) => value === undefined || value === '', 'nothing'),
  clusterParameter(
    'server_audit_excl_users',
    (value) => value === undefined || value === '' || value === 'rdsadmin',
    'nothing, or rdsadmin',
  ),
);

/** Rules of what databases write down. */
export const RDS_AUDIT_RULES: readonly Rule[] = [
  {
    id: 'PCI.RDS.15',
    title: 'A PostgreSQL cluster writes down who signs in, changes rights and changes data',
    requirement: '10.2.1',
    related: ['10.2.1.1', '10.2.1.2', '10.2.1.5', '10.2.2'],
    severity: 'medium',
    resourceTypes: [CLUSTER, INSTANCE],
    why: 'The log that is sent away holds errors alone until the database is told what to write.',
    fix: 'Set log_connections = 1, and pgaudit.log = ddl,role,write or log_statement = mod, in the cluster parameter group; a parameter group of an instance goes before it.',
    source:
      'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html',
    covers: ['pulumi:rds-audit-logging'],
    check: ofItsOwn(
      when(isPostgres, all(parameterInForce('log_connections', isOn, '1'), keepsNothingBack, writesStatements)),
    ),
  },
  {
    id: 'PCI.RDS.16',
    title: 'A MySQL cluster writes an audit log of who signs in, changes rights and changes data',
    requirement: '10.2.1',
    related: ['10.2.1.1', '10.2.1.2', '10.2.1.5', '10.2.2'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'An audit log that is sent away is empty until the database is told to write it.',
    fix: 'Set server_audit_logging = 1 and server_audit_events in the cluster parameter group.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html',
    covers: ['pulumi:rds-audit-logging'],
    check: when(
      isMysql,
      all(
        clusterParameter('server_audit_logging', isOn, '1'),
        clusterParameter(
          'server_audit_events',
          (value) =>
            listed('CONNECT', value) &&
            (listed('QUERY', value) || ['QUERY_DCL', 'QUERY_DML'].every((kind) => listed(kind, value))),
          'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML',
        ),
        leavesOutNobody,
      ),
    ),
  },
];
