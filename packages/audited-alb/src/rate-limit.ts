import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Annotations, Duration, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { seconds } from './private/duration';
import { requireUnit } from './private/duration-unit';
import { fail, requireInteger } from './private/validation';

const WINDOWS = [60, 120, 300, 600];

/** What a rate limit counts. */
export interface RateLimitOptions {
  /**
   * How far back requests are counted: 1, 2, 5 or 10 minutes.
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;
}

/**
 * How many requests one client may send before it is blocked, until its rate falls again. AWS WAF counts approximately,
 * and looks every few seconds.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 * @see PCI DSS 4.0.1 requirement 6.4.2
 */
export class RateLimit {
  /**
   * A limit for each address that connects.
   * @param requests 10 to 2,000,000,000 within the window.
   * @param options the window.
   */
  public static perAddress(requests: number, options: RateLimitOptions = {}): RateLimit {
    return new RateLimit(requests, options.window ?? Duration.minutes(5), false);
  }

  /**
   * A limit for the first address in the header `X-Forwarded-For`, for a load balancer behind a proxy that replaces the
   * header. CloudFront does not, it appends to it: there a client can put any address first, to evade the limit or to have
   * somebody else blocked, so that this protects from overload and not from an attacker. A request without a valid address
   * counts as over the limit.
   * @param requests 10 to 2,000,000,000 within the window.
   * @param options the window.
   */
  public static perForwardedAddress(requests: number, options: RateLimitOptions = {}): RateLimit {
    return new RateLimit(requests, options.window ?? Duration.minutes(5), true);
  }

  /** No limit, which leaves a warning. */
  public static none(): RateLimit {
    return new RateLimit(undefined, Duration.minutes(5), false);
  }

  private constructor(
    private readonly requests: number | undefined,
    private readonly window: Duration,
    private readonly forwarded: boolean,
  ) {}

  /** @internal */
  public _bind(scope: Construct, behindCloudFront: boolean): CfnWebACL.RateBasedStatementProperty | undefined {
    if (this.requests === undefined) {
      const way = behindCloudFront
        ? 'Limit them in the web ACL of the distribution, which sees who connects'
        : 'Use RateLimit.perAddress()';
      Annotations.of(scope).addWarningV2(
        '@org/audited-alb:no-rate-limit',
        'Nothing limits how many requests one client sends, and PCI DSS 4.0.1 requirement 6.4.2 asks that web attacks ' +
          `are detected and prevented. ${way}, or show what limits them instead.`,
      );
      return undefined;
    }
    requireInteger(scope, 'rateLimit', this.requests, { min: 10, max: 2_000_000_000, unit: 'requests' });
    return {
      limit: this.requests,
      evaluationWindowSec: windowSeconds(scope, this.window),
      aggregateKeyType: this.forwarded ? 'FORWARDED_IP' : 'IP',
      forwardedIpConfig: this.forwarded ? { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' } : undefined,
    };
  }
}

function windowSeconds(scope: Construct, window: Duration): number {
  requireUnit(scope, 'window', window, 'seconds');
  const amount = seconds(window);
  if (Token.isUnresolved(amount) || WINDOWS.includes(amount)) return amount;
  return fail(scope, `\`window\` must be 1, 2, 5 or 10 minutes, got: ${amount} seconds.`);
}
