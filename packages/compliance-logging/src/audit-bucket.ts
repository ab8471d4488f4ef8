import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket, type ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Annotations, Duration, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AuditPurpose } from './audit-purpose';
import { writeAccessLogs } from './private/access-logs';
import { acknowledge } from './private/acknowledgements';
import { auditBucketProps } from './private/audit-bucket-props';
import { REPLICATION_IS_THE_ACCOUNTS_CHOICE } from './private/bucket-replication';
import { requireUnit } from './private/duration-unit';
import { warnOfGivenKey } from './private/given-key';
import { refuseAlias } from './private/key-alias';
import {
  type GrantedObjects,
  grantReadObjects,
  grantReadWriteObjects,
  grantWriteObjects,
} from './private/object-grants';
import { checkObjectLock } from './private/object-lock';
import { requireObjects } from './private/objects';
import { removalPolicyOf } from './private/removal-policy';
import { TWELVE_MONTHS_IN_DAYS } from './private/twelve-months';
import { fail, requireInteger, requireMatch } from './private/validation';

/** Properties of an audit bucket. */
export interface AuditBucketProps {
  /** What the bucket is for: decides which AWS service may write to it and which encryption is possible. */
  readonly purpose: AuditPurpose;

  /**
   * Customer-managed key for the objects. Its policy gets the statement that log delivery needs; the policy of an
   * imported key can't be changed from here, which leaves a warning. Errors: any key for load balancer logs and server
   * access logs, which allow none; an alias.
   * One of this app that is not rotated leaves the warning `@org/compliance-logging:key-without-rotation`.
   * @default - SSE-S3, encrypted with keys that Amazon S3 owns
   * @see PCI DSS 4.0.1 requirement 3.5.1
   */
  readonly encryptionKey?: IKey;

  /**
   * Age, in whole days, at which objects and their older versions move to Glacier Flexible Retrieval. Reading them
   * again takes a restore of minutes to hours. Amazon S3 leaves objects below 128 KB where they are. Must be shorter
   * than `expireAfter`.
   * @default - 90 days for logs and backups, or no archive if objects expire by then; never for data
   */
  readonly archiveAfter?: Duration;

  /**
   * Age, in whole days, at which objects expire. What is overwritten, deleted or expired stays as an older version for
   * as long again, a year at most. Below 365 days a bucket for logs leaves a warning.
   * @default - objects are kept forever
   * @see PCI DSS 4.0.1 requirement 10.5.1
   */
  readonly expireAfter?: Duration;

  /**
   * How long nobody can delete or overwrite an object once it is written. In governance mode a principal with
   * `s3:BypassGovernanceRetention` still can; in compliance mode nobody, AWS included, and not earlier. The time must be
   * known at synthesis. Errors: with `RemovalPolicy.DESTROY`, which could not delete the objects; with an `expireAfter`
   * before the lock ends; for server access logs, which AWS does not deliver to such a bucket.
   * @default - no lock; older versions are kept all the same
   * @see PCI DSS 4.0.1 requirements 10.3.2 and 10.3.4
   */
  readonly objectLock?: ObjectLockRetention;

  /**
   * Bucket for the server access logs of this one. It must use SSE-S3 and no Object Lock, as one with
   * `AuditPurpose.serverAccessLogs()` does, in the same region and account; anything else is an error. It gets the statement
   * that the delivery needs; an imported bucket can't, which leaves a warning.
   * @default - no server access logs
   * @see PCI DSS 4.0.1 requirement 10.2.1
   */
  readonly serverAccessLogsBucket?: IBucket;

  /**
   * What happens to the bucket when it leaves the stack. `DESTROY` also empties it, with all versions.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A bucket that holds what an auditor asks for: never public, TLS 1.2 or newer only, encrypted, versioned, owned by this
 * account alone, archived after 90 days unless it holds data, open to exactly the AWS service that its purpose names.
 *
 * On deletion a bucket must be emptied after its writers have stopped. `flowLog.node.addDependency(auditBucket)` sees to
 * it: CloudFormation then deletes the writer first.
 * @see PCI DSS 4.0.1 requirement 10.3
 */
export class AuditBucket extends Construct {
  /** The bucket, with its policy. */
  public readonly bucket: Bucket;

  private readonly purpose: AuditPurpose;

