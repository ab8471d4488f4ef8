import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Annotations, type RemovalPolicy, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AuditBucket } from './audit-bucket';
import { AuditPurpose } from './audit-purpose';
import { ComplianceLogGroup } from './compliance-log-group';
import { DataEvents } from './data-events';
import { warnOfGivenBucket } from './private/given-bucket';
import { warnOfGivenKey } from './private/given-key';
import { refuseAlias } from './private/key-alias';
import { allowKeyUse } from './private/key-use';
import { grantReadObjects } from './private/object-grants';
import { ownKey } from './private/own-key';
import { removalPolicyOf } from './private/removal-policy';
import { trailAlarms } from './private/trail-alarms';
import { allowTrailDelivery, trailUse } from './private/trail-delivery';
import { checkTrailRegions } from './private/trail-regions';
import { trailDelivery } from './private/trail-role';
import type { TrailAlarmThresholds } from './trail-alarm-thresholds';

/** Properties of an audit trail. */
export interface AuditTrailProps {
  /**
   * Bucket for the log files, in any region: an `AuditBucket` with `AuditPurpose.trail()` for Object Lock, another
   * lifecycle or access logs elsewhere. It gets the statements that CloudTrail needs; an imported bucket can't, which
   * leaves a warning. One that protects the logs less than the default leaves a warning too.
   * @default - an audit bucket of the trail's own, and one for its server access logs
   * @see PCI DSS 4.0.1 requirement 10.3.3
   */
  readonly bucket?: IBucket;

  /**
   * Customer-managed key, in the region of the bucket, for the log files and for the bucket and log group of the
   * trail's own. Anything else, such as an alias, is an error: a bucket in another region takes a key from there, and then a
   * `logGroup`, for CloudWatch Logs takes no key from there. Its policy gets a statement each for CloudTrail and CloudWatch
   * Logs; the policy of an imported key can't be changed from here, which leaves a warning. One of this app that is not rotated
   * leaves the warning `@org/compliance-logging:key-without-rotation`.
   * @default - a key of the trail's own, rotated every year
   * @see PCI DSS 4.0.1 requirement 10.3.2
   */
  readonly encryptionKey?: IKey;

  /**
   * Log group that the events reach within minutes, for metric filters and alarms. One outside the region of the trail is an
   * error.
   * @default - a compliance log group of the trail's own, which keeps twelve months
   * @see PCI DSS 4.0.1 requirement 10.4.1.1
   */
  readonly logGroup?: ILogGroup;

  /**
   * Which S3 objects and Lambda functions have their use recorded. None leaves a warning.
   * @default DataEvents.all()
   * @see PCI DSS 4.0.1 requirement 10.2.1.1
   */
  readonly dataEvents?: DataEvents;

  /**
   * What happens to the buckets, the log group and the key of the trail's own when they leave the stack. `DESTROY`
   * deletes them with all that they hold. What you gave stays untouched.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Records who did what in this account: all regions and global services, reads and writes, object and function access,
 * in files that are signed, encrypted, and delivered to a bucket and a log group. None of that can be turned off.
 * @see PCI DSS 4.0.1 requirements 10.2.1, 10.3.2 and 10.3.4
 */
export class AuditTrail extends Construct {
  /** The trail. CDK's L2 is not used: its bucket statements let trails of any account write. */
  public readonly trail: CfnTrail;

  /** The bucket of the log files: the given one or the trail's own. */
  public readonly bucket: IBucket;

  /** The log group of the events: the given one or the trail's own. */
  public readonly logGroup: ILogGroup;

  /** The key of the log files: the given one or the trail's own. */
  public readonly encryptionKey: IKey;

  constructor(scope: Construct, id: string, props: AuditTrailProps = {}) {
    super(scope, id);
    refuseAlias(this, 'encryptionKey', props.encryptionKey);
    checkTrailRegions(this, props);
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    const dataEvents = props.dataEvents ?? DataEvents.all();
    this.encryptionKey = props.encryptionKey ?? ownKey(this, 'Key', 'Encrypts the log files of a trail', removalPolicy);
    const audit: [IBucket, ...IBucket[]] = props.bucket ? this.prepare(props.bucket) : this.ownBuckets(removalPolicy);
    this.bucket = audit[0];
    this.logGroup = props.logGroup ?? this.ownLogGroup(removalPolicy);
    warnOfGivenKey(this, props.encryptionKey, '@org/compliance-logging:key-without-rotation');
    const { role, policy } = trailDelivery(this, this.logGroup);
    if (dataEvents._none) this.warnOfNoDataEvents();

    this.trail = new CfnTrail(this, 'Trail', {
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: this.encryptionKey.keyArn,
      s3BucketName: this.bucket.bucketName,
      cloudWatchLogsLogGroupArn: this.logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      advancedEventSelectors: [
        { name: 'Management events', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] },
        ...dataEvents._selectors(this, audit),
      ],
    });
    // Created after what it writes to, and deleted before: no file arrives in a bucket that is being emptied.
    this.trail.node.addDependency(this.bucket, this.logGroup, policy);
  }

