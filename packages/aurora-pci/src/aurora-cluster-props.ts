import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { AuroraCredentials } from './aurora-credentials';
import type { AuroraEngine } from './aurora-engine';
import type { AuroraInstances } from './aurora-instances';
import type { DatabaseInsights } from './database-insights';
import type { RestoreFrom } from './restore-from';
import type { StorageEncryption } from './storage-encryption';

/** Properties of a cluster. */
export interface AuroraClusterProps {
  /**
   * Engine and version. A new minor version is an update in place; CloudFormation refuses another engine, which takes
   * another construct id.
   */
  readonly engine: AuroraEngine;

  /** Network of the cluster. CloudFormation refuses another one, which takes another construct id. */
  readonly vpc: IVpc;

  /** The writer and its readers. */
  readonly instances: AuroraInstances;

  /**
   * Subnets of the cluster, two at least. Public ones are an error.
   * @default - the isolated subnets of the VPC, or its private ones if it has no isolated ones
   * @see PCI DSS 4.0.1 requirement 1.4.4
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The admin user, its password and how often that changes.
   * @default AuroraCredentials.rotated(Duration.days(30))
   */
  readonly credentials?: AuroraCredentials;

  /**
   * Database that is created with the cluster: a letter, then letters, digits and underscores, at most 63 characters.
   * CloudFormation refuses another one, which takes another construct id.
   * @default - none; PostgreSQL still has the database `postgres`
   */
  readonly databaseName?: string;

  /**
   * What the cluster is restored from when it is created, instead of being empty. The `username` of `credentials`, which
   * must be given, and `databaseName` are those of the data; the password is a new one. Keep the value for as long as the
   * cluster: CloudFormation refuses another one, and none, which take another construct id.
   * @default - an empty cluster
   * @see PCI DSS 4.0.1 requirement 12.10.1
   */
  readonly restoreFrom?: RestoreFrom;

  /**
   * How long automated backups are kept, and so how far back the cluster can be restored to any second: 1 to 35 days,
   * which are the limits of Aurora. The default is the longest: only what exceeds the size of the cluster is billed.
   * @default Duration.days(35)
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
   */
  readonly backupRetention?: Duration;

  /**
   * When Aurora takes the daily backup, in UTC: `hh:mm-hh:mm`, 30 minutes at least, and outside `maintenanceWindow`.
   * @default - a window that Amazon RDS chooses
   */
  readonly backupWindow?: string;

  /**
   * When Aurora may patch the cluster and its instances, in UTC: `ddd:hh:mm-ddd:hh:mm` such as `sun:03:00-sun:04:00`, 30
   * minutes at least and a day at the most. Choose an hour of little load: an instance can be down for a moment.
   * @default - windows that Amazon RDS chooses, one for the cluster and one for each instance
   * @see PCI DSS 4.0.1 requirement 6.3.3
   */
  readonly maintenanceWindow?: string;

  /**
   * Who owns the key of the storage. CloudFormation refuses another one, which takes another construct id.
   * @default StorageEncryption.customerManaged()
   * @see PCI DSS 4.0.1 requirement 3.5.1
   */
  readonly encryption?: StorageEncryption;

  /**
   * How long the database logs are kept, as one of the values that CloudWatch Logs offers; others are an error that names
   * the next longer one. Below 365 days leaves a warning. Seven years are 2557 days.
   * @default Duration.days(365)
   * @see PCI DSS 4.0.1 requirement 10.5.1
   */
  readonly logRetention?: Duration;

  /**
   * Customer-managed key of the database logs. Its policy gets a statement for CloudWatch Logs, limited to the logs of
   * this cluster; the policy of an imported key can't be changed from here, which leaves a warning. One key takes the logs of
   * about sixty clusters and proxies: a policy larger than the 32 KB of AWS KMS is an error.
   * One of this app that is not rotated leaves the warning `@org/aurora-pci:key-without-rotation`.
   * @default - the cluster's own key; a key that CloudWatch Logs owns if the storage key is given or AWS-managed
   */
  readonly logEncryptionKey?: IKey;

  /**
   * Statements that take at least this long are logged: 1 ms to 1 hour. Their text can hold card data that escapes the
   * masking of the log group, so prefer bound parameters.
   * @default - slow statements are not logged
   */
  readonly slowQueryThreshold?: Duration;

  /**
   * How often Enhanced Monitoring measures the hosts: 1, 5, 10, 15, 30 or 60 seconds. Shorter costs more.
   * @default Duration.seconds(60)
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.overview.html
   */
  readonly monitoringInterval?: Duration;

  /**
   * Database Insights, which shows load by statement, wait and user. It is encrypted with the key of the storage, but not
   * masked: whoever may see it can see values that statements hold.
   * @default - off
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.html
   */
  readonly insights?: DatabaseInsights;

  /**
   * What happens to the data when the cluster leaves the stack. `SNAPSHOT` keeps a final snapshot, the key, the secret
   * and the logs; `RETAIN` keeps the cluster too. Both turn deletion protection on. `DESTROY` keeps nothing, automated
   * backups included.
   * @default RemovalPolicy.SNAPSHOT
   */
  readonly removalPolicy?: RemovalPolicy;
}
