import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks, Probe } from '../../../testing/src/integ';
import { AuroraCluster, AuroraEngine, AuroraEvents, AuroraInstances, DatabaseInsights, ReaderScaling } from '../src';
import { R6G_LARGE } from './fixtures';
import { askAbout } from './questions';
import { alertTopic, threeZones } from './scenarios';

// The example of the README with what a production service adds to it, removable.
const app = new App();
const stack = new Stack(app, 'AuroraPostgres');
const vpc = threeZones(stack);
const topic = alertTopic(stack);
const service = new SecurityGroup(stack, 'Service', { vpc, allowAllOutbound: false });

const database = new AuroraCluster(stack, 'Database', {
  engine: AuroraEngine.postgres('14.6'),
  vpc,
  instances: AuroraInstances.provisioned({
    instanceType: R6G_LARGE,
    readers: 2,
    readerScaling: ReaderScaling.onCpu({ maxReaders: 4 }),
  }),
  databaseName: 'payments',
  backupWindow: '01:00-02:00',
  maintenanceWindow: 'sun:03:00-sun:04:00',
  insights: DatabaseInsights.standard(),
  slowQueryThreshold: Duration.seconds(1),
  removalPolicy: RemovalPolicy.DESTROY,
});
service.connections.allowToDefaultPort(database);
for (const alarm of database.addAlarms()) alarm.addAlarmAction(new SnsAction(topic));
new AuroraEvents(stack, 'Events', { topic, clusters: [database.cluster] });

const deployed = new DeployedStacks(app, 'Postgres', [stack]);
const stranger = new Probe(deployed, 'Stranger', { vpc, vpcSubnets: { subnetGroupName: 'Db' } });
stranger.connections.allowToDefaultPort(database);
const { hostname } = database.cluster.clusterEndpoint;
stranger.expectPostgres(hostname, 5432, false, 'refused: 28000');
stranger.expectPostgres(hostname, 5432, true, 'asks for the password');

askAbout(deployed, database, 'postgresql');
deployed
  .ask({
    service: 'SecretsManager',
    api: 'describeSecret',
    parameters: { SecretId: database.secret.secretArn },
    action: 'secretsmanager:DescribeSecret',
    on: [database.secret.secretArn],
  })
  .assertAtPath('RotationEnabled', ExpectedResult.exact(true));
