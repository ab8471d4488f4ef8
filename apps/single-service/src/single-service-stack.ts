import { certificateOf } from '@org/app-kit';
import { AuditedAlb, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances } from '@org/aurora-pci';
import { AuditBucket, AuditPurpose, ComplianceLogGroup } from '@org/compliance-logging';
import { ContainerHealthCheck, Egress, FargateCluster, FargateService, Scaling, TaskSize } from '@org/fargate-service';
import { Addressing, Endpoints, SecureVpc } from '@org/secure-vpc';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Config } from './config';
import { describeOutputs } from './outputs';

export interface SingleServiceStackProps extends StackProps {
  readonly config: Config;
  readonly repository: IRepository;
}

/** One payment service: network, logs, database, load balancer, service, in the order in which a request meets them. */
export class SingleServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: SingleServiceStackProps) {
    super(scope, id, props);
    const { config, repository } = props;
    const { network, service: task, database: db } = config;
    const removalPolicy = RemovalPolicy.DESTROY; // Nothing may outlive its stack, says the source document.
    const retention = Duration.days(config.logRetentionDays);

    const flowLogs = new AuditBucket(this, 'FlowLogs', { purpose: AuditPurpose.flowLogs(), removalPolicy });
    const albLogs = new AuditBucket(this, 'AlbLogs', { purpose: AuditPurpose.loadBalancerLogs(), removalPolicy });
    const backups = new AuditBucket(this, 'Backups', { purpose: AuditPurpose.backups(), removalPolicy });

    const { vpc, publicSubnets, privateSubnets, isolatedSubnets } = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr(network.cidr),
      availabilityZones: network.availabilityZones,
      endpoints: Endpoints.forFargate(),
      flowLogBucket: flowLogs.bucket,
      removalPolicy,
    });

    const database = new AuroraCluster(this, 'Database', {
      vpc,
      vpcSubnets: isolatedSubnets,
      engine: AuroraEngine.postgres(db.engineVersion),
      instances: AuroraInstances.provisioned({ instanceType: new InstanceType(db.instanceType), readers: db.readers }),
      databaseName: db.name,
      credentials: AuroraCredentials.rotated(Duration.days(db.rotationDays)),
      backupRetention: Duration.days(db.backupRetentionDays),
      logRetention: retention,
      removalPolicy,
    });

    const logs = new ComplianceLogGroup(this, 'ServiceLogs', { retention, removalPolicy });
    const healthCheck = { path: task.healthPath };
    const { cluster } = new FargateCluster(this, 'Cluster', { vpc });
    const service = new FargateService(this, 'Service', {
      cluster,
      vpcSubnets: privateSubnets,
      image: ContainerImage.fromEcrRepository(repository, config.imageTag),
      size: TaskSize.of({ cpu: task.cpu, memoryMiB: task.memoryMiB }),
      port: task.port,
      healthCheck: ContainerHealthCheck.http(healthCheck),
      scaling: Scaling.between(task.minTasks, task.maxTasks)
        .onCpu(task.cpuTargetPercent)
        .onMemory(task.memoryTargetPercent),
      secrets: database.containerSecrets,
      egress: [Egress.httpsAnywhere()],
      logGroup: logs.logGroup,
      removalPolicy,
    });
    Validations.of(service).acknowledge({
      id: 'Annotation::@org/fargate-service:egress-anywhere',
      reason: 'Card networks publish host names, not addresses; tasks reach them on 443 through the NAT gateways alone',
    });
    service.connections.allowToDefaultPort(database, 'Payment service to its database');

    const alb = new AuditedAlb(this, 'Alb', {
      vpc,
      vpcSubnets: publicSubnets,
      certificate: certificateOf(this, config),
      accessLogBucket: albLogs.bucket,
      firewall: WebFirewall.managed({ logs: FirewallLogs.everything({ retention }) }),
      removalPolicy,
    });
    const targets = alb.addTargetGroup('Service', { port: task.port, targets: [service], healthCheck });
    alb.addRoute('Service', Routing.paths(task.paths, targets));

    describeOutputs(this, { vpc, alb, cluster, service, database, repository, flowLogs, albLogs, backups });
  }
}
