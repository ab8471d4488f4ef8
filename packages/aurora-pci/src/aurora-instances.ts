import type { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import {
  type InstancePlan,
  type InstanceSettings,
  provisionedPlan,
  serverlessPlan,
  warnOfOutage,
} from './private/instance-plan';
import { fail, requireInteger } from './private/validation';
import type { ReaderScaling } from './reader-scaling';

/** Instances of a fixed size. */
export interface ProvisionedInstancesOptions {
  /**
   * Class of the writer, such as `InstanceType.of(InstanceClass.R6G, InstanceSize.LARGE)`: a memory-optimized (r, x2) or
   * burstable (t) one. A burstable class is for tests.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
   */
  readonly instanceType: InstanceType;

  /**
   * Readers beside the writer, 0 to 15. The first of them takes over when the writer fails; 0 leaves a warning.
   * @default 1
   */
  readonly readers?: number;

  /**
   * Class of the readers. A smaller one than the writer's carries the load alone after a failover.
   * @default - the class of the writer
   */
  readonly readerInstanceType?: InstanceType;

  /**
   * Readers that come and go with the load, beside `readers`, of which there must be one at least.
   * @default - the number of readers stays
   */
  readonly readerScaling?: ReaderScaling;
}

/** Instances that follow the load. */
export interface ServerlessV2InstancesOptions {
  /** Least capacity of an instance in ACU (about 2 GiB of memory each): 0.5 to 256 in steps of 0.5. */
  readonly minCapacity: number;

  /** Most capacity of an instance in ACU: 1 to 256 in steps of 0.5, and not below `minCapacity`. */
  readonly maxCapacity: number;

  /**
   * Readers beside the writer, 0 to 15. The first of them scales with the writer and takes over when it fails; 0 leaves
   * a warning.
   * @default 1
   */
  readonly readers?: number;

  /**
   * Readers that come and go with the load, beside `readers`, of which there must be one at least.
   * @default - the number of readers stays
   */
  readonly readerScaling?: ReaderScaling;
}

/**
 * The instances of a cluster: one writer, and readers that Aurora spreads over the zones of its subnets. Each has an
 * explicit class, no public address, and takes minor versions by itself.
 */
export class AuroraInstances {
  /**
   * Instances of a fixed size.
   * @param options classes and number of readers
   */
  public static provisioned(options: ProvisionedInstancesOptions): AuroraInstances {
    return new AuroraInstances(options.readers, options.readerScaling, (settings) =>
      provisionedPlan(options, settings),
    );
  }

  /**
   * Instances that follow the load between two capacities.
   * @param options capacities and number of readers
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
   */
  public static serverlessV2(options: ServerlessV2InstancesOptions): AuroraInstances {
    return new AuroraInstances(options.readers, options.readerScaling, (settings) => serverlessPlan(options, settings));
  }

  /** @internal */
  public readonly _readers: number;

  private constructor(
    readers: number | undefined,
    /** @internal */
    public readonly _readerScaling: ReaderScaling | undefined,
    private readonly plan: (settings: InstanceSettings) => InstancePlan,
  ) {
    this._readers = readers ?? 1;
  }

  /** @internal */
  public _bind(scope: IConstruct, preferredMaintenanceWindow?: string): InstancePlan {
    if (Token.isUnresolved(this._readers)) {
      fail(scope, '`readers` must be known at synthesis, got: a value known only at deployment.');
    }
    requireInteger(scope, 'readers', this._readers, { min: 0, max: 15 });
    if (this._readers === 0) warnOfOutage(scope);
    const readerIds = Array.from({ length: this._readers }, (_, index) => `Reader${index + 1}`);
    return this.plan({ scope, readerIds, preferredMaintenanceWindow });
  }
}
