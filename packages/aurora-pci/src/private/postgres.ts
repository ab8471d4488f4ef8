import { AuroraPostgresEngineVersion, ClientPasswordAuthType, DatabaseClusterEngine } from 'aws-cdk-lib/aws-rds';
import { HostedRotation } from 'aws-cdk-lib/aws-secretsmanager';
import { Tokenization } from 'aws-cdk-lib/core';
import { BYTES_OF_A_GIB, type EngineFamily } from './engine-family';
import { leftOut, listWith, noneOf, oneOf } from './held-parameters';

/**
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html
 * @see https://www.postgresql.org/docs/current/runtime-config-logging.html
 */
export const POSTGRES: EngineFamily = {
  factory: 'AuroraEngine.postgres()',
  versionPattern: /^(1[3-9]|[2-9]\d)\.\d{1,2}$/,
  versionForm: "a PostgreSQL version as major.minor from 13 on, such as '14.6'",
  port: 5432,
  usernameLength: 63,
  parameters: () => ({
    'rds.force_ssl': '1',
    ssl_min_protocol_version: 'TLSv1.2',
    // A parameter group replaces the engine's default list, and Database Insights needs pg_stat_statements.
    shared_preload_libraries: 'pgaudit,pg_stat_statements',
    'pgaudit.log': 'ddl,role,write',
    // Reads are recorded for what is granted to this role: reads of all tables would drown those of card data.
    'pgaudit.role': 'rds_pgaudit',
    log_connections: '1',
    log_disconnections: '1',
  }),
  heldParameters: () => [
    oneOf('rds.force_ssl', '1'),
    oneOf('ssl_min_protocol_version', 'TLSv1.2', 'TLSv1.3'),
    listWith('shared_preload_libraries', ['pgaudit']),
    listWith('pgaudit.log', ['ddl', 'role', 'write'], 'all'),
    oneOf('pgaudit.role', 'rds_pgaudit'),
    // Below the level of what the server logs, no entry arrives. Entries have the level LOG, which is below these two.
    leftOut('pgaudit.log_level'),
    noneOf('log_min_messages', 'fatal', 'panic'),
    oneOf('log_connections', '1'),
    oneOf('log_disconnections', '1'),
  ],
  logTypes: ['postgresql'],
  slowQueryLogTypes: [],
  slowQueryUnit: 'millis',
  slowQueryParameters: (threshold) => ({
    log_min_duration_statement: Tokenization.stringifyNumber(threshold.toMilliseconds()),
  }),
  maxConnections: (memoryGiB) => Math.min((memoryGiB * BYTES_OF_A_GIB) / 9_531_392, 5_000),
  proxyPasswordType: ClientPasswordAuthType.POSTGRES_SCRAM_SHA_256,
  acknowledgements: [],
  clusterEngine: (version) => {
    const [major = version] = version.split('.');
    return DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.of(version, major) });
  },
  rotation: (options) => HostedRotation.postgreSqlSingleUser(options),
};
