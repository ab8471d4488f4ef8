import { Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import type { RouteCondition } from '../src/private/route-condition';
import { RouteTable } from '../src/private/route-table';

interface GivenRoute {
  readonly conditions: RouteCondition[];
  /** Fixed by hand, as withPriority() does. */
  readonly priority?: number;
}

const segment = fc.array(fc.constantFrom(...'abcdef'), { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
const path = segment.map((name): RouteCondition => ({ field: 'path', values: [`/${name}/*`] }));
const host = segment.map((name): RouteCondition => ({ field: 'host', values: [`${name}.example.com`] }));
const route: fc.Arbitrary<GivenRoute> = fc.record(
  {
    conditions: fc.oneof(
      path.map((only) => [only]),
      fc.tuple(host, path).map((both) => [...both]),
    ),
    priority: fc.integer({ min: 1, max: 99 }),
  },
  { requiredKeys: ['conditions'] },
);

/** The priorities of routes that are added in this order, or undefined if the table refuses one of them. */
function prioritiesOf(routes: readonly GivenRoute[]): Map<GivenRoute, number> | undefined {
  const table = new RouteTable(new Stack());
  try {
    return new Map(routes.map((given, index) => [given, table.add(`${index}`, given.conditions, given.priority)]));
  } catch {
    return undefined;
  }
}

test('no route moves another one, whenever it is added', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(route, { minLength: 1, maxLength: 8 }), route, fc.nat(8), (routes, added, position) => {
      const before = prioritiesOf(routes);
      const after = prioritiesOf([...routes.slice(0, position), added, ...routes.slice(position)]);
      if (!before || !after) return;
      compared++;
      for (const given of routes) expect(after.get(given)).toBe(before.get(given));
      expect(new Set(after.values()).size).toBe(routes.length + 1);
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(100);
});

test('the order in which routes are added does not matter', () => {
  fc.assert(
    fc.property(fc.array(route, { minLength: 2, maxLength: 8 }), (routes) => {
      const there = prioritiesOf(routes);
      const back = prioritiesOf([...routes].reverse());
      expect(back === undefined).toBe(there === undefined);
      for (const given of routes) expect(back?.get(given)).toBe(there?.get(given));
    }),
  );
});