  /**
   * Adds alarms for people on what the trail records: the root user, sign-ins without a second factor or in vain, refused
   * calls; trails, detectors, flow logs and keys that are stopped or deleted; and changes to logs, permissions, bucket
   * access and the network that no CloudFormation deployment made. They read the log group, so each account needs them once.
   * They have no action yet: add the list to an `AlarmSet`.
   * @param thresholds how many failures are too many.
   * @throws if called twice, or a threshold is out of range.
   * @see PCI DSS 4.0.1 requirements 10.4.1.1 and 10.7.2
   */
  public addAlarms(thresholds: TrailAlarmThresholds = {}): Alarm[] {
    return trailAlarms(this, this.logGroup, thresholds);
  }

  /**
   * Lets a role read the log files, and decrypt them through Amazon S3. Each action is named.
   * @param grantee who may, for example the role of those who look into incidents.
   * @see PCI DSS 4.0.1 requirement 10.3.1
   */
  public grantRead(grantee: IGrantable): Grant {
    return grantReadObjects({ bucket: this.bucket, key: this.encryptionKey }, grantee);
  }

  private ownBuckets(removalPolicy: RemovalPolicy): [IBucket, IBucket] {
    const accessLogs = new AuditBucket(this, 'AccessLogs', { purpose: AuditPurpose.serverAccessLogs(), removalPolicy });
    const { bucket } = new AuditBucket(this, 'Bucket', {
      purpose: AuditPurpose.trail(),
      encryptionKey: this.encryptionKey,
      serverAccessLogsBucket: accessLogs.bucket,
      removalPolicy,
    });
    return [bucket, accessLogs.bucket];
  }

  private ownLogGroup(removalPolicy: RemovalPolicy): ILogGroup {
    const { encryptionKey } = this;
    return new ComplianceLogGroup(this, 'LogGroup', { encryptionKey, removalPolicy }).logGroup;
  }

  /** A bucket of the trail's own brings these statements with its purpose. */
  private prepare(bucket: IBucket): [IBucket, ...IBucket[]] {
    allowKeyUse(this, this.encryptionKey, [trailUse(this)]);
    if (!allowTrailDelivery(this, bucket)) {
      Annotations.of(this).addWarningV2(
        '@org/compliance-logging:imported-trail-bucket',
        'The policy of the imported `bucket` cannot be changed from this app, and PCI DSS 4.0.1 requirement 10.2.1 needs ' +
          'the log files to arrive. Allow s3:GetBucketAcl and s3:PutObject to cloudtrail.amazonaws.com there.',
      );
    }
    warnOfGivenBucket(this, bucket, '@org/compliance-logging:weak-trail-bucket', 'bucket');
    const name = accessLogBucketName(bucket);
    return name === undefined ? [bucket] : [bucket, Bucket.fromBucketName(this, 'AccessLogsOfBucket', name)];
  }

  private warnOfNoDataEvents(): void {
    Annotations.of(this).addWarningV2(
      '@org/compliance-logging:no-data-events',
      'The trail records no access to S3 objects and Lambda functions, and PCI DSS 4.0.1 requirement 10.2.1.1 asks for ' +
        'all individual access to cardholder data. Use DataEvents.all() or DataEvents.only().',
    );
  }
}

/** Where a bucket of this app writes its server access logs: each file of the trail writes one, which must not be an event. */
function accessLogBucketName(bucket: IBucket): string | undefined {
  const resource = bucket.node.defaultChild;
  if (!CfnBucket.isCfnBucket(resource)) return undefined;
  const { loggingConfiguration: logging } = resource;
  return Token.isUnresolved(logging)
    ? undefined
    : (logging as CfnBucket.LoggingConfigurationProperty | undefined)?.destinationBucketName;
}
