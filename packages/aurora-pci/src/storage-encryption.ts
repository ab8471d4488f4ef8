import type { IKey } from 'aws-cdk-lib/aws-kms';

/** Who owns the key that encrypts a cluster's storage, snapshots and backups. They are always encrypted. */
export class StorageEncryption {
  /**
   * A customer-managed key, which also encrypts the admin secret unless the credentials name another one.
   * @param key a key of this region that lets its account's policies decide about its use. An alias is an error.
   * Without it the cluster gets its own key, rotated every year, which then also encrypts its log groups.
   * A given one of this app that is not rotated leaves the warning `@org/aurora-pci:key-without-rotation`.
   * @see PCI DSS 4.0.1 requirements 3.6.1 and 3.7.4
   */
  public static customerManaged(key?: IKey): StorageEncryption {
    return new StorageEncryption(true, key);
  }

  /**
   * The key `aws/rds` that AWS owns for the account. Its policy and rotation are not yours, and snapshots can't be
   * shared with another account.
   */
  public static awsManaged(): StorageEncryption {
    return new StorageEncryption(false);
  }

  private constructor(
    /** @internal */
    public readonly _customerManaged: boolean,
    /** @internal */
    public readonly _key?: IKey,
  ) {}
}
