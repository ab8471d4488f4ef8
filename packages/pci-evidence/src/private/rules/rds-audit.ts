import { all, any, type Test, when } from '../checks';
import type { Rule } from '../rule';
import { isMysql, isPostgres } from './rds';
import { clusterParameter, isOn } from './rds-parameters';

const CLUSTER = 'AWS::RDS::DBCluster';

/** Whether a parameter that is a list has an item. */
const listed = (item: string, value: Parameters<Test>[0]) =>
  String(value)
    .split(/[\s,]+/)
    .includes(item);

/** Rules of what databases write down. */
export const RDS_AUDIT_RULES: readonly Rule[] = [
  {
    id: 'PCI.RDS.15',
    title: 'A PostgreSQL cluster writes down who signs in, changes rights and changes data',
    requirement: '10.2.1',
    related: ['10.2.1.1', '10.2.1.2', '10.2.1.5', '10.2.2'],
    severity: 'medium',
    resourceTypes: [CLUSTER],
    why: 'The log that is sent away holds errors alone until the database is told what to write.',
    fix: 'Set log_connections = 1, and pgaudit.log = ddl,role,write or log_statement = mod, in the cluster parameter group.',
    source:
      'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html',
    covers: ['pulumi:rds-audit-logging'],
    check: when(
      isPostgres,
      all(
        clusterParameter('log_connections', isOn, '1'),
        any(
          all(
            clusterParameter(
              'pgaudit.log',
              (value) => /\ball\b/.test(String(value)) || ['role', 'write'].every((kind) => listed(kind, value)),
              'ddl,role,write',
            ),
            clusterParameter('shared_preload_libraries', (value) => /\bpgaudit\b/.test(String(value)), 'pgaudit'),
          ),
          clusterParameter('log_statement', (value) => /^(mod|all)$/.test(String(value)), 'mod'),
        ),
      ),
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
      ),
    ),
  },
];
