import { CfnEventSubscription, type IDatabaseCluster } from 'aws-cdk-lib/aws-rds';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { requireObjects } from './private/objects';
import { fail } from './private/validation';

/** Properties of the event subscriptions. */
export interface AuroraEventsProps {
  /**
   * Where the events go: a standard topic whose policy lets `events.rds.amazonaws.com` publish, and whose key lets it
   * encrypt. The default policy of a topic does; a customer-managed key must be told.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.GrantingPermissions.html
   */
  readonly topic: ITopic;

  /**
   * Clusters whose events are reported, readers that come and go not among them, such as `[database.cluster]`. One
   * subscription serves all of them. An imported one must know the identifiers of its instances.
   * @default - all clusters and instances of the account and region
   */
  readonly clusters?: IDatabaseCluster[];
}

/**
 * Reports changes and failures of databases to a topic: those of clusters, instances, parameter groups and database
 * security groups, each with the categories that Security Hub asks for. The last two kinds are reported for the whole
 * account and region. Once for each topic is enough: an account may have 20 subscriptions in a region.
 * @see PCI DSS 4.0.1 requirement 11.5.2; Security Hub controls RDS.19 to RDS.22
 */
export class AuroraEvents extends Construct {
  /** The subscriptions: of clusters, instances, parameter groups and database security groups. */
  public readonly subscriptions: CfnEventSubscription[];

  constructor(scope: Construct, id: string, props: AuroraEventsProps) {
    super(scope, id);
    requireObjects(this, props, ['topic']);
    const { clusters, topic } = props;
    if (topic.fifo) {
      fail(this, '`topic` must be a standard topic, got: a FIFO topic, which Amazon RDS cannot publish to.');
    }
    if (clusters?.length === 0) {
      fail(this, '`clusters` must name at least one cluster, got: none. Leave it out to report all of them.');
    }
    const subscribe = (source: string, sourceType: string, eventCategories: string[], sourceIds?: string[]) => {
      const properties = { snsTopicArn: topic.topicArn, sourceType, eventCategories, sourceIds };
      const subscription = new CfnEventSubscription(this, source, properties);
      // Amazon RDS publishes a first message, which the policy of the topic has to allow by then.
      subscription.node.addDependency(topic);
      return subscription;
    };
    const clusterIds = clusters?.map(({ clusterIdentifier }) => clusterIdentifier);
    const instanceIds = clusters?.flatMap((cluster) => instancesOf(this, cluster));
    const changes = ['configuration change', 'deletion', 'failure', 'maintenance'];
    this.subscriptions = [
      subscribe('Clusters', 'db-cluster', [...changes, 'failover'], clusterIds),
      subscribe('Instances', 'db-instance', [...changes, 'availability'], instanceIds),
      subscribe('ParameterGroups', 'db-parameter-group', ['configuration change']),
      subscribe('SecurityGroups', 'db-security-group', ['configuration change', 'failure']),
    ];
  }
}

function instancesOf(scope: Construct, cluster: IDatabaseCluster): string[] {
  const instances = knownInstancesOf(cluster);
  // To Amazon RDS an empty list means every instance of the account.
  if (instances && instances.length > 0) return instances;
  return fail(
    scope,
    `\`clusters\` must know their instances, got: '${cluster.node.path}', which ` +
      `${instances ? 'has none' : 'was imported without'}. Give DatabaseCluster.fromDatabaseClusterAttributes() the ` +
      '`instanceIdentifiers`, or leave `clusters` out.',
  );
}

/** CDK throws where a cluster was imported without them. */
function knownInstancesOf(cluster: IDatabaseCluster): string[] | undefined {
  try {
    return cluster.instanceIdentifiers;
  } catch {
    return undefined;
  }
}
