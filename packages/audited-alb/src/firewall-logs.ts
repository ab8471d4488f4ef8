import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { createFirewallLogGroup } from './private/firewall-log-group';

/** How AWS WAF's logs are kept. */
export interface FirewallLogsOptions {
  /**
   * How long entries are kept: a retention that CloudWatch Logs offers. Below 365 days leaves a warning.
   * @default Duration.days(365)
   * @see PCI DSS 4.0.1 requirement 10.5.1
   */
  readonly retention?: Duration;

  /**
   * Customer-managed key for the entries. Its policy gets a statement for CloudWatch Logs, limited to firewall logs of
   * this account and region; the policy of an imported key can't be changed from here, which leaves a warning, as does one of this
   * app that is not rotated: `@org/audited-alb:key-without-rotation`. An alias is an error.
   * @default - encrypted with a key that CloudWatch Logs owns
   * @see PCI DSS 4.0.1 requirement 3.7.4
   */
  readonly encryptionKey?: IKey;
}

/**
 * Which requests AWS WAF writes to a log group, and for how long. Credentials in headers and cookies never get there, and
 * card numbers are masked. There is no firewall without logs.
 * @see PCI DSS 4.0.1 requirements 10.2.1 and 10.4.2
 */
export class FirewallLogs {
  /**
   * All requests.
   * @param options for how long, and with which key.
   */
  public static everything(options: FirewallLogsOptions = {}): FirewallLogs {
    return new FirewallLogs(options, false);
  }

  /**
   * Requests that were blocked, or that a counting rule would have blocked. The load balancer's access logs hold the
   * others, at a twentieth of the price.
   * @param options for how long, and with which key.
   */
  public static blockedAndCounted(options: FirewallLogsOptions = {}): FirewallLogs {
    return new FirewallLogs(options, true);
  }

  private constructor(
    private readonly options: FirewallLogsOptions,
    private readonly filtered: boolean,
  ) {}

  /** @internal */
  public _logGroup(scope: Construct, removalPolicy: RemovalPolicy): LogGroup {
    const { retention, encryptionKey } = this.options;
    return createFirewallLogGroup(scope, { retention, encryptionKey, removalPolicy });
  }

  /** @internal */
  public get _filter(): object | undefined {
    if (!this.filtered) return undefined;
    const actions = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'];
    return {
      DefaultBehavior: 'DROP',
      Filters: [
        {
          Behavior: 'KEEP',
          Requirement: 'MEETS_ANY',
          Conditions: actions.map((Action) => ({ ActionCondition: { Action } })),
        },
      ],
    };
  }
}
