import type { StackResource } from '@org/testing';
import { underTest } from './synthesized';

const app = underTest.view();
const cluster = app.only('RDS::DBCluster');
const instances = app.all('RDS::DBInstance');
const parameters = app.target(cluster.Properties.DBClusterParameterGroupName, cluster);

test('S1-DB-01, S1-CTX-01: Aurora MySQL with a writer and a reader, over three zones', () => {
  expect(cluster.Properties).toMatchObject({
    Engine: 'aurora-mysql',
    EngineVersion: expect.stringMatching(/^8\.0\.mysql_aurora\.3\./),
  });
  expect(instances.length).toBeGreaterThanOrEqual(2);
  for (const instance of instances) {
    expect(instance.Properties).toMatchObject({ Engine: 'aurora-mysql', PubliclyAccessible: false });
    expect(app.target(instance.Properties.DBClusterIdentifier, instance)).toBe(cluster);
  }
  const group = app.target(cluster.Properties.DBSubnetGroupName, cluster) as StackResource;
  const zones = (group.Properties.SubnetIds as unknown[]).map((subnet) =>
    JSON.stringify(app.target(subnet, group)?.Properties.AvailabilityZone),
  );
  expect(new Set(zones).size).toBe(3);
});

test('S1-DB-02: encrypted with a customer-managed key that rotates', () => {
  expect(cluster.Properties.StorageEncrypted).toBe(true);
  const key = app.target(cluster.Properties.KmsKeyId, cluster);
  expect(key?.Type).toBe('AWS::KMS::Key');
  expect(key?.Properties.EnableKeyRotation).toBe(true);
});

test('S1-DB-04: backups for 35 days, which is also the most that Aurora keeps', () => {
  expect(cluster.Properties.BackupRetentionPeriod).toBe(35);
});

test('S1-DB-06: slow queries go to a log group that is there before the cluster', () => {
  expect(cluster.Properties.EnableCloudwatchLogsExports).toContain('slowquery');
  expect(parameters?.Properties.Parameters).toMatchObject({
    slow_query_log: '1',
    long_query_time: '1',
    log_output: 'FILE',
  });
  const name = `/aws/rds/cluster/${app.flat(cluster.Properties.DBClusterIdentifier, cluster)}/slowquery`;
  const groups = app.all('Logs::LogGroup').filter((group) => app.flat(group.Properties.LogGroupName, group) === name);
  expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([2557]);
  expect(cluster.DependsOn).toContain(groups[0]?.logicalId);
  expect(app.all('Custom::LogRetention')).toEqual([]);
});

test('S1-TOOL-02: credentials are generated in Secrets Manager, and in no template or environment', () => {
  const secret = app.only('SecretsManager::Secret');
  expect(secret.Properties.GenerateSecretString).toBeDefined();
  expect(app.flat(cluster.Properties.MasterUserPassword, cluster)).toMatch(/^\{\{resolve:secretsmanager:/);
  expect(app.target(cluster.Properties.MasterUserPassword, cluster)).toBe(secret);
  const names = app
    .all('ECS::TaskDefinition')
    .flatMap(({ Properties }) => Properties.ContainerDefinitions)
    .flatMap(({ Environment = [] }) => Environment as { Name: string }[])
    .map(({ Name }) => Name);
  expect(names.filter((name) => /PASS|SECRET|TOKEN/i.test(name))).toEqual([]);
});

test('nobody logs in without TLS, and every statement is audited', () => {
  expect(parameters?.Properties.Parameters).toMatchObject({
    require_secure_transport: 'ON',
    tls_version: 'TLSv1.2,TLSv1.3',
    server_audit_logging: '1',
  });
  expect(cluster.Properties.EnableCloudwatchLogsExports).toContain('audit');
});
