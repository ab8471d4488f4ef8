import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import type { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { Duration, Lazy, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** The key that a cluster brings along. It stays as long as anything that it encrypts, a final snapshot included. */
export function ownKey(scope: Construct, removalPolicy: RemovalPolicy, cluster: () => CfnDBCluster): Key {
  const destroyed = removalPolicy === RemovalPolicy.DESTROY;
  const key = new Key(scope, 'Key', {
    description: 'Storage, secret and logs of the database cluster',
    enableKeyRotation: true,
    pendingWindow: destroyed ? Duration.days(7) : undefined,
    removalPolicy: destroyed ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  new Alias(scope, 'KeyAlias', {
    aliasName: Lazy.uncachedString({ produce: () => `alias/${cluster().dbClusterIdentifier}` }),
    targetKey: key,
  });
  return key;
}
