import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Annotations, App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, RestoreFrom } from '../src';
import { askAbout } from './questions';
import { threeZones } from './scenarios';

// A cluster, and another one from its backups: the same data and admin, with a key, a password and logs of its own.
const app = new App();
const stack = new Stack(app, 'AuroraRestored');
const common = {
  engine: AuroraEngine.postgres('16.8'),
  vpc: threeZones(stack),
  instances: AuroraInstances.serverlessV2({ minCapacity: 0.5, maxCapacity: 2, readers: 0 }),
  credentials: AuroraCredentials.generated({ username: 'payments_owner' }),
  databaseName: 'payments',
  removalPolicy: RemovalPolicy.DESTROY,
};
const database = new AuroraCluster(stack, 'Database', common);
const restoreFrom = RestoreFrom.cluster(database.clusterIdentifier);
const restored = new AuroraCluster(stack, 'Restored', { ...common, restoreFrom });
// Its backups begin with its instances.
restored.node.addDependency(database.cluster);
for (const choice of ['no-failover-target', 'no-rotation']) {
  const id = `@org/aurora-pci:${choice}`;
  for (const cluster of [database, restored]) Annotations.of(cluster).acknowledgeWarning(id, 'Empty, for an hour');
}

const deployed = new DeployedStacks(app, 'Restored', [stack]);
askAbout(deployed, restored, 'postgresql');
const describe = {
  service: 'RDS',
  api: 'describeDBClusters',
  parameters: { DBClusterIdentifier: restored.clusterIdentifier },
  action: 'rds:DescribeDBClusters',
  on: [restored.cluster.clusterArn],
};
for (const [path, value] of Object.entries({
  MasterUsername: 'payments_owner',
  DatabaseName: 'payments',
  KmsKeyId: restored.encryptionKey?.keyArn,
  BackupRetentionPeriod: 35,
})) {
  deployed.ask(describe).assertAtPath(`DBClusters.0.${path}`, ExpectedResult.exact(value));
}
