import type { IConstruct } from 'constructs';
import { requireInteger } from './private/validation';
import { Rollback } from './rollback';

/** How a rolling deployment replaces tasks, and when it is taken back. */
export interface RollingOptions {
  /**
   * The fewest tasks that stay in service meanwhile, in percent of the desired number: 0 to 100. Below 100 payments meet
   * fewer tasks than the scaling thought right.
   * @default 100
   */
  readonly minHealthyPercent?: number;

  /**
   * The most tasks that run meanwhile, in percent of the desired number: 101 to 200. ECS needs room for one more to keep
   * the zones balanced.
   * @default 200
   */
  readonly maxHealthyPercent?: number;

  /**
   * When the deployment is taken back.
   * @default Rollback.onAlarms()
   */
  readonly rollback?: Rollback;
}

/**
 * How a new version of a service replaces the running one. Amazon ECS's strategies that move the weights of a listener rule
 * are not offered: CloudFormation would put the weights of the template back.
 * @see https://github.com/aws/aws-cdk/issues/36649
 */
export class Deployment {
  /**
   * New tasks start, then old ones stop, behind the same target group.
   * @param options how many tasks run meanwhile, and when it is taken back
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
   */
  public static rolling(options?: RollingOptions): Deployment {
    return new Deployment(
      options?.minHealthyPercent ?? 100,
      options?.maxHealthyPercent ?? 200,
      options?.rollback ?? Rollback.onAlarms(),
    );
  }

  private constructor(
    /** @internal */
    public readonly _minHealthyPercent: number,
    /** @internal */
    public readonly _maxHealthyPercent: number,
    /** @internal */
    public readonly _rollback: Rollback,
  ) {}

  /** @internal */
  public _validate(scope: IConstruct): void {
    requireInteger(scope, 'deployment.minHealthyPercent', this._minHealthyPercent, {
      min: 0,
      max: 100,
      unit: 'percent',
    });
    requireInteger(scope, 'deployment.maxHealthyPercent', this._maxHealthyPercent, {
      min: 101,
      max: 200,
      unit: 'percent',
    });
    this._rollback._validate(scope);
  }
}
