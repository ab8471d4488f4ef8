import type { SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ContainerImage, CpuArchitecture, ICluster, Secret } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Capacity } from './capacity';
import type { ContainerHealthCheck } from './container-health-check';
import type { Deployment } from './deployment';
import type { Discovery } from './discovery';
import type { Egress } from './egress';
import type { PolicyConditions } from './policy-conditions';
import type { Scaling } from './scaling';
import type { TaskSize } from './task-size';

/** Properties of a `FargateService`. */
export interface FargateServiceProps {
  /** The cluster, of any origin. Its VPC is the network of the tasks. */
  readonly cluster: ICluster;

  /**
   * The image of the container: from an ECR repository or another registry with a tag or a digest, or an asset. A digest
   * names one image for good. `latest`, which is what CDK takes without either, leaves a warning.
   * @see PCI DSS 4.0.1 requirement 6.5.1
   */
  readonly image: ContainerImage;

  /** CPU and memory of a task, a pair that Fargate offers. */
  readonly size: TaskSize;

  /**
   * The port that the container listens on, 1024 to 65535. A process that is not root cannot open a lower one.
   * @see https://github.com/aws/containers-roadmap/issues/1721
   */
  readonly port: number;

  /**
   * How ECS finds out that a container must be replaced.
   * @default ContainerHealthCheck.http({ path: '/health' })
   */
  readonly healthCheck?: ContainerHealthCheck;

  /**
   * Between how many tasks the service runs, and on which metrics it scales. A new service starts with one task, and has
   * the fewest as soon as scaling is set up; a deployment keeps the tasks that there are.
   * @default - a fixed number of tasks
   */
  readonly scaling?: Scaling;

  /**
   * The number of tasks, 0 to 5000. With `scaling` leave it out: each deployment would set the service back to it, which
   * leaves the warning `@org/fargate-service:scaling-reset`. It must then lie in the range of `scaling`.
   * @default - 2, or what `scaling` makes of it
   */
  readonly desiredCount?: number;

  /**
   * How a new version replaces the running one, and when it is taken back.
   * @see PCI DSS 4.0.1 requirement 6.5.1
   * @default Deployment.rolling()
   */
  readonly deployment?: Deployment;

  /**
   * Environment variables by name, each a reference to a parameter or a secret: see `ContainerSecret`. There is no way
   * to pass a plain value.
   * @see PCI DSS 4.0.1 requirement 8.6.2
   * @default - none
   */
  readonly secrets?: { [name: string]: Secret };

  /**
   * Where the tasks may open connections to, beside the peers that `allowTo` names.
   * @see PCI DSS 4.0.1 requirement 1.3.2
   * @default - nowhere
   */
  readonly egress?: Egress[];

  /**
   * How other services find this one by name.
   * @default - they do not
   */
  readonly discovery?: Discovery;

  /**
   * What the tasks run on.
   * @default Capacity.fargate()
   */
  readonly capacity?: Capacity;

  /**
   * The processor that the image was built for.
   * @default CpuArchitecture.X86_64
   */
  readonly architecture?: CpuArchitecture;

  /**
   * The subnets of the tasks. Public subnets are refused.
   * @see PCI DSS 4.0.1 requirement 1.4.4
   * @default - the private subnets with egress, or the isolated ones where there are none
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Where the container's output goes. Pass a group with a customer key, another retention or other masking here.
   * @see PCI DSS 4.0.1 requirement 10.5.1
   * @default - a log group of the service that keeps events for 365 days and masks card numbers
   */
  readonly logGroup?: ILogGroup;

  /**
   * Time after the start of a task in which the load balancer's health checks do not count. An error without a load balancer.
   * @default - 60 seconds behind a load balancer
   */
  readonly healthCheckGracePeriod?: Duration;

  /**
   * Absolute paths that the container may write to, each on an ephemeral volume of its own: the root file system is
   * read-only. The image must declare each as `VOLUME` and own it by `user`, or only root can write there.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
   * @default - none
   */
  readonly writablePaths?: string[];

  /**
   * The user of the process, `uid`, `uid:gid`, or names that the image knows. Root is refused.
   * @see PCI DSS 4.0.1 requirement 2.2.6
   * @default '1000:1000'
   */
  readonly user?: string;

  /**
   * Conditions on every statement that the two roles allow, for who reads the policies of a role. A permissions boundary,
   * such as `EnvironmentBoundary` of `@org/governance`, holds the roles of the whole app, and knows tags of resources too.
   * @see PCI DSS 4.0.1 requirement 7.2.2
   * @default - none
   */
  readonly policyConditions?: PolicyConditions;

  /**
   * What happens to the service's own log group when it leaves the stack. `SNAPSHOT` is an error.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
