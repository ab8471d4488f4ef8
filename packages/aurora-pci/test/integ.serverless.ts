import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Annotations, App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, StorageEncryption } from '../src';
import { threeZones } from './scenarios';

// The least that a test environment pays for, and the warnings that its choices leave.
const app = new App();
const stack = new Stack(app, 'AuroraServerless');
const database = new AuroraCluster(stack, 'Database', {
  engine: AuroraEngine.postgres('16.6'),
  vpc: threeZones(stack),
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

new IntegTest(app, 'Serverless', { testCases: [stack] });
