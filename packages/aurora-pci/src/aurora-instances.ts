import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { ProvisionedInstancesOptions, ServerlessV2InstancesOptions } from './aurora-instances-options';
import {
  type InstancePlan,
  type InstanceSettings,
  provisionedPlan,
  serverlessPlan,
  warnOfOutage,
} from './private/instance-plan';
import { fail, requireInteger } from './private/validation';
import type { ReaderScaling } from './reader-scaling';

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
