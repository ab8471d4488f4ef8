import { PredefinedMetric } from 'aws-cdk-lib/aws-applicationautoscaling';

/** How far readers are added, and back. */
export interface ReaderScalingOptions {
  /**
   * Most readers, those of the template included: more than `readers`, and 15 at the most. Added ones have the class of
   * the writer.
   */
  readonly maxReaders: number;
}

/** How readers are added by CPU. */
export interface ReaderCpuScalingOptions extends ReaderScalingOptions {
  /**
   * Average CPU of the readers that is aimed at, in percent: 10 to 90.
   * @default 60
   */
  readonly targetPercent?: number;
}

/** How readers are added by connections. */
export interface ReaderConnectionScalingOptions extends ReaderScalingOptions {
  /** Average number of connections of a reader that is aimed at: 1 to 16000. */
  readonly targetConnections: number;
}

/** What follows from the choice. */
interface ScalingRules {
  readonly maxReaders: number;
  readonly policyId: string;
  readonly metric: PredefinedMetric;
  readonly target: number;
  readonly targetProp: string;
  readonly targetRange: { readonly min: number; readonly max: number; readonly unit?: string };
}

/**
 * Readers that come and go with the load, beside those of the template. Aurora adds them last in the line of failover and
 * removes only what it added.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html
 */
export class ReaderScaling {
  /**
   * By the average CPU of the readers.
   * @param options how many, and at which load
   */
  public static onCpu(options: ReaderCpuScalingOptions): ReaderScaling {
    return new ReaderScaling({
      maxReaders: options.maxReaders,
      policyId: 'Cpu',
      metric: PredefinedMetric.RDS_READER_AVERAGE_CPU_UTILIZATION,
      target: options.targetPercent ?? 60,
      targetProp: 'targetPercent',
      targetRange: { min: 10, max: 90, unit: 'percent' },
    });
  }

  /**
   * By the average number of connections of the readers.
   * @param options how many, and at which load
   */
  public static onConnections(options: ReaderConnectionScalingOptions): ReaderScaling {
    return new ReaderScaling({
      maxReaders: options.maxReaders,
      policyId: 'Connections',
      metric: PredefinedMetric.RDS_READER_AVERAGE_DATABASE_CONNECTIONS,
      target: options.targetConnections,
      targetProp: 'targetConnections',
      targetRange: { min: 1, max: 16_000 },
    });
  }

  private constructor(
    /** @internal */
    public readonly _rules: ScalingRules,
  ) {}
}
