import type { ApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Annotations, Duration, Tokenization } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { requireSeconds, seconds } from './private/duration';
import { fail } from './private/validation';

const YEAR = Duration.days(365);

/** What the header `Strict-Transport-Security` says. */
export interface HstsProps {
  /**
   * How long browsers remember: 0 seconds to 2 years. Zero makes them forget.
   * @default Duration.days(365)
   */
  readonly maxAge?: Duration;

  /**
   * Whether subdomains of the host are meant too.
   * @default true
   */
  readonly includeSubdomains?: boolean;

  /**
   * Whether the domain may be built into browsers. It takes months to get out again. Needs a year and subdomains.
   * @default false
   * @see https://hstspreload.org
   */
  readonly preload?: boolean;
}

/**
 * The header `Strict-Transport-Security` in every answer: a browser that saw it uses HTTPS by itself from then on. It
 * replaces what targets say.
 * @see PCI DSS 4.0.1 requirement 4.2.1
 */
export class Hsts {
  /** A year, subdomains included. */
  public static oneYear(): Hsts {
    return Hsts.of({});
  }

  /**
   * Another duration or scope.
   * @param props what the header says.
   */
  public static of(props: HstsProps): Hsts {
    return new Hsts(props);
  }

  /** No header from the load balancer, which leaves a warning. Targets may send one. */
  public static none(): Hsts {
    return new Hsts();
  }

  private constructor(private readonly props?: HstsProps) {}

  /** @internal */
  public _bind(scope: Construct, listener: ApplicationListener): void {
    if (this.props) {
      listener.setAttribute(
        'routing.http.response.strict_transport_security.header_value',
        headerValue(scope, this.props),
      );
      return;
    }
    Annotations.of(scope).addWarningV2(
      '@org/audited-alb:no-hsts',
      'The load balancer does not tell browsers to stay with HTTPS, and PCI DSS 4.0.1 requirement 4.2.1 asks for strong ' +
        'cryptography on public networks. Use Hsts.oneYear(), or let every target send the header.',
    );
  }
}

function headerValue(scope: Construct, props: HstsProps): string {
  const maxAge = props.maxAge ?? YEAR;
  const includeSubdomains = props.includeSubdomains ?? true;
  const preload = props.preload ?? false;
  requireSeconds(scope, 'hsts.maxAge', maxAge, { min: 0, max: 2 * seconds(YEAR) });
  if (preload && (!includeSubdomains || (!maxAge.isUnresolved() && seconds(maxAge) < seconds(YEAR)))) {
    const got = includeSubdomains ? `a \`maxAge\` of ${maxAge.toDays({ integral: false })} days` : 'no subdomains';
    fail(
      scope,
      `\`hsts.preload\` must come with \`includeSubdomains\` and a \`maxAge\` of at least 365 days, got: ${got}. ` +
        'Leave `preload` out, or give both.',
    );
  }
  const directives = [`max-age=${Tokenization.stringifyNumber(seconds(maxAge))}`];
  if (includeSubdomains) directives.push('includeSubDomains');
  if (preload) directives.push('preload');
  return directives.join('; ');
}
