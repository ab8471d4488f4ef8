import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { isUnresolved, type RouteCondition } from './route-condition';
import { covers, FIRST_AUTOMATIC_PRIORITY, priorityOf } from './route-priority';
import { fail, requireInteger } from './validation';

const LAST_PRIORITY = 50_000;

interface Route {
  readonly id: string;
  readonly conditions: readonly RouteCondition[];
  readonly priority: number;
}

/** The routes of one load balancer: gives each its priority and refuses those that could not work. */
export class RouteTable {
  private readonly routes: Route[] = [];

  constructor(private readonly scope: IConstruct) {}

  /** The priority of a new route. */
  public add(id: string, conditions: readonly RouteCondition[], explicit: number | undefined): number {
    const priority = explicit ?? this.automatic(id, conditions);
    requireInteger(this.scope, 'priority', priority, { min: 1, max: LAST_PRIORITY });
    if (Token.isUnresolved(priority)) return priority;

    const route = { id, conditions, priority };
    for (const other of this.routes) this.requireCompatible(other, route);
    this.routes.push(route);
    return priority;
  }

  private automatic(id: string, conditions: readonly RouteCondition[]): number {
    if (!isUnresolved(conditions)) return priorityOf(conditions);
    return fail(
      this.scope,
      `\`routing\` of route '${id}' must have an explicit priority, because a part of its conditions is known only at ` +
        'deployment, got: none. Add .withPriority(n).',
    );
  }

  private requireCompatible(other: Route, route: Route): void {
    if (other.priority === route.priority) {
      fail(
        this.scope,
        `\`priority\` must be unique, got: ${route.priority} for both routes '${other.id}' and '${route.id}'. ` +
          `Give '${route.id}' another one, such as .withPriority(${this.freePriority()}).`,
      );
    }
    const [first, second] = other.priority < route.priority ? [other, route] : [route, other];
    if (isUnresolved(first.conditions) || isUnresolved(second.conditions)) return;
    if (!covers(first.conditions, second.conditions)) return;
    fail(
      this.scope,
      `\`routing\` of route '${second.id}' must be reachable, got: priority ${second.priority} behind route ` +
        `'${first.id}' (priority ${first.priority}), which takes all of its requests. ` +
        `Change the conditions of one of them, or let '${second.id}' come first with .withPriority(n).`,
    );
  }

  /** The last priority that no route has yet and that none gets automatically, so that no later route meets it. */
  private freePriority(): number {
    const used = new Set(this.routes.map(({ priority }) => priority));
    let free = FIRST_AUTOMATIC_PRIORITY - 1;
    while (used.has(free) && free > 1) free--;
    return free;
  }
}
