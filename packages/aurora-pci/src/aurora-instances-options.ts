import type { InstanceType } from 'aws-cdk-lib/aws-ec2';
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
  /**
   * Least capacity of an instance in ACU (about 2 GiB of memory each): 0.5 to 256 in steps of 0.5. 0 is an error: instances
   * would pause when idle, and whoever comes next would wait until they are back.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
   */
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
