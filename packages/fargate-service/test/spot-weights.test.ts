import fc from 'fast-check';
import { fewestTasks, spotWeights } from '../src/private/spot-weights';

/** ECS's placement, with rounding against Spot. */
function onSpot(tasks: number, base: number, { onDemand, spot }: { onDemand: number; spot: number }): number {
  return Math.floor((Math.max(0, tasks - base) * spot) / (onDemand + spot) + 1e-9);
}

const demand = fc
  .record({
    share: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
    base: fc.integer({ min: 0, max: 3 }),
    minTasks: fc.integer({ min: 1, max: 40 }),
    extra: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ share, base, minTasks, extra }) => ({ share, base, minTasks, maxTasks: minTasks + extra }));

test('half on Spot over 3 to 10 tasks takes one to two', () => {
  expect(spotWeights({ share: 0.5, base: 0, minTasks: 3, maxTasks: 10 })).toEqual({ onDemand: 1, spot: 2 });
});

test('with a base of one on demand all others must be on Spot', () => {
  expect(spotWeights({ share: 0.5, base: 1, minTasks: 3, maxTasks: 10 })).toEqual({ onDemand: 0, spot: 1 });
});

test.each([
  [
    { share: 0.5, base: 0, minTasks: 2, maxTasks: 2 },
    { onDemand: 1, spot: 1 },
  ],
  [
    { share: 0.75, base: 0, minTasks: 4, maxTasks: 4 },
    { onDemand: 1, spot: 3 },
  ],
  [
    { share: 0.1, base: 0, minTasks: 30, maxTasks: 30 },
    { onDemand: 9, spot: 1 },
  ],
  [
    { share: 1, base: 0, minTasks: 1, maxTasks: 5 },
    { onDemand: 0, spot: 1 },
  ],
  [
    { share: 0.5, base: 1, minTasks: 4, maxTasks: 4 },
    { onDemand: 1, spot: 2 },
  ],
])('%j', (wanted, weights) => {
  expect(spotWeights(wanted)).toEqual(weights);
});

test.each([
  { share: 0.5, base: 0, minTasks: 1, maxTasks: 10 },
  { share: 0.75, base: 0, minTasks: 3, maxTasks: 10 },
  { share: 1, base: 1, minTasks: 3, maxTasks: 10 },
  { share: 0.5, base: 2, minTasks: 3, maxTasks: 3 },
])('cannot be: %j', (wanted) => {
  expect(spotWeights(wanted)).toBeUndefined();
});

test('weights stay within what ECS accepts, and still hold', () => {
  const wanted = { share: 0.5, base: 0, minTasks: 2001, maxTasks: 2001 };
  expect(spotWeights(wanted)).toEqual({ onDemand: 999, spot: 1000 });
});

test('the share holds at every number of tasks, with nothing to spare', () => {
  fc.assert(
    fc.property(demand, (wanted) => {
      const weights = spotWeights(wanted);
      if (!weights) return;
      const { share, base, minTasks, maxTasks } = wanted;
      const missing = Array.from({ length: maxTasks - minTasks + 1 }, (_, index) => {
        const tasks = minTasks + index;
        return onSpot(tasks, base, weights) - Math.ceil(share * tasks - 1e-9);
      });
      expect(Math.min(...missing)).toBe(0);
    }),
  );
});

test('it can be from the fewest tasks on, and not below', () => {
  fc.assert(
    fc.property(demand, ({ share, base, minTasks, maxTasks }) => {
      fc.pre(share < 1);
      const fewest = fewestTasks(share, base);
      expect(spotWeights({ share, base, minTasks: fewest, maxTasks: fewest + maxTasks })).toBeDefined();
      fc.pre(minTasks < fewest);
      expect(spotWeights({ share, base, minTasks, maxTasks: fewest + maxTasks })).toBeUndefined();
    }),
  );
});
