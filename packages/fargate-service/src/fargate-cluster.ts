import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, Resource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Capacity } from './capacity';
import type { ExecuteCommand } from './execute-command';
import { warnOfGivenKey } from './private/given-key';
import { requireMatchIfGiven } from './private/if-given';
import { refuseAlias } from './private/key-alias';
import { requireObjects } from './private/objects';
import { fail } from './private/validation';

/** Properties of a `FargateCluster`. */
export interface FargateClusterProps {
  /** The network that the services of the cluster run in. */
  readonly vpc: IVpc;

  /**
   * How much CloudWatch Container Insights observes: per service and task (`ENHANCED`), or per cluster and service
   * (`ENABLED`), which costs less. `DISABLED` is refused.
   * @default ContainerInsights.ENHANCED
   * @see PCI DSS 4.0.1 requirement 10.7.2
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  readonly containerInsights?: ContainerInsights;

  /**
   * What services and single tasks run on that name nothing themselves, such as those that are started by hand. A Spot
   * share must say over which numbers of tasks it holds.
   * @default - nothing: each must name it
   */
  readonly defaultCapacity?: Capacity;

  /**
   * The private DNS namespace in which the services of the cluster are found, for example `payments.internal`. It exists
   * in `vpc` alone.
   * @default - none
   */
  readonly namespace?: string;

  /**
   * What becomes of sessions that people open with ECS Exec in tasks that allow it. No `FargateService` does.
   * @default - the defaults of Amazon ECS: encrypted by TLS alone, and logged by the log driver of the container
   * @see PCI DSS 4.0.1 requirement 10.2.1.2
   */
  readonly executeCommand?: ExecuteCommand;

  /**
   * The customer key of what tasks write to their ephemeral storage, `writablePaths` included: symmetric, in the cluster's
   * region; an alias is an error. Its policy gets two statements for Fargate; that of an imported key can't be changed from
   * here, which leaves the warning `@org/fargate-service:imported-storage-key`. A change reaches tasks that start after it. A
   * key of this app that is not rotated leaves the warning `@org/fargate-service:key-without-rotation`.
   * @default - encryption with AES-256 by a key that Fargate owns
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-storage-encryption.html
   * @see PCI DSS 4.0.1 requirements 3.5.1 and 3.7.4
   */
  readonly storageEncryptionKey?: IKey;
}

/** Labels of letters, digits and hyphens, two at least: a name of one label could hide a public top-level domain. */
const DOMAIN = /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/**
 * An ECS cluster for Fargate services, observed by Container Insights. The capacity providers FARGATE and FARGATE_SPOT are
 * associated with it as soon as a service uses `Capacity.spot` or `defaultCapacity` is given.
 */
export class FargateCluster extends Construct {
  /** CDK's cluster: to hand on as an `ICluster`, and for properties that have no prop here. */
  public readonly cluster: Cluster;

  /** The key of sessions, with `executeCommand`: who opens one needs `kms:GenerateDataKey` on it. */
  public readonly sessionKey?: IKey;

  /** Where the commands and the output of sessions go, with `executeCommand`. */
  public readonly sessionLogGroup?: ILogGroup;

  constructor(scope: Construct, id: string, props: FargateClusterProps) {
    super(scope, id);
    requireObjects(this, props, ['vpc'], ['storageEncryptionKey']);
    const containerInsights = props.containerInsights ?? ContainerInsights.ENHANCED;
    if (![ContainerInsights.ENHANCED, ContainerInsights.ENABLED].includes(containerInsights)) {
      fail(
        this,
        `\`containerInsights\` must be ENHANCED or ENABLED, got: ${`${containerInsights}`.toUpperCase()}. ` +
          'PCI DSS 4.0.1 requirement 10.7.2 asks that failures of critical controls are detected.',
      );
    }
    requireMatchIfGiven(
      this,
      'namespace',
      props.namespace,
      DOMAIN,
      "two or more labels of lower-case letters, digits and hyphens, such as 'payments.internal'",
    );
    refuseAlias(this, 'storageEncryptionKey', props.storageEncryptionKey);
    const sessions = props.executeCommand?._bind(this);
    this.sessionKey = sessions?.key;
    this.sessionLogGroup = sessions?.logGroup;
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: props.vpc,
      containerInsightsV2: containerInsights,
      executeCommandConfiguration: sessions?.configuration,
      managedStorageConfiguration: props.storageEncryptionKey && {
        fargateEphemeralStorageKmsKey: props.storageEncryptionKey,
      },
    });
    warnOfGivenKey(this, props.storageEncryptionKey, '@org/fargate-service:key-without-rotation');
    if (props.storageEncryptionKey && !Resource.isOwnedResource(props.storageEncryptionKey)) warnOfImportedKey(this);
    if (props.namespace !== undefined) this.cluster.addDefaultCloudMapNamespace({ name: props.namespace });
    if (!props.defaultCapacity) return;
    this.cluster.enableFargateCapacityProviders();
    this.cluster.addDefaultCapacityProviderStrategy(props.defaultCapacity._clusterStrategy(this));
  }
}

function warnOfImportedKey(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    '@org/fargate-service:imported-storage-key',
    'The policy of the imported `storageEncryptionKey` cannot be changed from this app, and no task starts without it. Where ' +
      'the key is defined, let fargate.amazonaws.com call kms:GenerateDataKeyWithoutPlaintext, and kms:CreateGrant for ' +
      'Decrypt, for clusters of this account (PCI DSS 4.0.1 requirement 3.5.1).',
  );
}
