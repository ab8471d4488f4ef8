import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILoadBalancerV2 } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  HealthCheck,
  HealthCheckType,
  type IHealthCheck,
  InsufficientDataHealthStatusEnum,
} from 'aws-cdk-lib/aws-route53';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { seconds } from './private/duration';
import { fail, requireInteger, requireMatch } from './private/validation';

/** How Amazon Route 53 asks a load balancer whether it works. */
export interface HttpsHealthCheckProps {
  /**
   * Path that must answer with a status code below 400, for any host: Route 53 asks by the load balancer's own name.
   * @default '/health'
   */
  readonly path?: string;

  /**
   * Time between two checks of one checker: 10 or 30 seconds. There are about fifteen checkers.
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;

  /**
   * Checks in a row that must fail, or succeed again: 1 to 10.
   * @default 3
   */
  readonly failureThreshold?: number;
}

/**
 * When a weighted record gets no more traffic. In any case it gets none while all targets of its load balancer are
 * unhealthy.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html
 */
export class DnsHealthCheck {
  /**
   * While a path fails over HTTPS, seen from the internet over IPv4. Certificates are not checked, and the load balancer
   * must be open to Route 53's checkers.
   * @param props path and pace.
   */
  public static https(props: HttpsHealthCheckProps = {}): DnsHealthCheck {
    return new DnsHealthCheck((scope, id, { loadBalancerDnsName: fqdn }) => {
      const resourcePath = props.path ?? '/health';
      const requestInterval = props.interval ?? Duration.seconds(30);
      const failureThreshold = props.failureThreshold ?? 3;
      requireMatch(
        scope,
        'healthCheck.path',
        resourcePath,
        /^\/[\x21-\x7e]{0,254}$/,
        "a path that starts with '/', of at most 255 characters",
      );
      requireInteger(scope, 'healthCheck.failureThreshold', failureThreshold, { min: 1, max: 10 });
      requirePace(scope, requestInterval);
      return new HealthCheck(scope, id, {
        type: HealthCheckType.HTTPS,
        fqdn,
        port: 443,
        resourcePath,
        requestInterval,
        failureThreshold,
      });
    }, true);
  }

  /**
   * While an alarm is on, also for a load balancer that the internet can't reach. Without data the last state holds.
   * @param alarm on one metric, with periods of a minute, in the account of the record.
   */
  public static alarm(alarm: IAlarm): DnsHealthCheck {
    return new DnsHealthCheck((scope, id) => {
      const { region } = alarm.env;
      return new HealthCheck(scope, id, {
        type: HealthCheckType.CLOUDWATCH_METRIC,
        alarmIdentifier: { name: alarm.alarmName, region },
        insufficientDataHealthStatus: InsufficientDataHealthStatusEnum.LAST_KNOWN_STATUS,
      });
    }, false);
  }

  /** Only while all targets are unhealthy. */
  public static targets(): DnsHealthCheck {
    return new DnsHealthCheck(() => undefined, false);
  }

  private constructor(
    private readonly make: (scope: Construct, id: string, of: ILoadBalancerV2) => IHealthCheck | undefined,
    /** @internal */
    public readonly _fromTheInternet: boolean,
  ) {}

  /** @internal */
  public _bind(scope: Construct, id: string, loadBalancer: ILoadBalancerV2): IHealthCheck | undefined {
    return this.make(scope, id, loadBalancer);
  }
}

function requirePace(scope: Construct, interval: Duration): void {
  if (interval.isUnresolved()) {
    fail(scope, '`healthCheck.interval` must be known at synthesis, got: a token. Route 53 offers 10 and 30 seconds.');
  }
  if ([10, 30].includes(seconds(interval))) return;
  fail(scope, `\`healthCheck.interval\` must be 10 or 30 seconds, got: ${seconds(interval)} seconds.`);
}
