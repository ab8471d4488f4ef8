import { ExpectedResult } from '@aws-cdk/integ-tests-alpha';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeployedStacks } from '../../../testing/src/integ';
import {
  AuroraCluster,
  AuroraCredentials,
  AuroraEngine,
  AuroraInstances,
  AuroraProxy,
  ProxyAuthentication,
} from '../src';
import { R6G_LARGE } from './fixtures';
import { askAbout } from './questions';
import { threeZones } from './scenarios';

// No password that anybody handles: Amazon RDS manages it, and clients come with tokens through a proxy in another stack.
const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
const stack = new Stack(app, 'AuroraMySql');
const vpc = threeZones(stack);
const database = new AuroraCluster(stack, 'Database', {
  engine: AuroraEngine.mysql('3.08.0'),
  vpc,
  instances: AuroraInstances.provisioned({ instanceType: R6G_LARGE }),
  credentials: AuroraCredentials.managedByRds(),
  removalPolicy: RemovalPolicy.DESTROY,
});

const front = new Stack(app, 'AuroraMySqlProxy');
const service = new SecurityGroup(front, 'Service', { vpc, allowAllOutbound: false });
const proxy = new AuroraProxy(front, 'Proxy', {
  database,
  authentication: ProxyAuthentication.iam(),
  readerEndpoint: true,
});
service.connections.allowToDefaultPort(proxy);

const deployed = new DeployedStacks(app, 'MySql', [stack, front]);
// A MySQL server refuses plaintext once it has seen a password, and no test knows one: so the parameter is asked for.
const { parameterGroupName } = database.parameterGroup.bindToCluster({});
deployed
  .ask({
    service: 'RDS',
    api: 'describeDBClusterParameters',
    parameters: {
      DBClusterParameterGroupName: parameterGroupName,
      Filters: [{ Name: 'parameter-name', Values: ['require_secure_transport'] }],
    },
    action: 'rds:DescribeDBClusterParameters',
    on: [
      stack.formatArn({
        service: 'rds',
        resource: 'cluster-pg',
        resourceName: parameterGroupName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  })
  .assertAtPath('Parameters.0.ParameterValue', ExpectedResult.exact('ON'));
deployed
  .ask({
    service: 'RDS',
    api: 'describeDBProxies',
    parameters: { DBProxyName: proxy.proxy.dbProxyName },
    action: 'rds:DescribeDBProxies',
    on: [proxy.proxy.dbProxyArn],
  })
  .assertAtPath('DBProxies.0.RequireTLS', ExpectedResult.exact(true));
askAbout(deployed, database, 'audit');
