import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { type App, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import {
  AuroraCredentials,
  AuroraEvents,
  AuroraInstances,
  AuroraProxy,
  DatabaseInsights,
  ProxyAuthentication,
  ReaderScaling,
  RestoreFrom,
  StorageEncryption,
} from '../src';
import { database, MYSQL, R6G_LARGE } from './fixtures';

/** Every feature of the package at work, in one stack, in the VPC of another one. */
export function everyScenario(app: App): Stack {
  const vpc = threeZones(new Stack(app, 'Network'));
  const stack = new Stack(app, 'Stack');
  const topic = alertTopic(stack);
  const full = database(
    stack,
    {
      vpc,
      instances: AuroraInstances.provisioned({
        instanceType: R6G_LARGE,
        readerScaling: ReaderScaling.onCpu({ maxReaders: 4 }),
      }),
      insights: DatabaseInsights.advanced(),
      backupWindow: '01:00-02:00',
      maintenanceWindow: 'sun:03:00-sun:04:00',
      slowQueryThreshold: Duration.seconds(1),
    },
    'Full',
  );
  for (const alarm of full.addAlarms()) alarm.addAlarmAction(new SnsAction(topic));
  const mysql = database(
    stack,
    {
      vpc,
      engine: MYSQL,
      removalPolicy: RemovalPolicy.DESTROY,
      credentials: AuroraCredentials.managedByRds({ username: 'dbadmin' }),
      restoreFrom: RestoreFrom.cluster('payments', new Date('2026-11-25T23:45:00Z')),
    },
    'MySql',
  );
  const small = database(
    stack,
    {
      vpc,
      instances: AuroraInstances.serverlessV2({ minCapacity: 0.5, maxCapacity: 2, readers: 0 }),
      credentials: AuroraCredentials.generated({ username: 'dbadmin' }),
      encryption: StorageEncryption.awsManaged(),
      restoreFrom: RestoreFrom.snapshot('payments-final'),
      removalPolicy: RemovalPolicy.DESTROY,
    },
    'Small',
  );
  new AuroraEvents(stack, 'Events', { topic, clusters: [full.cluster, mysql.cluster] });
  new AuroraProxy(stack, 'Passwords', { database: full, readerEndpoint: true });
  new AuroraProxy(stack, 'Tokens', { database: mysql, authentication: ProxyAuthentication.iam() });
  const endToEnd = ProxyAuthentication.iamEndToEnd(['payments_app']);
  new AuroraProxy(stack, 'EndToEnd', { database: small, authentication: endToEnd });
  return stack;
}

/** A topic that alarms and database events reach. */
export function alertTopic(scope: Construct): Topic {
  const masterKey = new Key(scope, 'TopicKey', { enableKeyRotation: true });
  const publishers = ['cloudwatch', 'events.rds'].map((name) => new ServicePrincipal(`${name}.amazonaws.com`));
  const topic = new Topic(scope, 'Topic', { masterKey, enforceSSL: true });
  for (const publisher of publishers) {
    topic.grantPublish(publisher);
    masterKey.grant(publisher, 'kms:Decrypt', 'kms:GenerateDataKey');
  }
  return topic;
}

export function threeZones(scope: Construct): IVpc {
  return new Vpc(scope, 'Vpc', {
    availabilityZones: [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs())),
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'Db', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
}
