import type { ApplicationProtocol, IApplicationLoadBalancerTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Duration } from 'aws-cdk-lib/core';
import type { Stickiness } from './stickiness';

/** How the load balancer finds out whether a target can take requests. */
export interface TargetHealthCheck {
  /**
   * Path that is requested, with its query if there is one: at most 1,024 characters.
   * @default '/health'
   */
  readonly path?: string;

  /**
   * Time between two checks of a target: 5 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;

  /**
   * Time after which a missing answer is a failed check: 2 to 120 seconds, and less than `interval`.
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;

  /**
   * Checks in a row that must succeed before an unhealthy target gets requests again: 2 to 10.
   * @default 2
   */
  readonly healthyThreshold?: number;

  /**
   * Checks in a row that must fail before a target gets no more requests: 2 to 10.
   * @default 3
   */
  readonly unhealthyThreshold?: number;

  /**
   * HTTP status codes of a healthy target, each from 200 to 499: one, a list (`200,204`) or a range (`200-299`).
   * @default '200'
   */
  readonly codes?: string;
}

/** Properties of a target group. */
export interface TargetGroupProps {
  /** Port on which the targets listen: 1 to 65535. */
  readonly port: number;

  /**
   * Who gets the requests: targets with IP addresses, such as services on Fargate. The security groups of both sides are
   * opened for exactly this traffic, once a route leads to the target group.
   * @default - none yet: add them with `addTarget` of the target group
   */
  readonly targets?: IApplicationLoadBalancerTarget[];

  /**
   * Protocol between load balancer and targets. With HTTPS the load balancer encrypts, but accepts any certificate.
   * @default ApplicationProtocol.HTTP
   * @see PCI DSS 4.0.1 requirement 4.2.1
   */
  readonly protocol?: ApplicationProtocol;

  /**
   * How targets are checked.
   * @default - `/health` must answer 200 within 5 seconds, every 30 seconds
   */
  readonly healthCheck?: TargetHealthCheck;

  /**
   * How long a target that leaves may finish the requests it has: 0 to 3600 seconds. Give it more than the longest
   * request takes, and tasks a stop timeout that is no shorter.
   * @default Duration.seconds(30)
   */
  readonly deregistrationDelay?: Duration;

  /**
   * Time in which a new target's share of the requests grows to that of the others, for targets that must warm up: 30
   * to 900 seconds.
   * @default - a healthy target gets its full share at once
   */
  readonly slowStart?: Duration;

  /**
   * Whether a client stays with its target.
   * @default Stickiness.none()
   */
  readonly stickiness?: Stickiness;
}
