import type { IConstruct } from 'constructs';
import { backupOfCluster, backupOfDeletedCluster, type RestoreSource, snapshotOf } from './private/restore-source';

/**
 * Where the data of a cluster come from, once, when it is created. The value belongs to the cluster for good: for
 * CloudFormation another value, or none, is another cluster, and the deployment is refused.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html
 * @see PCI DSS 4.0.1 requirement 12.10.1
 */
export class RestoreFrom {
  /**
   * A snapshot in the region of the stack, such as the final one that `RemovalPolicy.SNAPSHOT` leaves.
   * @param snapshot name or ARN of the snapshot of a cluster, or ARN of the snapshot of a database instance, which Amazon
   * RDS migrates to Aurora
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-restore-snapshot.html
   */
  public static snapshot(snapshot: string): RestoreFrom {
    return new RestoreFrom((scope) => snapshotOf(scope, snapshot));
  }

  /**
   * The continuous backups of a cluster that is there.
   * @param clusterIdentifier its identifier; as text if the cluster is to leave the app one day, because the value stays
   * @param time a whole second within its backup retention, such as `new Date('2026-11-25T23:45:00Z')`. Default: the
   * latest that there is when the new cluster is created.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
   */
  public static cluster(clusterIdentifier: string, time?: Date): RestoreFrom {
    return new RestoreFrom((scope) => backupOfCluster(scope, clusterIdentifier, time));
  }

  /**
   * The automated backups of a cluster that is gone. They stay for its backup retention, unless it was removed with
   * `RemovalPolicy.DESTROY`.
   * @param resourceId its resource id: `cluster-` and 26 capital letters and digits
   * @param time a whole second within its backup retention. Default: the latest that there is.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr-retained.html
   */
  public static deletedCluster(resourceId: string, time?: Date): RestoreFrom {
    return new RestoreFrom((scope) => backupOfDeletedCluster(scope, resourceId, time));
  }

  private constructor(private readonly source: (scope: IConstruct) => RestoreSource) {}

  /** @internal */
  public _bind(scope: IConstruct): RestoreSource {
    return this.source(scope);
  }
}
