import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type DataProtectionPolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DataMasking } from './data-masking';
import { warnOfGivenKey } from './private/given-key';
import { refuseAlias } from './private/key-alias';
import { allowKeyUse, cloudWatchLogsUse } from './private/key-use';
import { logRetention } from './private/log-retention';
import { removalPolicyOf } from './private/removal-policy';
import { requireMatch } from './private/validation';

/** Properties of a log group. */
export interface ComplianceLogGroupProps {
  /**
   * How long events are kept. CloudWatch Logs offers 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
   * 1096, 1827, 2192, 2557, 2922, 3288 and 3653 days; anything else is an error that names the next longer one, and so is
   * a value known only at deployment. Below 365 days leaves a warning. Seven years are 2557 days.
   * @default Duration.days(365)
   * @see PCI DSS 4.0.1 requirement 10.5.1
   */
  readonly retention?: Duration;

  /**
   * Customer-managed key for the events. Its policy gets a statement for CloudWatch Logs, limited to log groups of this
   * account and region; the policy of an imported key can't be changed from here, which leaves a warning. An alias is an error.
   * One of this app that is not rotated leaves the warning `@org/compliance-logging:key-without-rotation`.
   * @default - encrypted with a key that CloudWatch Logs owns
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey?: IKey;

  /**
   * Name of the log group, for a service that demands one: 1 to 512 letters, digits and `_ - / . #`. Changing it
   * replaces the log group.
   * @default - a name that CloudFormation generates
   */
  readonly logGroupName?: string;

  /**
   * What CloudWatch Logs masks as the events arrive. Turning it off leaves a warning.
   * @default DataMasking.cardNumbersAndCredentials()
   * @see PCI DSS 4.0.1 requirement 3.4.1
   */
  readonly masking?: DataMasking;

  /**
   * What happens to the log group when it leaves the stack. `RETAIN` also turns deletion protection on, so that nobody
   * deletes the events by hand either. `RETAIN_ON_UPDATE_OR_DELETE` does not: CloudFormation could then not delete the log
   * group of a creation that fails, which is all that this value is for.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A log group that keeps twelve months, masks card numbers and credentials, and is protected from deletion.
 * @see PCI DSS 4.0.1 requirements 3.4.1, 10.3.2 and 10.5.1
 */
export class ComplianceLogGroup extends Construct {
  /** CDK's log group: to hand on as an `ILogGroup`, and for properties that have no prop here. */
  public readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ComplianceLogGroupProps = {}) {
    super(scope, id);
    refuseAlias(this, 'encryptionKey', props.encryptionKey);
    const retention = logRetention(this, props.retention, {
      prop: 'retention',
      id: '@org/compliance-logging:retention-below-twelve-months',
      what: 'The log events',
      exported: 'the events to an AuditBucket',
    });
    const removalPolicy = removalPolicyOf(this, props.removalPolicy);
    const masking = props.masking ?? DataMasking.cardNumbersAndCredentials();
    if (props.logGroupName !== undefined) {
      requireMatch(
        this,
        'logGroupName',
        props.logGroupName,
        /^(?!aws\/)[\w\-/.#]{1,512}$/,
        "1 to 512 letters, digits and '_-/.#' that do not begin with 'aws/'",
      );
    }

    if (props.encryptionKey) allowKeyUse(this, props.encryptionKey, [cloudWatchLogsUse(this)]);
    warnOfGivenKey(this, props.encryptionKey, '@org/compliance-logging:key-without-rotation');
    this.logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: props.logGroupName,
      retention,
      encryptionKey: props.encryptionKey,
      dataProtectionPolicy: this.maskingPolicy(masking),
      removalPolicy,
      deletionProtectionEnabled: removalPolicy === RemovalPolicy.RETAIN ? true : undefined,
    });
    // Says to those that the log group is given to that what it lacks has a warning here (ADR 88).
    this.logGroup.node.defaultChild?.node.addMetadata('warns-itself', true);
  }

  /**
   * How many events arrive, as the sum of five minutes unless `options` say otherwise. Of a log group that gets the
   * reports of masking, any is worth an alarm. CDK's `logGroup.metricIncomingLogEvents()` names a metric that does not
   * exist, in no log group.
   * @param options another statistic, period or label.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
   */
  public metricIncomingLogEvents(options: MetricOptions = {}): Metric {
    return new Metric({
      namespace: 'AWS/Logs',
      metricName: 'IncomingLogEvents',
      dimensionsMap: { LogGroupName: this.logGroup.logGroupName },
      statistic: 'Sum',
    })
      .with(options)
      .attachTo(this);
  }

  private maskingPolicy(masking: DataMasking): DataProtectionPolicy | undefined {
    const policy = masking._policy(this);
    if (!policy) {
      Annotations.of(this).addWarningV2(
        '@org/compliance-logging:no-masking',
        'Nothing masks card numbers in this log group, and PCI DSS 4.0.1 requirement 3.4.1 allows them to be displayed ' +
          'masked only. Use DataMasking.cardNumbersAndCredentials(), or show that no event can hold them.',
      );
    }
    return policy;
  }
}
