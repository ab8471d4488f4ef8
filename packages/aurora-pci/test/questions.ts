import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib/core';
import type { DeployedStacks } from '../../../testing/src/integ';
import type { AuroraCluster } from '../src';

/** What every cluster of this package must hold once it is there. */
export function askAbout(deployed: DeployedStacks, { cluster, logGroups }: AuroraCluster, logType: string): void {
  const describe = {
    service: 'RDS',
    api: 'describeDBClusters',
    parameters: { DBClusterIdentifier: cluster.clusterIdentifier },
    action: 'rds:DescribeDBClusters',
    on: [cluster.clusterArn],
  };
  for (const [path, value] of Object.entries({
    StorageEncrypted: true,
    IAMDatabaseAuthenticationEnabled: true,
    'EnabledCloudwatchLogsExports.0': logType,
  })) {
    const whole = `DBClusters.0.${path}`;
    deployed.ask(describe).assertAtPath(whole, ExpectedResult.exact(value));
  }
  // Its log arrives in the group that was there before it.
  const [logGroup] = Object.entries(logGroups)
    .filter(([type]) => type === logType)
    .map(([, group]) => group);
  if (!logGroup) throw new Error(`No log of type ${logType}`);
  const patience = { totalTimeout: Duration.minutes(30), interval: Duration.seconds(30) };
  deployed.expectLog(logGroup, `/${logType}:log-stream:`, patience);
}
