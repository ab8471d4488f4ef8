import { AuroraMysqlEngineVersion, DatabaseClusterEngine } from 'aws-cdk-lib/aws-rds';
import { HostedRotation } from 'aws-cdk-lib/aws-secretsmanager';
import { Tokenization } from 'aws-cdk-lib/core';
import { GENERAL_LOG_HOLDS_CARD_DATA, PORT_IS_NO_SECRET, RESTORED_TO_ANY_SECOND } from './acknowledgements';
import { BYTES_OF_A_GIB, type EngineFamily } from './engine-family';
import { leftOut, listWith, oneOf } from './held-parameters';

const AUDITED = ['CONNECT', 'QUERY_DCL', 'QUERY_DDL', 'QUERY_DML'];

/**
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Security.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
 */
export const MYSQL: EngineFamily = {
  factory: 'AuroraEngine.mysql()',
  versionPattern: /^(?:3\.\d{2}\.\d{1,2}|8\.4\.\d{1,2})$/,
  versionForm: "an Aurora MySQL version as 8.4.x or 3.xx.x, such as '8.4.7' or '3.08.0'",
  port: 3306,
  usernameLength: 32,
  parameters: (version) => ({
    require_secure_transport: 'ON',
    // Later versions know nothing older.
    ...(isVersion3(version) && { tls_version: 'TLSv1.2,TLSv1.3' }),
    server_audit_logging: '1',
    server_audit_events: AUDITED.join(','),
  }),
  heldParameters: (version) => [
    oneOf('require_secure_transport', 'ON', '1'),
    ...(isVersion3(version) ? [oneOf('tls_version', 'TLSv1.2,TLSv1.3', 'TLSv1.2', 'TLSv1.3')] : []),
    oneOf('server_audit_logging', '1', 'ON'),
    listWith('server_audit_events', AUDITED),
    // Either keeps users out of the audit log.
    leftOut('server_audit_incl_users'),
    leftOut('server_audit_excl_users'),
  ],
  logTypes: ['audit', 'error'],
  slowQueryLogTypes: ['slowquery'],
  slowQueryUnit: 'seconds',
  slowQueryParameters: (threshold) => ({
    slow_query_log: '1',
    long_query_time: Tokenization.stringifyNumber(threshold.toSeconds({ integral: false })),
    // Only what goes to a file is exported, not what goes to a table.
    log_output: 'FILE',
  }),
  maxConnections: (memoryGiB) => {
    const bytes = memoryGiB * BYTES_OF_A_GIB;
    return Math.max(Math.log2(bytes / 805_306_368) * 45, Math.log2(bytes / 8_187_281_408) * 1_000);
  },
  proxyPasswordType: undefined,
  acknowledgements: [PORT_IS_NO_SECRET, RESTORED_TO_ANY_SECOND, GENERAL_LOG_HOLDS_CARD_DATA],
  clusterEngine: (version) => {
    const major = isVersion3(version) ? '8.0' : '8.4';
    const full = `${major}.mysql_aurora.${version}`;
    return DatabaseClusterEngine.auroraMysql({ version: AuroraMysqlEngineVersion.of(full, major) });
  },
  rotation: (options) => HostedRotation.mysqlSingleUser(options),
};

/** Version 3 is compatible with MySQL 8.0; after it Aurora counts as MySQL does. */
function isVersion3(version: string): boolean {
  return version.startsWith('3.');
}
