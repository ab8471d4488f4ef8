import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { accountsOf, type LogSources } from './log-sources';
import type { Acknowledgement } from './private/acknowledge';
import { LOGS_CANNOT_LOG_THEMSELVES, WRITER_KNOWS_NO_CUSTOMER_KEYS } from './private/acknowledgements';
import { allowFlowLogDelivery } from './private/flow-log-delivery';
import { allowKeyUse, logDeliveryUse } from './private/key-use';
import { allowLoadBalancerLogDelivery } from './private/load-balancer-log-delivery';
import { lockText } from './private/object-lock';
import { allowTrailDelivery, trailUse } from './private/trail-delivery';
import { fail } from './private/validation';

interface PurposeRules {
  /** What the bucket holds, in a plural that fits into a message. */
  readonly holds: string;
  /** Whether PCI DSS counts the objects as audit log history. */
  readonly auditLogs: boolean;
  /** Whether an application reads the objects at any age, which it could not once they are archived. */
  readonly readAtAnyAge?: boolean;
  /** Who writes with SSE-S3 only, so that a customer key would stop the delivery. */
  readonly writerWithoutKeys?: string;
  /** Who writes only where objects can be deleted, so that Object Lock would stop the delivery. */
  readonly writerWithoutLocks?: string;
  /** Rules that the purpose leaves no way to pass. */
  readonly acknowledgements?: Acknowledgement[];
  readonly allowDelivery?: (scope: IConstruct, bucket: Bucket) => void;
  readonly allowKeyUse?: (scope: IConstruct, key: IKey) => void;
}

/**
 * What an audit bucket is for. It decides which AWS service may write to it, whether a customer-managed key is
 * possible, and whether its objects are audit logs that must be kept for twelve months.
 */
export class AuditPurpose {
  /**
   * VPC flow logs. Log delivery may write below `AWSLogs/`, in this region and in the name of this account unless you name
   * others; a flow log with a prefix of its own is not delivered. A customer-managed key is possible.
   * @param sources whose logs arrive.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
   */
  public static flowLogs(sources: LogSources = {}): AuditPurpose {
    return new AuditPurpose({
      holds: 'flow logs',
      auditLogs: true,
      allowDelivery: (scope, bucket) => allowFlowLogDelivery(scope, bucket, accountsOf(scope, sources)),
      allowKeyUse: (scope, key) => allowKeyUse(scope, key, [logDeliveryUse(scope, accountsOf(scope, sources))]),
    });
  }

  /**
   * Access, connection and health-check logs of load balancers of this region, and of this account unless you name others.
   * AWS delivers them to buckets with SSE-S3 only.
   * @param sources whose logs arrive.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  public static loadBalancerLogs(sources: LogSources = {}): AuditPurpose {
    return new AuditPurpose({
      holds: 'load balancer logs',
      auditLogs: true,
      writerWithoutKeys: 'Elastic Load Balancing',
      acknowledgements: [WRITER_KNOWS_NO_CUSTOMER_KEYS],
      allowDelivery: (scope, bucket) => allowLoadBalancerLogDelivery(scope, bucket, accountsOf(scope, sources)),
    });
  }

  /**
   * Server access logs of other buckets, which name this one as their `serverAccessLogsBucket`. AWS delivers them to
   * buckets with SSE-S3 and without Object Lock only.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   */
  public static serverAccessLogs(): AuditPurpose {
    return new AuditPurpose({
      holds: 'server access logs',
      auditLogs: true,
      writerWithoutKeys: 'Amazon S3',
      writerWithoutLocks: 'Amazon S3',
      acknowledgements: [WRITER_KNOWS_NO_CUSTOMER_KEYS, LOGS_CANNOT_LOG_THEMSELVES],
    });
  }

  /**
   * Log files of CloudTrail. Trails of this account may write, or those of the accounts that you name, from any region; a
   * customer-managed key is possible. An organization trail writes below the id of the organization, which stays closed.
   * @param sources whose logs arrive.
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
   */
  public static trail(sources: LogSources = {}): AuditPurpose {
    return new AuditPurpose({
      holds: 'trail logs',
      auditLogs: true,
      allowDelivery: (scope, bucket) => void allowTrailDelivery(scope, bucket, accountsOf(scope, sources)),
      allowKeyUse: (scope, key) => allowKeyUse(scope, key, [trailUse(scope, accountsOf(scope, sources))]),
    });
  }

  /** Backups and exports, written by roles that you grant access to. No AWS service is let in. */
  public static backups(): AuditPurpose {
    return new AuditPurpose({ holds: 'backups', auditLogs: false });
  }

  /**
   * Data of an application, written by roles that you grant access to. No AWS service is let in. It stays readable: only an
   * `archiveAfter` that you name archives it.
   */
  public static data(): AuditPurpose {
    return new AuditPurpose({ holds: 'data', auditLogs: false, readAtAnyAge: true });
  }

  private constructor(private readonly rules: PurposeRules) {}

  /** @internal */
  public get _holds(): string {
    return this.rules.holds;
  }

  /** @internal */
  public get _auditLogs(): boolean {
    return this.rules.auditLogs;
  }

  /** @internal */
  public get _readAtAnyAge(): boolean {
    return this.rules.readAtAnyAge ?? false;
  }

  /** @internal */
  public get _acknowledgements(): Acknowledgement[] {
    return this.rules.acknowledgements ?? [];
  }

  /**
   * Refuses a key that would stop the delivery.
   * @internal
   */
  public _checkKey(scope: IConstruct, key: IKey | undefined): void {
    const { holds, writerWithoutKeys } = this.rules;
    if (!key || !writerWithoutKeys) return;
    fail(
      scope,
      `\`encryptionKey\` must be left out for ${holds}, got: a customer-managed key. ${writerWithoutKeys} delivers to ` +
        'buckets with SSE-S3 only, which this bucket uses without a key.',
    );
  }

  /**
   * Refuses a lock that would stop the delivery.
   * @internal
   */
  public _checkObjectLock(scope: IConstruct, lock: ObjectLockRetention | undefined): void {
    const { holds, writerWithoutLocks } = this.rules;
    if (!lock || !writerWithoutLocks) return;
    fail(
      scope,
      `\`objectLock\` must be left out for ${holds}, got: ${lockText(lock)}. ${writerWithoutLocks} delivers none to a ` +
        'bucket with Object Lock; lock the bucket of the trail, which records who deletes them.',
    );
  }

  /**
   * Lets the services of this purpose write to the bucket and use its key.
   * @internal
   */
  public _allowDelivery(scope: IConstruct, bucket: Bucket, key: IKey | undefined): void {
    this.rules.allowDelivery?.(scope, bucket);
    if (key) this.rules.allowKeyUse?.(scope, key);
  }
}
