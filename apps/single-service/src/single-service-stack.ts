import { alerts, auditLogs, certificateOf } from '@org/app-kit';
import { AuditedAlb, type AuditedAlbProps, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances } from '@org/aurora-pci';
import { AuditBucket, AuditPurpose, ComplianceLogGroup } from '@org/compliance-logging';
import { ContainerHealthCheck, Egress, FargateCluster, FargateService, Scaling, TaskSize } from '@org/fargate-service';
import { Addressing, Endpoints, SecureVpc, Zones } from '@org/secure-vpc';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { OF_THE_SERVICE } from './acknowledgements';
import { backUp } from './backup-vault';
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
    const { network, service: task, database: db, removalPolicy } = config;
    const retention = Duration.days(config.logRetentionDays);

    const { encryptionKey, flowLogs, albLogs, audited } = auditLogs(this, removalPolicy);
    const backups = new AuditBucket(this, 'Backups', { purpose: AuditPurpose.backups(), encryptionKey, ...audited });

    const { vpc, publicTier, privateTier, isolatedTier } = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr(network.cidr),
      zones: Zones.first(network.availabilityZones),
      endpoints: Endpoints.forFargate(),
      flowLogBucket: flowLogs.bucket,
    });

    const database = new AuroraCluster(this, 'Database', {
      vpc,
      vpcSubnets: isolatedTier,
      engine: AuroraEngine.postgres(db.engineVersion),
      instances: AuroraInstances.provisioned({ instanceType: new InstanceType(db.instanceType), readers: db.readers }),
      databaseName: db.name,
      credentials: AuroraCredentials.rotated(Duration.days(db.rotationDays)),
      backupRetention: Duration.days(db.backupRetentionDays),
      logRetention: retention,
      removalPolicy,
    });

    const logs = new ComplianceLogGroup(this, 'ServiceLogs', { retention, encryptionKey, removalPolicy });
    const { cluster } = new FargateCluster(this, 'Cluster', { vpc });
    const service = new FargateService(this, 'Service', {
      cluster,
      vpcSubnets: privateTier,
      container: {
        image: ContainerImage.fromEcrRepository(repository, config.imageTag),
        port: task.port,
        healthCheck: ContainerHealthCheck.http({ path: task.healthPath }),
        secrets: database.containerSecrets,
      },
      size: TaskSize.of({ cpu: task.cpu, memoryMiB: task.memoryMiB }),
      scaling: Scaling.between(task.minTasks, task.maxTasks)
        .onCpu(task.cpuTargetPercent)
        .onMemory(task.memoryTargetPercent),
      desiredCount: task.minTasks,
      egress: [Egress.httpsAnywhere()],
      logGroup: logs.logGroup,
      removalPolicy,
    });
    Validations.of(service).acknowledge(...OF_THE_SERVICE);
    service.connections.allowToDefaultPort(database, 'Payment service to its database');

    const firewall = WebFirewall.managed({ logs: FirewallLogs.everything({ retention, encryptionKey }) });
    const front = { vpc, vpcSubnets: publicTier, accessLogBucket: albLogs.bucket, firewall, removalPolicy };
    const { alb, targetGroup } = this.loadBalancer(front, service, config);

    const topic = alerts(this, { email: config.alertEmail, alb, targetGroup, service, database, encryptionKey });
    backUp(this, { database, config, topic });
    describeOutputs(this, { vpc, alb, cluster, service, database, repository, flowLogs, albLogs, backups });
  }

  /** What clients reach: HTTPS alone, and behind it the paths of the service. */
  private loadBalancer(front: Omit<AuditedAlbProps, 'certificate'>, service: FargateService, config: Config) {
    const { port, paths, healthPath } = config.service;
    const alb = new AuditedAlb(this, 'Alb', { ...front, certificate: certificateOf(this, config) });
    const targetGroup = alb.addTargetGroup('Service', { port, targets: [service], healthCheck: { path: healthPath } });
    alb.addRoute('Service', Routing.paths(paths, targetGroup));
    return { alb, targetGroup };
  }
}
