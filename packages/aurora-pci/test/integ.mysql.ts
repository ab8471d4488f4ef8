import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import {
  AuroraCluster,
  AuroraCredentials,
  AuroraEngine,
  AuroraInstances,
  AuroraProxy,
  ProxyAuthentication,
} from '../src';
import { R6G_LARGE } from './fixtures';
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

new IntegTest(app, 'MySql', { testCases: [stack, front] });
