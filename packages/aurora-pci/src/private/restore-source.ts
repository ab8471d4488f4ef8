import type { CfnDBCluster, DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { acknowledge, RESTORED_ADMIN_HAS_A_NAME, SET_AFTER_THE_RESTORE } from './acknowledgements';
import { fail, requireMatch } from './validation';

/** Where the data come from, in the words of CloudFormation. */
export interface RestoreSource {
  readonly snapshotIdentifier?: string;
  readonly sourceDbClusterIdentifier?: string;
  readonly sourceDbClusterResourceId?: string;
  readonly restoreToTime?: string;
  readonly useLatestRestorableTime?: boolean;
}

const NAME = '[a-z](?:-?[a-z0-9])*';
/** Automated snapshots and those of AWS Backup have a prefix. */
const SNAPSHOT_NAME = `(?:[a-z]+:)?${NAME}`;
const SNAPSHOT_ARN = `arn:aws[a-z-]*:rds:([a-z0-9-]+):\\d{12}:(?:cluster-)?snapshot:${SNAPSHOT_NAME}`;
const SNAPSHOT = new RegExp(`^(?:${SNAPSHOT_ARN}|(?=.{1,255}$)${SNAPSHOT_NAME})$`, 'i');
const CLUSTER = new RegExp(`^(?=.{1,63}$)${NAME}$`, 'i');
const RESOURCE_ID = /^cluster-[A-Z0-9]{26}$/;

/** A snapshot, which must be where the cluster is to be. */
export function snapshotOf(scope: IConstruct, snapshot: string): RestoreSource {
  const allowed =
    "the name of a snapshot of a cluster, or the ARN of a snapshot ('arn:aws:rds:...:cluster-snapshot:...')";
  requireMatch(scope, 'restoreFrom', snapshot, SNAPSHOT, allowed);
  const [, region] = SNAPSHOT.exec(snapshot) ?? [];
  const { region: here } = Stack.of(scope);
  if (region && !Token.isUnresolved(here) && region !== here) {
    fail(
      scope,
      `\`restoreFrom\` must be a snapshot in the region of the stack, ${here}, got: '${snapshot}'. Copy it with ` +
        '`aws rds copy-db-cluster-snapshot`.',
    );
  }
  return { snapshotIdentifier: snapshot };
}

/** The backups of a cluster that is there. */
export function backupOfCluster(scope: IConstruct, identifier: string, time: Date | undefined): RestoreSource {
  const allowed =
    'the identifier of a cluster: a letter, then letters, digits and single hyphens, at most 63 characters';
  requireMatch(scope, 'restoreFrom', identifier, CLUSTER, allowed);
  if (RESOURCE_ID.test(identifier)) {
    fail(
      scope,
      `\`restoreFrom\` must be the identifier of a cluster, got: '${identifier}', which is a resource id. Use ` +
        'RestoreFrom.deletedCluster() for it.',
    );
  }
  return { sourceDbClusterIdentifier: identifier, ...asOf(scope, time) };
}

/** The backups of a cluster that is gone. */
export function backupOfDeletedCluster(scope: IConstruct, resourceId: string, time: Date | undefined): RestoreSource {
  const allowed =
    "the resource id of a cluster, 'cluster-' and 26 capital letters and digits, as `aws rds " +
    'describe-db-cluster-automated-backups` shows it';
  requireMatch(scope, 'restoreFrom', resourceId, RESOURCE_ID, allowed);
  return { sourceDbClusterResourceId: resourceId, ...asOf(scope, time) };
}

/** To CloudFormation another time is another cluster, so that one which moves with the clock is a mistake. */
function asOf(scope: IConstruct, time: Date | undefined): RestoreSource {
  if (!time) return { useLatestRestorableTime: true };
  const milliseconds = time.getTime();
  if (Number.isNaN(milliseconds) || milliseconds % 1000 !== 0) {
    const got = Number.isNaN(milliseconds) ? 'an invalid date' : time.toISOString();
    fail(
      scope,
      `The time of \`restoreFrom\` must be a whole second that stays the same, got: ${got}. Write it out, as ` +
        "new Date('2026-11-25T23:45:00Z').",
    );
  }
  return { restoreToTime: time.toISOString().replace('.000Z', 'Z') };
}

/**
 * Restores a cluster instead of creating an empty one. The admin keeps its name, which comes with the data, and gets the
 * password of this cluster: CloudFormation sets it once the data are there.
 */
export function restore(cluster: DatabaseCluster, source: RestoreSource): void {
  const resource = cluster.node.defaultChild as CfnDBCluster;
  resource.snapshotIdentifier = source.snapshotIdentifier;
  resource.sourceDbClusterIdentifier = source.sourceDbClusterIdentifier;
  resource.sourceDbClusterResourceId = source.sourceDbClusterResourceId;
  resource.restoreToTime = source.restoreToTime;
  resource.useLatestRestorableTime = source.useLatestRestorableTime;
  resource.masterUsername = undefined;
  // Whether a restored cluster is encrypted follows from this key alone; without one, from what is restored.
  resource.kmsKeyId ??= 'alias/aws/rds';
  if (resource.masterUserPassword !== undefined) acknowledge(cluster, RESTORED_ADMIN_HAS_A_NAME);
  if (source.sourceDbClusterIdentifier !== undefined) acknowledge(cluster, SET_AFTER_THE_RESTORE);
}
