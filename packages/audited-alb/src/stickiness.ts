import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type Duration, Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { requireSeconds, seconds } from './private/duration';
import { requireMatchIfGiven } from './private/if-given';

const WEEK_IN_SECONDS = 604_800;

/**
 * Whether a client stays with the target that it got first. Sticky targets get uneven load, and lose their clients' state
 * when they are replaced all the same: prefer targets without state.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
 */
export class Stickiness {
  /** Each request may go to another target. */
  public static none(): Stickiness {
    return new Stickiness();
  }

  /**
   * By a cookie of the load balancer.
   * @param duration how long, from the last request on: 1 second to 7 days.
   */
  public static loadBalancerCookie(duration: Duration): Stickiness {
    return new Stickiness(duration);
  }

  /**
   * As long as the client sends a cookie that the target has set.
   * @param cookieName name of the target's cookie; names that begin with AWSALB belong to the load balancer.
   * @param duration how long at the most, from the last request on: 1 second to 7 days.
   */
  public static applicationCookie(cookieName: string, duration: Duration): Stickiness {
    return new Stickiness(duration, cookieName);
  }

  private constructor(
    /** @internal */
    public readonly _duration?: Duration,
    private readonly cookieName?: string,
  ) {}

  /** @internal */
  public _validate(scope: Construct): void {
    if (this._duration) requireSeconds(scope, 'stickiness', this._duration, { min: 1, max: WEEK_IN_SECONDS });
    const pattern = /^(?!AWSALB)[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}$/;
    requireMatchIfGiven(
      scope,
      'stickiness',
      this.cookieName,
      pattern,
      "the name of a cookie that does not begin with 'AWSALB'",
    );
  }

  /** @internal */
  public _apply(targetGroup: ApplicationTargetGroup): void {
    if (!this._duration) return;
    const duration = Tokenization.stringifyNumber(seconds(this._duration));
    const type = this.cookieName === undefined ? 'lb_cookie' : 'app_cookie';
    targetGroup.setAttribute('stickiness.enabled', 'true');
    targetGroup.setAttribute('stickiness.type', type);
    targetGroup.setAttribute(`stickiness.${type}.duration_seconds`, duration);
    if (this.cookieName !== undefined) targetGroup.setAttribute('stickiness.app_cookie.cookie_name', this.cookieName);
  }
}
