import { DataIdentifier, DataProtectionPolicy, type ILogGroup } from 'aws-cdk-lib/aws-logs';

/** What happens to findings. */
export interface DataMaskingOptions {
  /**
   * Log group that gets a report of each event with a finding: which log group, which kind of data, where in the event,
   * but not the data itself. It must be another log group of the same account and region, of the class Standard.
   * @default - no reports; findings are counted all the same
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-audit-findings.html
   */
  readonly auditDestination?: ILogGroup;
}

/** What CloudWatch Logs masks in a log group as the events arrive. */
export class DataMasking {
  /**
   * Masks card numbers, security codes and expiry dates, AWS secret keys and private keys, and counts what it finds in
   * the metric `LogEventsWithFindings` (PCI DSS 4.0.1 requirements 3.3.1 and 3.4.1). Only a principal with `logs:Unmask`
   * reads the original.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-managed-data-identifiers.html
   */
  public static cardNumbersAndCredentials(options: DataMaskingOptions = {}): DataMasking {
    const identifiers = [
      DataIdentifier.CREDITCARDNUMBER,
      DataIdentifier.CREDITCARDSECURITYCODE,
      DataIdentifier.CREDITCARDEXPIRATION,
      DataIdentifier.AWSSECRETKEY,
      DataIdentifier.OPENSSHPRIVATEKEY,
      DataIdentifier.PGPPRIVATEKEY,
      DataIdentifier.PKCSPRIVATEKEY,
      DataIdentifier.PUTTYPRIVATEKEY,
    ];
    return new DataMasking(identifiers, options.auditDestination);
  }

  /** Masks nothing, which leaves a warning on the log group. */
  public static none(): DataMasking {
    return new DataMasking([]);
  }

  private constructor(
    private readonly identifiers: DataIdentifier[],
    private readonly auditDestination?: ILogGroup,
  ) {}

  /**
   * The policy of a log group, or undefined if nothing is masked.
   * @internal
   */
  public _policy(): DataProtectionPolicy | undefined {
    if (this.identifiers.length === 0) return undefined;
    return new DataProtectionPolicy({
      identifiers: this.identifiers,
      logGroupAuditDestination: this.auditDestination,
    });
  }
}
