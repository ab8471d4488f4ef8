import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A payment platform of plain L2s, with something of each kind that the apps hold. */
export class Platform extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { env: { region: 'us-east-1' } });
    const vpc = this.network();
    const service = this.service(vpc);
    const alb = new elb.ApplicationLoadBalancer(this, 'Alb', { vpc });
    alb.addListener('Http', { port: 80, open: false }).addTargets('Api', { port: 80, targets: [service] });
    this.database(vpc);
    this.storesAndAlerts();
  }

  private network(): ec2.Vpc {
    const vpc = new ec2.Vpc(this, 'Network', {
      maxAzs: 2,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    vpc.addInterfaceEndpoint('Kms', { service: ec2.InterfaceVpcEndpointAwsService.KMS });
    vpc.addFlowLog('FlowLog', { destination: ec2.FlowLogDestination.toS3(new s3.Bucket(this, 'FlowLogs')) });
    return vpc;
  }

  private service(vpc: ec2.Vpc): ecs.FargateService {
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'PaymentApi');
    const repository = new ecr.Repository(this, 'Images');
    taskDefinition.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(repository),
      portMappings: [{ containerPort: 8080 }],
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app' }),
    });
    const service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition,
      circuitBreaker: { rollback: true },
      minHealthyPercent: 100,
    });
    service.autoScaleTaskCount({ maxCapacity: 4 }).scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70 });
    return service;
  }

  private database(vpc: ec2.Vpc): void {
    new rds.DatabaseCluster(this, 'Database', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_14_6 }),
      vpc,
      writer: rds.ClusterInstance.provisioned('Writer'),
      readers: [rds.ClusterInstance.provisioned('Reader')],
    });
  }

  private storesAndAlerts(): void {
    const key = new kms.Key(this, 'Key');
    new kms.CfnAlias(this, 'Alias', { aliasName: 'alias/default', targetKeyId: key.keyId }).node.addMetadata(
      'derived-name',
      true,
    );
    new s3.Bucket(this, 'Backups', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    new secretsmanager.Secret(this, 'ApiToken');
    new ssm.StringParameter(this, 'RetryLimit', { stringValue: '3' });
    new logs.LogGroup(this, 'AuditLogs');
    const topic = new sns.Topic(this, 'Alerts');
    const queue = new sqs.Queue(this, 'Jobs');
    const alarm = new cloudwatch.Alarm(this, 'QueueDepth', {
      metric: queue.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
      evaluationPeriods: 1,
    });
    new cloudwatch.CompositeAlarm(this, 'Anything', {
      alarmRule: cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM),
    });
    new events.EventBus(this, 'Bus');
    new backup.BackupVault(this, 'Vault');
    new wafv2.CfnWebACL(this, 'Acl', {
      defaultAction: { allow: {} },
      scope: 'REGIONAL',
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'acl', sampledRequestsEnabled: true },
    });
    new iam.ManagedPolicy(this, 'ReadTopic', {
      statements: [new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] })],
    });
  }
}
