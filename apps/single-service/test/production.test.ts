import { attribute, type Json, wildcards } from '@org/testing';
import { underTest } from './synthesized';

const app = underTest.view({ environmentSuffix: 'aa1', profile: 'production' });
const cluster = app.only('RDS::DBCluster');

test('data stays when the stacks go, and neither they nor the database nor the load balancer can be deleted', () => {
  const data = [
    'RDS::DBCluster',
    'S3::Bucket',
    'Logs::LogGroup',
    'KMS::Key',
    'ECR::Repository',
    'SecretsManager::Secret',
  ];
  for (const type of [...data, 'Backup::BackupVault']) {
    expect(app.all(type).length).toBeGreaterThan(0);
    for (const { DeletionPolicy, UpdateReplacePolicy } of app.all(type))
      expect([type, DeletionPolicy, UpdateReplacePolicy]).toEqual([type, 'Retain', 'Retain']);
  }
  expect(app.all('Custom::S3AutoDeleteObjects')).toEqual([]);
  expect(app.only('ECR::Repository').Properties.EmptyOnDelete).toBe(false);
  expect(cluster.Properties.DeletionProtection).toBe(true);
  const { LoadBalancerAttributes } = app.only('ElasticLoadBalancingV2::LoadBalancer').Properties;
  expect(attribute(LoadBalancerAttributes, 'deletion_protection.enabled')).toBe('true');
  expect(app.stacks.map(({ properties }) => properties.terminationProtection)).toEqual([true, true]);
});

test('credentials rotate, a firewall stands before the service, logs are kept for twelve months', () => {
  expect(app.only('SecretsManager::RotationSchedule').Properties.RotationRules).toMatchObject({
    ScheduleExpression: 'rate(30 days)',
  });
  expect(app.all('WAFv2::WebACLAssociation')).toHaveLength(1);
  for (const { Properties } of app.all('Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(365);
});

test('the database is backed up each day into a locked vault of its own', () => {
  const vault = app.only('Backup::BackupVault');
  expect(vault.Properties).toMatchObject({
    BackupVaultName: 'backup-vault-database-backups-prod-aa1',
    LockConfiguration: { MinRetentionDays: 365 },
  });
  expect(app.target(vault.Properties.EncryptionKeyArn, vault)?.Type).toBe('AWS::KMS::Key');
  const plan = app.only('Backup::BackupPlan');
  const [rule, ...more] = plan.Properties.BackupPlan.BackupPlanRule as Json[];
  expect(more).toEqual([]);
  expect(rule).toMatchObject({ ScheduleExpression: 'cron(0 5 * * ? *)', Lifecycle: { DeleteAfterDays: 365 } });
  expect(app.target(rule?.TargetBackupVault, plan)).toBe(vault);
  const selection = app.only('Backup::BackupSelection');
  expect(app.target(selection.Properties.BackupPlanId, selection)).toBe(plan);
  const { Resources, IamRoleArn } = selection.Properties.BackupSelection;
  expect(Resources.map((arn: unknown) => app.flat(arn, selection))).toEqual([
    expect.stringContaining(`cluster:\${SingleService/${cluster.logicalId}}`),
  ]);
  expect(app.target(IamRoleArn, selection)?.Properties.ManagedPolicyArns ?? []).toEqual([]);
  expect(wildcards(app)).toEqual([]);
});

test('a backup that fails is told to those who hear of alarms', () => {
  const [rule] = app
    .all('Events::Rule')
    .filter(({ Properties }) => Properties.EventPattern?.source?.[0] === 'aws.backup');
  expect(rule?.Properties.EventPattern.detail.state).toEqual(['FAILED', 'ABORTED', 'EXPIRED']);
  expect(rule && app.target(rule.Properties.Targets[0].Arn, rule)).toBe(app.only('SNS::Topic'));
});
