import { judgements, outcomes, type Resources } from './seeded';

const PG = { Engine: 'aurora-postgresql' };
const audited = {
  log_connections: '1',
  'pgaudit.log': 'ddl,role,write',
  shared_preload_libraries: 'pgaudit,pg_stat_statements',
};

/** A cluster with an audit log, and what its instance and the instance's group are. */
const platform = (instance: object, Parameters: object = {}, cluster: object = {}): Resources => ({
  Cluster: {
    Type: 'AWS::RDS::DBCluster',
    Properties: { ...PG, DBClusterParameterGroupName: { Ref: 'ClusterGroup' }, ...cluster },
  },
  ClusterGroup: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Parameters: audited } },
  Instance: { Type: 'AWS::RDS::DBInstance', Properties: { ...PG, ...instance } },
  Group: { Type: 'AWS::RDS::DBParameterGroup', Properties: { Parameters } },
});
const member = { DBClusterIdentifier: { Ref: 'Cluster' } };
const own = { ...member, DBParameterGroupName: { Ref: 'Group' } };
const noValue = { Ref: 'AWS::NoValue' };

/** What is said of the cluster, then of the instance. */
test.each<[string, Resources, readonly [string, string]]>([
  ['a member without a group', platform(member), ['satisfied', 'not-applicable']],
  ['an instance of its own', platform({ DBParameterGroupName: { Ref: 'Group' } }), ['satisfied', 'not-applicable']],
  [
    "a member with AWS's group",
    platform({ ...member, DBParameterGroupName: 'default.aurora-postgresql16' }),
    ['satisfied', 'not-applicable'],
  ],
  ['a group that says something else', platform(own, { work_mem: '65536' }), ['satisfied', 'satisfied']],
  ['a group of another app', platform({ ...member, DBParameterGroupName: 'x' }), ['satisfied', 'undecidable']],
  ['a cluster of another app', platform({ ...own, DBClusterIdentifier: 'x' }), ['satisfied', 'undecidable']],
  ['statements that an instance leaves out', platform(own, { 'pgaudit.log': 'none' }), ['satisfied', 'violated']],
  ['a class that an instance takes out', platform(own, { 'pgaudit.log': 'all,-write' }), ['satisfied', 'violated']],
  [
    'statements that it writes down otherwise',
    platform(own, { 'pgaudit.log': 'none', log_statement: 'mod' }),
    ['satisfied', 'satisfied'],
  ],
  ['sign-ins that an instance leaves out', platform(own, { log_connections: '0' }), ['satisfied', 'violated']],
  [
    'pgaudit that an instance does not load',
    platform(own, { shared_preload_libraries: 'pg_stat_statements' }),
    ['satisfied', 'violated'],
  ],
  ['entries below what is logged', platform(own, { 'pgaudit.log_level': 'debug1' }), ['satisfied', 'violated']],
  ['a server that keeps entries back', platform(own, { log_min_messages: 'fatal' }), ['satisfied', 'violated']],
  ['one that keeps back no entry', platform(own, { log_min_messages: 'error' }), ['satisfied', 'satisfied']],
  [
    'an instance that may leave it to the cluster',
    platform(own, { log_connections: { 'Fn::If': ['Quiet', '0', noValue] } }),
    ['satisfied', 'violated'],
  ],
  [
    'a group that an upgrade gives to all',
    platform(member, { log_connections: '0' }, { DBInstanceParameterGroupName: { Ref: 'Group' } }),
    ['violated', 'not-applicable'],
  ],
])('PCI.RDS.15 sees what is in force: %s', (_name, Resources, verdicts) => {
  expect(outcomes('PCI.RDS.15', Resources)).toEqual(verdicts);
});

test.each<[string, object, string]>([
  ['nobody is left out', {}, 'satisfied'],
  ['the administrator of AWS is left out', { server_audit_excl_users: 'rdsadmin' }, 'satisfied'],
  ['a user is left out', { server_audit_excl_users: 'rdsadmin,ledger' }, 'violated'],
  ['a list of users leaves out the others', { server_audit_incl_users: 'ledger' }, 'violated'],
])('PCI.RDS.16 sees whom the audit log leaves out: %s', (_name, more, outcome) => {
  const Parameters = { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY', ...more };
  const Properties = { Engine: 'aurora-mysql', DBClusterParameterGroupName: { Ref: 'Group' } };
  const resources = {
    Cluster: { Type: 'AWS::RDS::DBCluster', Properties },
    Group: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Parameters } },
  };
  expect(outcomes('PCI.RDS.16', resources)).toEqual([outcome]);
});

test('PCI.RDS.15 tells each parameter by its whole name', () => {
  expect(judgements('PCI.RDS.15', platform(member))[0]?.found).toBe(
    '1; log_min_messages: left out, which means the same; shared_preload_libraries: pgaudit,pg_stat_statements; ' +
      'pgaudit.log: ddl,role,write; pgaudit.log_level: left out, which means the same',
  );
});
