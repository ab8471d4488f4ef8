import type { IConnectable, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration } from 'aws-cdk-lib/core';

/** What all generated credentials have in common. */
export interface AuroraCredentialsOptions {
  /**
   * Name of the admin user: a letter, then letters, digits and underscores, 63 characters in all for PostgreSQL and 32
   * for MySQL. Names that attackers try first (admin, postgres, root ...) are an error. CloudFormation refuses another one,
   * which takes another construct id. With `restoreFrom` it is that of the data, and must be given.
   * @default 'dbadmin'
   * @see PCI DSS 4.0.1 requirement 2.2.2
   */
  readonly username?: string;

  /**
   * Key of the secret.
   * One of this app that is not rotated leaves the warning `@org/aurora-pci:key-without-rotation`.
   * @default - the customer-managed key of the storage; `aws/secretsmanager` if the storage has none
   */
  readonly encryptionKey?: IKey;
}

/** How rotated credentials are made and where the rotation function runs. */
export interface RotatedCredentialsOptions extends AuroraCredentialsOptions {
  /**
   * Subnets of the rotation function. It needs a way to Secrets Manager from there.
   * @default - the subnets of the database
   */
  readonly rotationSubnets?: SubnetSelection;

  /**
   * Where the rotation function reaches Secrets Manager on port 443: the interface endpoint of the VPC, a security
   * group, or `Peer.anyIpv4()` with `rotationSubnets` that have a NAT gateway, which leaves a warning.
   * @default - the address range of the VPC, which holds the interface endpoint
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-network-rqmts.html
   */
  readonly secretsManager?: IConnectable;
}

/** How the password of the admin user is made and changed. It is generated, and never in the template. */
export class AuroraCredentials {
  /**
   * A password in Secrets Manager that is changed at an interval, by a function that AWS provides.
   *
   * The function adds the transform `AWS::SecretsManager-2024-09-16` to the template, which deploys it as a nested stack
   * (`CAPABILITY_AUTO_EXPAND`; `cdk deploy` gives it). A deployment never rotates: the first change comes after the first
   * interval, so that tasks don't start with a password that is about to change.
   * @param interval 1 to 1000 whole days; above 90 days leaves a warning. Default: 30 days.
   * @param options user name, keys and network. Default: see there.
   * @see PCI DSS 4.0.1 requirements 8.3.9 and 8.6.3
   */
  public static rotated(interval?: Duration, options?: RotatedCredentialsOptions): AuroraCredentials {
    return new AuroraCredentials(options ?? {}, false, interval ?? Duration.days(30));
  }

  /**
   * A password in Secrets Manager that stays until somebody changes it, which leaves a warning.
   * @param options user name and key. Default: see there.
   */
  public static generated(options?: AuroraCredentialsOptions): AuroraCredentials {
    return new AuroraCredentials(options ?? {}, false);
  }

  /**
   * A password that Amazon RDS makes, keeps in a secret of its own and changes every 7 days, without a function, a
   * transform or a way into the network. The secret holds user name and password only, its name is chosen by RDS, and it goes
   * with the cluster.
   * @param options user name and key. Default: see there.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
   * @see PCI DSS 4.0.1 requirements 8.3.9 and 8.6.3
   */
  public static managedByRds(options?: AuroraCredentialsOptions): AuroraCredentials {
    return new AuroraCredentials(options ?? {}, true);
  }

  private constructor(
    /** @internal */
    public readonly _options: RotatedCredentialsOptions,
    /** @internal */
    public readonly _managed: boolean,
    /** @internal */
    public readonly _interval?: Duration,
  ) {}
}
