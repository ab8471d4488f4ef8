/** What a service wants of Spot, and between how many tasks it runs. */
export interface SpotDemand {
  readonly share: number;
  readonly base: number;
  readonly minTasks: number;
  readonly maxTasks: number;
}

/** Weights of the two capacity providers, in lowest terms. */
export interface SpotWeights {
  readonly onDemand: number;
  readonly spot: number;
}

/** ECS accepts weights up to this. */
const MOST_WEIGHT = 1000;

/** Against figures such as 0.1 * 30 = 3.0000000000000004. */
const TOLERANCE = 1e-9;

/**
 * The weights with the most on-demand capacity that still keep `share` of the tasks on Spot at every number of tasks
 * of the range. ECS fills the base first and divides the rest by weight; where that does not come out even, the odd task
 * is counted against Spot. Undefined if no weights do it without giving up on-demand capacity altogether.
 *
 * With n tasks, k = ceil(share * n) must be on Spot, so floor((n - base) * ratio) >= k, that is ratio >= k / (n - base).
 * The largest of these fractions is the answer.
 */
export function spotWeights({ share, base, minTasks, maxTasks }: SpotDemand): SpotWeights | undefined {
  let hardest = { spot: 0, divided: 1 };
  for (let tasks = minTasks; tasks <= maxTasks; tasks++) {
    const spot = Math.ceil(share * tasks - TOLERANCE);
    const divided = tasks - base;
    if (spot > divided) return undefined;
    if (spot * hardest.divided > hardest.spot * divided) hardest = { spot, divided };
  }
  const onDemand = hardest.divided - hardest.spot;
  if (onDemand === 0 && base === 0 && share < 1) return undefined;
  return reduce({ onDemand, spot: hardest.spot });
}

/** The fewest tasks from which on a share and a base go together. Meaningless for a share of 1. */
export function fewestTasks(share: number, base: number): number {
  return Math.ceil(Math.max(base, 1) / (1 - share) - TOLERANCE);
}

function reduce({ onDemand, spot }: SpotWeights): SpotWeights {
  const divisor = greatestCommonDivisor(onDemand, spot);
  const lowest = { onDemand: onDemand / divisor, spot: spot / divisor };
  const largest = Math.max(lowest.onDemand, lowest.spot);
  if (largest <= MOST_WEIGHT) return lowest;
  // Rounded in favor of Spot, so that the share still holds.
  return {
    onDemand: Math.floor((lowest.onDemand * MOST_WEIGHT) / largest),
    spot: Math.ceil((lowest.spot * MOST_WEIGHT) / largest),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
