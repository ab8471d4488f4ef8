import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** How clients prove to a proxy who they are, and how the proxy does to the database. All of it happens over TLS. */
export class ProxyAuthentication {
  /**
   * Clients send a password, which the proxy checks and then uses itself.
   * @param secrets one for each database user, with `username` and `password`. An imported one needs its `encryptionKey`, if
   * it has one, or the proxy cannot decrypt it: `Secret.fromSecretAttributes()`. A secret with an alias as its key is an error.
   * Default: that of the admin user.
   */
  public static password(secrets?: ISecret[]): ProxyAuthentication {
    return new ProxyAuthentication(false, secrets, undefined);
  }

  /**
   * Clients send a token of IAM, see `AuroraProxy.grantConnect`; the proxy uses a password, which no client has to know.
   * @param secrets one for each database user, with `username` and `password`. An imported one needs its `encryptionKey`, if
   * it has one, or the proxy cannot decrypt it: `Secret.fromSecretAttributes()`. A secret with an alias as its key is an error.
   * Default: that of the admin user.
   * @see PCI DSS 4.0.1 requirement 8.6.2
   */
  public static iam(secrets?: ISecret[]): ProxyAuthentication {
    return new ProxyAuthentication(true, secrets, undefined);
  }

  /**
   * Clients send a token of IAM, and so does the proxy: no password anywhere. The users must be allowed to log in so
   * (`GRANT rds_iam TO ...` in PostgreSQL, `IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'` in MySQL).
   * @param dbUsers names of the database users, in a list whose length is known at synthesis; wildcards are an error
   * @see PCI DSS 4.0.1 requirement 8.6.2
   */
  public static iamEndToEnd(dbUsers: string[]): ProxyAuthentication {
    return new ProxyAuthentication(true, undefined, dbUsers);
  }

  private constructor(
    /** @internal */
    public readonly _iam: boolean,
    /** @internal */
    public readonly _secrets: ISecret[] | undefined,
    /** @internal */
    public readonly _dbUsers: string[] | undefined,
  ) {}
}
