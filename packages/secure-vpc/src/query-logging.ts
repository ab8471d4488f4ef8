import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { QueryLogTarget } from './private/query-log';

/**
 * Where the names go that the VPC's resolver is asked for: they show which hosts a workload tried to reach, also where
 * the connection never came about.
 * @see PCI DSS 4.0.1 requirement 10.2.1
 */
export class QueryLogging {
  /** To the bucket of the flow log, the given one or the VPC's own. */
  public static toFlowLogBucket(): QueryLogging {
    return new QueryLogging((bucket) => ({ bucket }));
  }

  /**
   * To a bucket. Its policy, and that of its customer-managed key, get the statements that the delivery needs; those of
   * an imported bucket or key can't be changed from here, which leaves a warning.
   * @param bucket Bucket for the log. One with the key `aws/s3` is an error, because the log would arrive unreadable.
   */
  public static toBucket(bucket: IBucket): QueryLogging {
    return new QueryLogging(() => ({ bucket }));
  }

  /**
   * To a log group, where queries can be searched and watched. A resource policy lets the delivery in. A name that
   * begins with `/aws/vendedlogs/` keeps clear of the size limit that AWS sets on these policies.
   * @param logGroup Log group for the log.
   */
  public static toLogGroup(logGroup: ILogGroup): QueryLogging {
    return new QueryLogging(() => ({ logGroup }));
  }

  private constructor(
    /** @internal */
    public readonly _target: (flowLogBucket: IBucket) => QueryLogTarget,
  ) {}
}
