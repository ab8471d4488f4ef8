import type { ContainerImage, CpuArchitecture, Secret } from 'aws-cdk-lib/aws-ecs';
import type { ContainerHealthCheck } from './container-health-check';

/**
 * The container of a `FargateService`: what its image needs in order to run. The rest is the package's: a read-only root
 * file system, no capabilities, an init process, and a log that does not hold up the application.
 */
export interface ServiceContainer {
  /**
   * The image: from an ECR repository or another registry with a tag or a digest, or an asset. A digest names one image
   * for good. `latest`, which is what CDK takes without either, leaves a warning.
   * @see PCI DSS 4.0.1 requirement 6.5.1
   */
  readonly image: ContainerImage;

  /**
   * The port that the process listens on, 1024 to 65535. A process that is not root cannot open a lower one.
   * @see https://github.com/aws/containers-roadmap/issues/1721
   */
  readonly port: number;

  /**
   * How ECS finds out that the container must be replaced.
   * @default ContainerHealthCheck.http()
   */
  readonly healthCheck?: ContainerHealthCheck;

  /**
   * Environment variables by name, each a reference to a parameter or a secret: see `ContainerSecret`. There is no way
   * to pass a plain value.
   * @default - none
   * @see PCI DSS 4.0.1 requirement 8.6.2
   */
  readonly secrets?: { [name: string]: Secret };

  /**
   * The user of the process, `uid`, `uid:gid`, or names that the image knows. Root is refused.
   * @default '1000:1000'
   * @see PCI DSS 4.0.1 requirement 2.2.6
   */
  readonly user?: string;

  /**
   * Absolute paths that the process may write to, each on an ephemeral volume of its own: the root file system is
   * read-only. The image must declare each as `VOLUME` and own it by `user`, or only root can write there.
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
   */
  readonly writablePaths?: string[];

  /**
   * The processor that the image was built for.
   * @default CpuArchitecture.X86_64
   */
  readonly architecture?: CpuArchitecture;
}
