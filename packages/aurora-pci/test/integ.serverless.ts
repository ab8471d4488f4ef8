import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Annotations, App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks, Probe } from '../../../testing/src/integ';
import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, StorageEncryption } from '../src';
import { askAbout } from './questions';
import { threeZones } from './scenarios';

// The least that a test environment pays for, and the warnings that its choices leave.
const app = new App();
const stack = new Stack(app, 'AuroraServerless');
const vpc = threeZones(stack);
const database = new AuroraCluster(stack, 'Database', {
  engine: AuroraEngine.postgres('16.8'),
  vpc,
  instances: AuroraInstances.serverlessV2({ minCapacity: 0.5, maxCapacity: 2, readers: 0 }),
  credentials: AuroraCredentials.generated(),
  encryption: StorageEncryption.awsManaged(),
  backupRetention: Duration.days(1),
  logRetention: Duration.days(30),
  removalPolicy: RemovalPolicy.DESTROY,
});
database.addAlarms({ connections: 50 });
for (const choice of ['no-failover-target', 'no-rotation', 'log-retention-below-twelve-months']) {
  Annotations.of(database).acknowledgeWarning(`@org/aurora-pci:${choice}`, 'Holds made-up data, for an hour');
}

const deployed = new DeployedStacks(app, 'Serverless', [stack]);
const stranger = new Probe(deployed, 'Stranger', { vpc, vpcSubnets: { subnetGroupName: 'Db' } });
const { hostname } = database.cluster.clusterEndpoint;
// Not let in by name, not let in at all.
stranger.expectPort(hostname, 5432, 'failed: TIMEOUT');

askAbout(deployed, database, 'postgresql');
const scaling = 'DBClusters.0.ServerlessV2ScalingConfiguration.MaxCapacity';
deployed
  .ask({
    service: 'RDS',
    api: 'describeDBClusters',
    parameters: { DBClusterIdentifier: database.cluster.clusterIdentifier },
    action: 'rds:DescribeDBClusters',
    on: [database.cluster.clusterArn],
  })
  .assertAtPath(scaling, ExpectedResult.exact(2));
