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
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { App, Fn, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { NamingConvention } from '../src';
import { isFree } from '../src/private/given-name';

const LONG = 'AVeryLongIdOfWhichTheL2KeepsTheEndOrTheBeginningOnlyWhereItBuildsAName';

/** Resources that get a name of CDK's making, in an app with or without its recommended feature flags. */
function build(convention?: NamingConvention, context = {}): Stack {
  const app = new App({ context });
  const stack = new Stack(app, 'Stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
  });
  new backup.BackupVault(stack, LONG);
  new events.EventBus(stack, 'Bus');
  const statement = new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['logs:PutLogEvents'],
    resources: ['*'],
  });
  new logs.LogGroup(stack, 'Queries').addToResourcePolicy(statement);
  new elb.TrustStore(stack, `${LONG}Callers`, {
    bucket: s3.Bucket.fromBucketName(stack, 'Certificates', 'certificates'),
    key: 'ca.pem',
  });
  const dbProxy = new rds.DatabaseProxy(stack, `${LONG}Pool`, {
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
  new rds.DatabaseProxyEndpoint(stack, `${LONG}Readers`, { dbProxy, vpc, vpcSubnets });
  convention?.applyTo(app);
  return stack;
}

describe.each([
  ['without a feature flag', {}],
  ['with the recommended ones', { ...recommendedFlags }],
])('%s', (_flags, context) => {
  const named = build(NamingConvention.typeSuffix({ suffix: 'aa1' }), context);
  const unnamed = build(undefined, context);

  test.each([
    ['AWS::Backup::BackupVault', 'BackupVaultName', /^backup-vault-a-very-long-id-of-which-th-[a-z0-9]{6}-aa1$/],
    ['AWS::Events::EventBus', 'Name', /^event-bus-aa1$/],
    ['AWS::Logs::ResourcePolicy', 'PolicyName', /^log-policy-queries-aa1$/],
    ['AWS::ElasticLoadBalancingV2::TrustStore', 'Name', /^trust-store-a-very-lo-[a-z0-9]{6}-aa1$/],
    ['AWS::RDS::DBProxy', 'DBProxyName', /^db-proxy-a-very-[a-z0-9-]+-[a-z0-9]{6}-aa1$/],
    ['AWS::RDS::DBProxyEndpoint', 'DBProxyEndpointName', /^db-proxy-endpoint-a-very-[a-z0-9-]+-[a-z0-9]{6}-aa1$/],
  ])('%s: the name that CDK makes up gives way', (type, property, name) => {
    expect(onlyResource(unnamed, type).Properties[property]).toEqual(expect.any(String));
    expect(onlyResource(named, type).Properties[property]).toMatch(name);
  });
});

describe.each([
  ['Reports', 'Stack-Reports-0F479D9D'],
  [`${LONG}Reports`, 'Stack-AVeryLongIdOfWhichTheLlyWhereItBuildsANameReports-E9D69F5D'],
])('a schedule group %s', (id, copied) => {
  function scheduled(make: (stack: Stack) => void): Stack {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    make(stack);
    NamingConvention.typeSuffix({ suffix: 'aa1' }).applyTo(app);
    app.synth();
    app.synth({ force: true });
    return stack;
  }

  test('with a name of CDK is refused, which schedules, metrics and grants have copied', () => {
    expect(() => scheduled((stack) => new scheduler.ScheduleGroup(stack, id))).toThrow(
      new Error(
        `Stack/${id}/Resource: \`Name\` must be set, because CDK copies the name that it makes up for ` +
          `AWS::Scheduler::ScheduleGroup into other resources, got: the made-up '${copied}'. Set it to ` +
          '`naming.nameFor(...)`.',
      ),
    );
  });

  test('keeps a name of its author', () => {
    const stack = scheduled((scope) => new scheduler.ScheduleGroup(scope, id, { scheduleGroupName: 'nightly-aa1' }));
    expect(onlyResource(stack, 'AWS::Scheduler::ScheduleGroup').Properties.Name).toBe('nightly-aa1');
  });

  test('gets one where it is an L1', () => {
    const stack = scheduled((scope) => new scheduler.CfnScheduleGroup(scope, id));
    expect(onlyResource(stack, 'AWS::Scheduler::ScheduleGroup').Properties.Name).toMatch(/^schedule-group-.*-aa1$/);
  });
});

describe('a name is free', () => {
  const queue = () => new CfnQueue(new Stack(new App(), 'Stack'), 'Queue');

  test('where there is none, also in a token', () => {
    expect(isFree(queue(), undefined)).toBe(true);
    expect(isFree(queue(), Token.asString({ resolve: () => undefined }))).toBe(true);
  });

  test('where a package says that it is a default, and not by any other word of it', () => {
    const [derived, other, denied] = [queue(), queue(), queue()];
    derived.node.addMetadata('derived-name', true);
    other.node.addMetadata('other', true);
    denied.node.addMetadata('derived-name', false);
    expect([derived, other, denied].map((resource) => isFree(resource, 'chosen'))).toEqual([true, false, false]);
  });

  test.each([
    ['text', 'chosen'],
    ['a list', ['chosen']],
    ['a token that is not text', Fn.getAtt('Other', 'Name')],
    ['a reference', Fn.ref('Other')],
    ['a value that is found out later', Lazy.string({ produce: () => undefined })],
    ['a text with such a value in it', `${Fn.ref('Other')}-${Lazy.string({ produce: () => undefined })}`],
  ])('not where somebody chose it: %s', (_form, value) => {
    expect(isFree(queue(), value)).toBe(false);
  });
});
