import { type CustomDataIdentifier, DataIdentifier, DataProtectionPolicy, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { fail, requireMatch } from './private/validation';

/** CloudWatch Logs' limit for a log group. */
const MOST_OF_YOUR_OWN = 10;

/** What else is masked, and what happens to findings. */
export interface DataMaskingOptions {
  /**
   * Log group that gets a report of each event with a finding: which log group, which kind of data, where in the event,
   * but not the data itself. It must be another log group of the same account and region, of the class Standard.
   * @default - no reports; findings are counted all the same
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data-audit-findings.html
   */
  readonly auditDestination?: ILogGroup;

  /**
   * Further kinds of data to mask: those that AWS knows, such as `DataIdentifier.BANKACCOUNTNUMBER_DE`, or a
   * `CustomDataIdentifier` with an expression of yours. Ten of yours at the most, with names of 1 to 128 letters, digits and
   * `_-` and expressions of 1 to 200 characters; anything else is an error.
   * @default - card data and credentials only
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-custom-data-identifiers.html
   */
  readonly additionalIdentifiers?: DataIdentifier[];
}

/** What CloudWatch Logs masks in a log group as the events arrive. */
export class DataMasking {
  /**
   * Masks card numbers, security codes and expiry dates, AWS secret keys and private keys, and counts what it finds in
   * the metric `LogEventsWithFindings` (PCI DSS 4.0.1 requirements 3.3.1 and 3.4.1). Only a principal with `logs:Unmask`
   * reads the original.
   * @param options what else is masked, and where findings are reported.
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
    return new DataMasking([...identifiers, ...(options.additionalIdentifiers ?? [])], options.auditDestination);
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
   * The policy of a log group, checked, or undefined if nothing is masked.
   * @internal
   */
  public _policy(scope: IConstruct): DataProtectionPolicy | undefined {
    if (this.identifiers.length === 0) return undefined;
    checkIdentifiers(scope, this.identifiers);
    return new DataProtectionPolicy({
      identifiers: this.identifiers,
      logGroupAuditDestination: this.auditDestination,
    });
  }
}

/** What CloudWatch Logs would refuse at deployment. */
function checkIdentifiers(scope: IConstruct, identifiers: DataIdentifier[]): void {
  const own = identifiers.filter(isOwn);
  if (own.length > MOST_OF_YOUR_OWN) {
    fail(
      scope,
      `\`masking\` must have at most ${MOST_OF_YOUR_OWN} identifiers of your own, which is what CloudWatch Logs takes, got: ` +
        `${own.length}. Combine expressions with '|'.`,
    );
  }
  for (const { name, regex } of own) {
    const named = 'by identifiers whose names have 1 to 128 letters, digits and _-';
    requireMatch(scope, 'masking', name, /^[\w-]{1,128}$/, named);
    const expressed = 'by expressions of 1 to 200 letters, digits, spaces and _#=@/;,-^$?[]{}|\\*+.';
    requireMatch(scope, 'masking', regex, /^[\w#=@/;, ^$?[\]{}|\\*+.-]{1,200}$/, expressed);
  }
  const names = identifiers.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice === undefined) return;
  fail(scope, `\`masking\` must name each identifier once, got: '${twice}' a second time. Remove one of the two.`);
}

function isOwn(identifier: DataIdentifier): identifier is CustomDataIdentifier {
  return 'regex' in identifier;
}
