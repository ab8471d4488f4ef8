import type { CapacityProviderStrategy } from 'aws-cdk-lib/aws-ecs';
import { Annotations, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { requireIntegerIfGiven } from './private/if-given';
import { fewestTasks, spotWeights } from './private/spot-weights';
import { fail } from './private/validation';

/** How much of a service runs on Fargate Spot. */
export interface SpotOptions {
  /**
   * The share of the tasks that runs on Spot at every number of tasks the service may have: more than 0, at most 1.
   * A share that cannot hold at the smallest number is an error that names the smallest one that can.
   */
  readonly share: number;

  /**
   * Tasks that always run on demand, before the rest is divided: 0 to 5000.
   * @default 0
   */
  readonly onDemandBase?: number;

  /**
   * The smallest number of tasks at which the share holds, 1 to 5000.
   * @default - the smallest that the service may have; a cluster must be given one
   */
  readonly minTasks?: number;

  /**
   * The largest number of tasks at which the share holds, `minTasks` to 5000.
   * @default - the largest that the service may have; a cluster must be given one
   */
  readonly maxTasks?: number;
}

/**
 * What a service's tasks run on.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export class Capacity {
  /** Fargate alone, through the launch type. */
  public static fargate(): Capacity {
    return new Capacity();
  }

  /**
   * Fargate and Fargate Spot. The weights are computed from the worst case over the scaling range: with a share of 0.5
   * and 3 to 10 tasks they are 1 : 2, because 1 : 1 leaves a third on Spot at three tasks.
   * A cluster that was made outside this app must already have both capacity providers.
   * @param options the share on Spot, and for which numbers of tasks it holds
   */
  public static spot(options: SpotOptions): Capacity {
    return new Capacity(options);
  }

  private constructor(private readonly options?: SpotOptions) {}

  /** @internal */
  public get _usesSpot(): boolean {
    return this.options !== undefined;
  }

  /**
   * The strategy of a cluster, for what names none.
   * @internal
   */
  public _clusterStrategy(scope: IConstruct): CapacityProviderStrategy[] {
    if (!this.options) return [{ capacityProvider: 'FARGATE', weight: 1 }];
    const { minTasks, maxTasks } = this.options;
    if (minTasks === undefined || maxTasks === undefined) {
      fail(
        scope,
        '`defaultCapacity` must say over which numbers of tasks its share holds, got: no `minTasks` or no `maxTasks`. ' +
          'Use for example Capacity.spot({ share: 0.5, minTasks: 3, maxTasks: 10 }).',
      );
    }
    return spotStrategy(scope, this.options, minTasks, maxTasks);
  }

  /**
   * The strategy of a service, or undefined for the launch type.
   * @internal
   */
  public _strategy(scope: IConstruct, minTasks: number, maxTasks: number): CapacityProviderStrategy[] | undefined {
    return this.options && spotStrategy(scope, this.options, minTasks, maxTasks);
  }
}

/** Computed over the numbers of tasks that are given and those that the options ask for. */
function spotStrategy(
  scope: IConstruct,
  options: SpotOptions,
  minTasks: number,
  maxTasks: number,
): CapacityProviderStrategy[] {
  const { share, onDemandBase: base = 0 } = options;
  if (
    [share, base, minTasks, maxTasks, options.minTasks, options.maxTasks].some((value) => Token.isUnresolved(value))
  ) {
    fail(
      scope,
      '`capacity` must be known at synthesis, like the numbers of tasks that it is checked against, got: a token.',
    );
  }
  checkOptions(scope, options);
  // A paused service has no tasks to divide; it is checked as if it had one.
  const fewest = Math.max(1, Math.min(minTasks, options.minTasks ?? minTasks));
  const most = Math.max(fewest, maxTasks, options.maxTasks ?? maxTasks);
  const weights = spotWeights({ share, base, minTasks: fewest, maxTasks: most });
  if (!weights) refuse(scope, share, base, fewest);
  if (weights.onDemand === 0 && base === 0) warnOfSpotAlone(scope);
  return [
    { capacityProvider: 'FARGATE', weight: weights.onDemand, ...(base > 0 && { base }) },
    { capacityProvider: 'FARGATE_SPOT', weight: weights.spot },
  ];
}

function checkOptions(scope: IConstruct, { share, onDemandBase, minTasks, maxTasks }: SpotOptions): void {
  if (!(share > 0 && share <= 1)) {
    fail(
      scope,
      `\`capacity.share\` must be more than 0 and at most 1, got: ${share}. Half is Capacity.spot({ share: 0.5 }).`,
    );
  }
  requireIntegerIfGiven(scope, 'capacity.onDemandBase', onDemandBase, { min: 0, max: 5000, unit: 'tasks' });
  requireIntegerIfGiven(scope, 'capacity.minTasks', minTasks, { min: 1, max: 5000, unit: 'tasks' });
  requireIntegerIfGiven(scope, 'capacity.maxTasks', maxTasks, { min: minTasks ?? 1, max: 5000, unit: 'tasks' });
}

function refuse(scope: IConstruct, share: number, base: number, tasks: number): never {
  const wanted = `${share * 100} % on Spot${base > 0 ? ` beside ${base} on demand` : ''}`;
  const way =
    share < 1
      ? `Raise the smallest number of tasks to ${fewestTasks(share, base)}, or lower the share.`
      : 'Leave out `onDemandBase`, or lower the share.';
  fail(scope, `\`capacity\` must be possible at every number of tasks, got: ${wanted} of ${tasks}. ${way}`);
}

function warnOfSpotAlone(scope: IConstruct): void {
  Annotations.of(scope).addWarningV2(
    '@org/fargate-service:spot-only',
    'All tasks run on Spot: when AWS has no spare capacity the service stops. ' +
      'Lower the share, or give an `onDemandBase`, so that some tasks run on demand.',
  );
}
