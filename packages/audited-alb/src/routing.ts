import type {
  IApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { fixedResponseAction, weightedAction } from './private/route-action';
import { type RouteCondition, render, requireValidConditions } from './private/route-condition';
import type { RouteTable } from './private/route-table';
import type { FixedResponse, WeightedOptions, WeightedTarget } from './route-actions';

/** A routing that has found its place among the routes of a load balancer. */
interface BoundRouting {
  readonly priority: number;
  readonly conditions: ListenerCondition[];
  readonly action: ListenerAction;
}

/**
 * Which requests a route takes and what happens to them. Conditions add up: a request must meet all of them, and in
 * each one of its values. `*` stands for any characters and `?` for exactly one. A route has at most five values.
 *
 * Immutable: each method returns a new value.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
export class Routing {
  /**
   * Requests for a path go to a target group.
   * @param pattern path pattern, such as `/api/*`. Case matters.
   * @param targetGroup where they go.
   */
  public static path(pattern: string, targetGroup: IApplicationTargetGroup): Routing {
    return Routing.paths([pattern], targetGroup);
  }

  /**
   * Requests for any of several paths go to a target group.
   * @param patterns path patterns, such as `/api/*`. Case matters.
   * @param targetGroup where they go.
   */
  public static paths(patterns: string[], targetGroup: IApplicationTargetGroup): Routing {
    return Routing.weighted([{ targetGroup, weight: 1 }]).onPaths(patterns);
  }

  /**
   * Requests for a host go to a target group.
   * @param host host name, such as `api.example.com` or `*.example.com`.
   * @param targetGroup where they go.
   */
  public static host(host: string, targetGroup: IApplicationTargetGroup): Routing {
    return Routing.weighted([{ targetGroup, weight: 1 }]).onHosts([host]);
  }

  /**
   * Requests with a header go to a target group. Clients choose their headers: never route by one to a service that
   * trusts it.
   * @param name name of the header, without wildcards.
   * @param values values of which the header must have one.
   * @param targetGroup where they go.
   */
  public static header(name: string, values: string[], targetGroup: IApplicationTargetGroup): Routing {
    return Routing.weighted([{ targetGroup, weight: 1 }]).onHeader(name, values);
  }

  /**
   * Requests are shared among target groups by weight. Add at least one condition, such as `.onPaths(['/health'])`.
   * @param targets one to five target groups.
   * @param options whether clients stay with theirs.
   */
  public static weighted(targets: WeightedTarget[], options: WeightedOptions = {}): Routing {
    return new Routing((scope) => weightedAction(scope, targets, options), []);
  }

  /**
   * The load balancer answers by itself. Add at least one condition, such as `.onPaths(['/admin/*'])`.
   * @param response the answer.
   */
  public static fixedResponse(response: FixedResponse): Routing {
    return new Routing((scope) => fixedResponseAction(scope, response), []);
  }

  private constructor(
    private readonly action: (scope: Construct) => ListenerAction,
    private readonly conditions: RouteCondition[],
    private readonly priority?: number,
  ) {}

  /**
   * Takes requests for one of these paths only.
   * @param patterns path patterns, such as `/api/*`. Case matters.
   */
  public onPaths(patterns: string[]): Routing {
    return this.on({ field: 'path', values: patterns });
  }

  /**
   * Takes requests for one of these hosts only.
   * @param hosts host names, such as `api.example.com` or `*.example.com`.
   */
  public onHosts(hosts: string[]): Routing {
    return this.on({ field: 'host', values: hosts });
  }

  /**
   * Takes requests with this header only.
   * @param name name of the header, without wildcards.
   * @param values values of which the header must have one.
   */
  public onHeader(name: string, values: string[]): Routing {
    return this.on({ field: 'header', name, values });
  }

  /**
   * Fixes the priority of the route, instead of the one that follows from its conditions.
   * @param priority 1 to 50,000, the lowest first. 1 to 99 come before all automatic ones.
   */
  public withPriority(priority: number): Routing {
    return new Routing(this.action, this.conditions, priority);
  }

  private on(condition: RouteCondition): Routing {
    return new Routing(this.action, [...this.conditions, condition], this.priority);
  }

  /** @internal */
  public _bind(scope: Construct, id: string, table: RouteTable): BoundRouting {
    requireValidConditions(scope, this.conditions);
    const action = this.action(scope);
    const priority = table.add(id, this.conditions, this.priority);
    return { priority, conditions: this.conditions.map(render), action };
  }
}
