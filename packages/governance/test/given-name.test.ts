import { onlyResource } from '@org/testing';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, Stack } from 'aws-cdk-lib/core';
import { NamingConvention } from '../src';

const LONG = 'AVeryLongIdOfWhichTheL2KeepsTheEndOrTheBeginningOnlyWhereItBuildsAName';

/** Resources that get a name of CDK's making. */
function build(convention?: NamingConvention): Stack {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  });
  new backup.BackupVault(stack, LONG);
  new events.EventBus(stack, 'Bus');
  new scheduler.ScheduleGroup(stack, 'Reports');
  const statement = new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['logs:PutLogEvents'],
    resources: ['*'],
  });
  new logs.LogGroup(stack, 'Queries').addToResourcePolicy(statement);
  new elb.TrustStore(stack, 'Callers', {
    bucket: s3.Bucket.fromBucketName(stack, 'Certificates', 'certificates'),
    key: 'ca.pem',
  });
  const dbProxy = new rds.DatabaseProxy(stack, 'Pool', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    secrets: [secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'x')],
    proxyTarget: rds.ProxyTarget.fromCluster(
      rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Database', {
        clusterIdentifier: 'x',
        port: 5432,
        engine: rds.DatabaseClusterEngine.AURORA_POSTGRESQL,
      }),
    ),
  });
  const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
  new rds.DatabaseProxyEndpoint(stack, 'Readers', { dbProxy, vpc, vpcSubnets });
  convention?.applyTo(app);
  return stack;
}

const named = build(NamingConvention.typeSuffix({ suffix: 'aa1' }));
const unnamed = build();

test.each([
  ['AWS::Backup::BackupVault', 'BackupVaultName', /^backup-vault-a-very-long-id-of-which-th-[a-z0-9]{6}-aa1$/],
  ['AWS::Events::EventBus', 'Name', /^event-bus-aa1$/],
  ['AWS::Logs::ResourcePolicy', 'PolicyName', /^log-policy-queries-aa1$/],
  ['AWS::Scheduler::ScheduleGroup', 'Name', /^schedule-group-reports-aa1$/],
  ['AWS::ElasticLoadBalancingV2::TrustStore', 'Name', /^trust-store-callers-aa1$/],
  ['AWS::RDS::DBProxy', 'DBProxyName', /^db-proxy-pool-aa1$/],
  ['AWS::RDS::DBProxyEndpoint', 'DBProxyEndpointName', /^db-proxy-endpoint-readers-aa1$/],
])('%s: the name that CDK makes up gives way', (type, property, name) => {
  expect(onlyResource(unnamed, type).Properties[property]).toEqual(expect.any(String));
  expect(onlyResource(named, type).Properties[property]).toMatch(name);
});
