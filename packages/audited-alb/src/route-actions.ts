import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Duration } from 'aws-cdk-lib/core';

/** One of several target groups that share the requests of a route. */
export interface WeightedTarget {
  /** Where the requests go. */
  readonly targetGroup: IApplicationTargetGroup;

  /** Share of the requests relative to the other weights of the route: 0 to 999, where 0 means none. */
  readonly weight: number;
}

/** How a route shares requests among target groups. */
export interface WeightedOptions {
  /**
   * How long a client stays with the target group that it got first: 1 second to 7 days. For a canary whose answers
   * differ from those of the current version.
   * @default - the longest stickiness of the target groups; without any, each request may go to another one
   */
  readonly stickiness?: Duration;
}

/** An answer that the load balancer gives itself. */
export interface FixedResponse {
  /** HTTP status code: 200 to 299 or 400 to 599. */
  readonly statusCode: number;

  /**
   * Media type of the body: `text/plain`, `text/css`, `text/html`, `application/javascript` or `application/json`.
   * @default 'text/plain'
   */
  readonly contentType?: string;

  /**
   * Text of at most 1,024 characters. It reaches everyone: say nothing about the system in it.
   * @default - no body
   */
  readonly body?: string;
}
