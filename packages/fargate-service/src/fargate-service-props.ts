import type { SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Capacity } from './capacity';
import type { Deployment } from './deployment';
import type { Discovery } from './discovery';
import type { Egress } from './egress';
import type { PolicyConditions } from './policy-conditions';
import type { Scaling } from './scaling';
import type { ServiceContainer } from './service-container';
import type { TaskSize } from './task-size';

/** Properties of a `FargateService`. */
export interface FargateServiceProps {
  /**
   * The cluster, of any origin. Its VPC is the network of the tasks. One that Container Insights does not observe leaves the
   * warning `@org/fargate-service:no-container-insights`, and one that is not defined in this app `:imported-cluster`.
   * @see PCI DSS 4.0.1 requirement 10.7.2
   */
  readonly cluster: ICluster;

  /** What runs in each task: the image, the port that it listens on, and what it needs. */
  readonly container: ServiceContainer;

  /** CPU and memory of a task, a pair that Fargate offers. */
  readonly size: TaskSize;

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
   * @default Deployment.rolling()
   * @see PCI DSS 4.0.1 requirement 6.5.1
   */
  readonly deployment?: Deployment;

  /**
   * Where the tasks may open connections to, beside the peers that `allowTo` names.
   * @default - nowhere
   * @see PCI DSS 4.0.1 requirement 1.3.2
   */
  readonly egress?: Egress[];

  /**
   * How other services find this one by name.
   * @default - they do not
   */
  readonly discovery?: Discovery;

  /**
   * What the tasks run on. A change between `fargate()` and `spot()` replaces the service, and fails with `Discovery.connect`
   * or a name from outside: see "What cannot be changed later" in the README.
   * @default Capacity.fargate()
   */
  readonly capacity?: Capacity;

  /**
   * The subnets of the tasks. Public subnets are refused.
   * @default - the private subnets with egress, or the isolated ones where there are none
   * @see PCI DSS 4.0.1 requirement 1.4.4
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Where the container's output goes. Pass a group with a customer key, another retention or other masking here. Less
   * than the default leaves a warning: `@org/fargate-service:no-masking`, `:log-retention-below-twelve-months`, and
   * `:imported-log-group` for one that is not defined in this app.
   * @default - a log group of the service that keeps events for 365 days and masks card numbers
   * @see PCI DSS 4.0.1 requirements 3.4.1 and 10.5.1
   */
  readonly logGroup?: ILogGroup;

  /**
   * Time after the start of a task in which the load balancer's health checks do not count, 0 to 2147483647 seconds.
   * Without a load balancer it is an error.
   * @default - 60 seconds behind a load balancer
   */
  readonly healthCheckGracePeriod?: Duration;

  /**
   * Conditions on every statement that the two roles allow, for who reads the policies of a role. A permissions boundary,
   * such as `EnvironmentBoundary` of `@org/governance`, holds the roles of the whole app, and knows tags of resources too.
   * @default - none
   * @see PCI DSS 4.0.1 requirement 7.2.2
   */
  readonly policyConditions?: PolicyConditions;

  /**
   * What happens to the service's own log group when it leaves the stack. `RETAIN` also turns deletion protection on;
   * `RETAIN_ON_UPDATE_OR_DELETE` does not, so that a creation that fails can delete it again. `SNAPSHOT` is an error.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