  constructor(scope: Construct, id: string, props: AuditBucketProps) {
    super(scope, id);
    requireObjects(this, props, ['purpose']);
    this.purpose = props.purpose;
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    const archiveAfter = props.archiveAfter ?? defaultArchiveAfter(props);

    refuseAlias(this, 'encryptionKey', props.encryptionKey);
    props.purpose._checkKey(this, props.encryptionKey);
    props.purpose._checkObjectLock(this, props.objectLock);
    this.checkLifecycle(archiveAfter, props.expireAfter);
    checkObjectLock(this, props.objectLock, { removalPolicy, expireAfter: props.expireAfter });
    this.warnIfForgetful(props.purpose, props.expireAfter);
    warnOfGivenKey(this, props.encryptionKey, '@org/compliance-logging:key-without-rotation');

    const { encryptionKey, expireAfter } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      ...auditBucketProps({ encryptionKey, removalPolicy, archiveAfter, expireAfter }),
      objectLockDefaultRetention: props.objectLock,
    });
    // Says to those that the bucket is given to that what it lacks has a warning here (ADR 88).
    this.bucket.node.defaultChild?.node.addMetadata('warns-itself', true);
    acknowledge(this.bucket, REPLICATION_IS_THE_ACCOUNTS_CHOICE);
    for (const acknowledgement of props.purpose._acknowledgements) acknowledge(this.bucket, acknowledgement);
    props.purpose._allowDelivery(this, this.bucket, props.encryptionKey);
    if (props.serverAccessLogsBucket) writeAccessLogs(this, this.bucket, props.serverAccessLogsBucket);
  }

  /**
   * Lets a role read objects, older versions of them, and the list of both, and decrypt them through Amazon S3. Each action
   * is named: `bucket.grantRead()` would grant wildcards.
   * @param grantee who may.
   * @param prefix folder in the bucket, without a slash at its beginning and end, such as `receipts`; anything else is an
   * error. Default: all objects.
   * @see PCI DSS 4.0.1 requirements 7.2.5 and 10.3.1
   */
  public grantRead(grantee: IGrantable, prefix?: string): Grant {
    const objects = prefix === undefined ? this.allObjects() : this.objectsBelow(prefix);
    return grantReadObjects(objects, grantee);
  }

  /**
   * Lets a role write objects below a prefix, and encrypt them through Amazon S3. It cannot read or delete what is there; an
   * object that it overwrites stays as an older version. Errors: for a bucket of audit logs, which nobody but the AWS
   * service of its purpose may write to; for a prefix with wildcards or outer slashes.
   * @param grantee who may.
   * @param prefix folder in the bucket, without a slash at its beginning and end, such as `exports`.
   * @see PCI DSS 4.0.1 requirements 7.2.5 and 10.3.2
   */
  public grantWrite(grantee: IGrantable, prefix: string): Grant {
    this.requireWritable('grantWrite');
    return grantWriteObjects(this.objectsBelow(prefix), grantee);
  }

  /**
   * Lets a role read and write objects below a prefix: `s3:GetObject` and `s3:PutObject` there, and nothing else but the
   * use of the bucket's key through Amazon S3. Roles cannot list, delete, or reach older versions. Errors: for a bucket of
   * audit logs, which nobody but the AWS service of its purpose may write to; for a prefix with wildcards or outer slashes.
   * @param grantee who may.
   * @param prefix folder in the bucket, without a slash at its beginning and end, such as `receipts`.
   * @see PCI DSS 4.0.1 requirements 7.2.2 and 10.3.2
   */
  public grantReadWrite(grantee: IGrantable, prefix: string): Grant {
    this.requireWritable('grantReadWrite');
    return grantReadWriteObjects(this.objectsBelow(prefix), grantee);
  }

  private requireWritable(method: string): void {
    const { _auditLogs: auditLogs, _holds: holds } = this.purpose;
    if (!auditLogs) return;
    fail(
      this,
      `${method}() must be called on a bucket for data or backups, got: one for ${holds}, to which no role may ` +
        'write. Use an AuditBucket with AuditPurpose.data().',
    );
  }

  private allObjects(): GrantedObjects {
    return { bucket: this.bucket, key: this.bucket.encryptionKey };
  }

  private objectsBelow(prefix: string): GrantedObjects {
    // Amazon S3 would take parentheses too, which CDK cannot read in the id of a finding that is acknowledged.
    const segment = "[\\w!\\-.']+";
    const allowed = "a path of letters, digits and !-_.' without a slash at its beginning and end, such as 'receipts'";
    requireMatch(this, 'prefix', prefix, new RegExp(`^${segment}(/${segment})*$`), allowed);
    return { ...this.allObjects(), prefix };
  }

  private checkLifecycle(archiveAfter: Duration | undefined, expireAfter: Duration | undefined): void {
    const archiveDays = this.wholeDays('archiveAfter', archiveAfter);
    const expireDays = this.wholeDays('expireAfter', expireAfter);
    if (archiveDays === undefined || expireDays === undefined || expireDays > archiveDays) return;
    fail(
      this,
      `\`expireAfter\` must be longer than \`archiveAfter\` (${archiveDays} days), got: ${expireDays} days. ` +
        'Let objects expire later or archive them earlier.',
    );
  }

  /** Days, or undefined where they are not given or known only at deployment. */
  private wholeDays(prop: string, duration: Duration | undefined): number | undefined {
    requireUnit(this, prop, duration, 'days');
    if (!duration || duration.isUnresolved()) return undefined;
    const days = duration.toDays({ integral: false });
    requireInteger(this, prop, days, { min: 1, max: 36_500, unit: 'days' });
    return days;
  }

  private warnIfForgetful(purpose: AuditPurpose, expireAfter: Duration | undefined): void {
    if (!purpose._auditLogs || !expireAfter || expireAfter.isUnresolved()) return;
    if (expireAfter.toDays() >= TWELVE_MONTHS_IN_DAYS) return;
    Annotations.of(this).addWarningV2(
      '@org/compliance-logging:expires-before-twelve-months',
      `The ${purpose._holds} expire after ${expireAfter.toDays()} days, and PCI DSS 4.0.1 requirement 10.5.1 asks for ` +
        `twelve months. Use an \`expireAfter\` of at least ${TWELVE_MONTHS_IN_DAYS} days, or leave it out.`,
    );
  }
}

/** What expires by then anyway is not worth a transition, and an application cannot read what is archived. */
function defaultArchiveAfter({ expireAfter, purpose }: AuditBucketProps): Duration | undefined {
  if (purpose._readAtAnyAge) return undefined;
  const archiveAfter = Duration.days(90);
  if (!expireAfter || expireAfter.isUnresolved()) return archiveAfter;
  return expireAfter.toDays({ integral: false }) > archiveAfter.toDays() ? archiveAfter : undefined;
}
