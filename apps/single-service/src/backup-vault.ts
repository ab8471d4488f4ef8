import type { AuroraCluster } from '@org/aurora-pci';
import { ComplianceKey } from '@org/compliance-logging';
import { PciEvidence } from '@org/pci-evidence';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Config } from './config';

interface BackedUp {
  readonly database: AuroraCluster;
  readonly config: Config;
  /** Who hears of backups that failed. */
  readonly topic: ITopic;
}

/** Daily backups in a vault of their own, or, where nothing may outlive its stack, the exception that takes its place. */
export function backUp(stack: Stack, { database, config, topic }: BackedUp): void {
  const { backupVault, removalPolicy, exceptions } = config;
  if (!backupVault) {
    PciEvidence.acknowledge(database, {
      rule: 'PCI.RDS.26',
      reason:
        'A vault with backups in it cannot be deleted, and nothing may outlive its stack, says the source document. ' +
        `Aurora keeps backups of its own for ${config.database.backupRetentionDays} days; config/production.json has a vault`,
      ...exceptions,
    });
    return;
  }
  const retention = Duration.days(backupVault.retentionDays);
  const place = new Construct(stack, 'DatabaseBackups');
  const { key: encryptionKey } = new ComplianceKey(place, 'Key', { removalPolicy });
  // Locked in governance mode: no backup goes early unless somebody with the right to do so takes the lock away first.
  const lockConfiguration = { minRetention: retention };
  const vault = new BackupVault(place, 'Vault', { encryptionKey, lockConfiguration, removalPolicy });
  const daily = { ruleName: 'daily', scheduleExpression: Schedule.cron({ hour: '5', minute: '0' }) };
  const backupPlanRules = [new BackupPlanRule({ ...daily, backupVault: vault, deleteAfter: retention })];
  new BackupPlan(place, 'Plan', { backupPlanRules }).addSelection('Database', {
    resources: [BackupResource.fromArn(database.cluster.clusterArn)],
    role: backupRole(place, database, vault),
    disableDefaultBackupPolicy: true,
  });
  new Rule(place, 'Failed', {
    description: 'Backups of the database that failed',
    eventPattern: {
      source: ['aws.backup'],
      detailType: ['Backup Job State Change'],
      detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'], backupVaultName: [vault.backupVaultName] },
    },
    targets: [new SnsTopic(topic)],
  });
}

/**
 * Takes and ends snapshots of this cluster, and nothing else; the policy of AWS would let it at every database.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
function backupRole(scope: Construct, { cluster }: AuroraCluster, vault: BackupVault): Role {
  const role = new Role(scope, 'Role', {
    description: 'Lets AWS Backup take snapshots of the database',
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
  });
  const snapshots = Stack.of(scope).formatArn({ service: 'rds', resource: 'cluster-snapshot:awsbackup:*' });
  const policy = new ManagedPolicy(scope, 'Policy', {
    description: 'Snapshots of one database cluster',
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: [
          'rds:AddTagsToResource',
          'rds:CreateDBClusterSnapshot',
          'rds:DescribeDBClusters',
          'rds:DescribeDBClusterSnapshots',
          'rds:ListTagsForResource',
        ],
        resources: [cluster.clusterArn, snapshots],
      }),
      new PolicyStatement({
        actions: ['rds:DeleteDBClusterSnapshot', 'rds:ModifyDBClusterSnapshotAttribute'],
        resources: [snapshots],
      }),
      new PolicyStatement({ actions: ['backup:DescribeBackupVault'], resources: [vault.backupVaultArn] }),
    ],
  });
  const { region } = Stack.of(scope);
  Validations.of(policy).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:rds:${region}:<AWS::AccountId>:cluster-snapshot:awsbackup:*]`,
    reason:
      'AWS Backup names a snapshot when it takes it. The wildcard stands for that name: snapshots of AWS Backup in this ' +
      'account and region, no other resource',
  });
  return role;
}
