import type { CfnDBClusterParameterGroup } from 'aws-cdk-lib/aws-rds';
import { App, Stack, Token } from 'aws-cdk-lib/core';
import { AuroraEngine } from '../src';
import { database, MYSQL, POSTGRES } from './fixtures';

/** Synthesizes a cluster to which somebody added a parameter. */
function withParameter(engine: AuroraEngine, name: string, value: string): void {
  const app = new App();
  database(new Stack(app, 'Stack'), { engine }).parameterGroup.addParameter(name, value);
  app.synth();
}

test.each([
  [POSTGRES, 'work_mem', '65536'],
  [POSTGRES, 'work_mem', Token.asString({ Ref: 'Memory' })],
  [POSTGRES, 'shared_preload_libraries', 'pg_cron, pgaudit'],
  [POSTGRES, 'ssl_min_protocol_version', 'TLSv1.3'],
  [POSTGRES, 'pgaudit.log', 'read,ddl,role,write'],
  [POSTGRES, 'pgaudit.log', 'all'],
  [POSTGRES, 'log_min_messages', 'log'],
  [MYSQL, 'server_audit_events', 'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML,TABLE'],
  [MYSQL, 'tls_version', 'TLSv1.3'],
])('%#: what is as strict passes', (engine, name, value) => {
  expect(() => withParameter(engine, name, value)).not.toThrow();
});

test.each([
  [POSTGRES, 'rds.force_ssl', '0', "be '1'"],
  [POSTGRES, 'ssl_min_protocol_version', 'TLSv1.1', "be 'TLSv1.2' or 'TLSv1.3'"],
  [POSTGRES, 'shared_preload_libraries', 'pg_cron', "contain 'pgaudit'"],
  [POSTGRES, 'pgaudit.log', 'ddl,role', "contain 'ddl,role,write', or 'all'"],
  [POSTGRES, 'pgaudit.log', 'all,-write', "contain 'ddl,role,write', or 'all'"],
  [POSTGRES, 'pgaudit.role', '', "be 'rds_pgaudit'"],
  [POSTGRES, 'pgaudit.log_level', 'debug5', 'be left out'],
  [POSTGRES, 'log_min_messages', 'fatal', "not be 'fatal' or 'panic'"],
  [POSTGRES, 'log_min_messages', 'PANIC', "not be 'fatal' or 'panic'"],
  [POSTGRES, 'log_connections', '0', "be '1'"],
  [POSTGRES, 'log_disconnections', '0', "be '1'"],
  [MYSQL, 'require_secure_transport', 'OFF', "be 'ON' or '1'"],
  [MYSQL, 'tls_version', 'TLSv1.1,TLSv1.2', "be 'TLSv1.2,TLSv1.3' or 'TLSv1.2' or 'TLSv1.3'"],
  [MYSQL, 'server_audit_logging', '0', "be '1' or 'ON'"],
  [MYSQL, 'server_audit_events', 'CONNECT', "contain 'CONNECT,QUERY_DCL,QUERY_DDL,QUERY_DML'"],
  [MYSQL, 'server_audit_incl_users', 'app', 'be left out'],
  [MYSQL, 'server_audit_excl_users', 'app', 'be left out'],
  [AuroraEngine.mysql('8.4.7'), 'require_secure_transport', 'OFF', "be 'ON' or '1'"],
])('%#: what relaxes TLS or the audit log is refused', (engine, name, value, must) => {
  expect(() => withParameter(engine, name, value)).toThrow(
    `[Stack/Database] The parameter \`${name}\` must ${must}, because TLS and the audit log cannot be relaxed, got: ` +
      `'${value}'. Change what \`parameterGroup\` was given.`,
  );
});

test('a value known only at deployment is refused', () => {
  expect(() => withParameter(POSTGRES, 'rds.force_ssl', Token.asString({ Ref: 'Ssl' }))).toThrow(
    "The parameter `rds.force_ssl` must be '1', because TLS and the audit log cannot be relaxed, got: a value known only " +
      'at deployment.',
  );
});

test('so is a resource whose parameters were taken away', () => {
  const app = new App();
  const { parameterGroup } = database(new Stack(app, 'Stack'));
  (parameterGroup.node.defaultChild as CfnDBClusterParameterGroup).parameters = undefined;
  expect(() => app.synth()).toThrow(
    "The parameter `rds.force_ssl` must be '1', because TLS and the audit log cannot be relaxed, got: nothing.",
  );
});
