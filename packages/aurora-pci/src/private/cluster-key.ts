import { Alias, type Key } from 'aws-cdk-lib/aws-kms';
import type { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { Lazy, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ownKey } from './own-key';

/** The key that a cluster brings along. It stays as long as anything that it encrypts, a final snapshot included. */
export function clusterKey(scope: Construct, removalPolicy: RemovalPolicy, cluster: () => CfnDBCluster): Key {
  const kept = removalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
  const key = ownKey(scope, 'Key', 'Storage, secret and logs of the database cluster', kept);
  new Alias(scope, 'KeyAlias', {
    aliasName: Lazy.uncachedString({ produce: () => `alias/${cluster().dbClusterIdentifier}` }),
    targetKey: key,
  });
  return key;
}
