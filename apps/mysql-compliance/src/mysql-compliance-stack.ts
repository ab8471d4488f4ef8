import { alerts, auditLogs, certificateOf } from '@org/app-kit';
import { AuditedAlb, type AuditedAlbProps, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { AuroraCluster, AuroraCredentials, AuroraEngine, AuroraInstances, StorageEncryption } from '@org/aurora-pci';
import { AuditBucket, AuditPurpose, ComplianceKey, ComplianceLogGroup } from '@org/compliance-logging';
import { ContainerHealthCheck, Egress, FargateCluster, FargateService, Scaling, TaskSize } from '@org/fargate-service';
import { Addressing, NetworkTiers, SecureVpc } from '@org/secure-vpc';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acceptDataThatStays, acceptDemandsOnDatabase, acceptWayOut } from './accepted';
import type { Config } from './config';
import { dataLocation } from './data-location';
import { describeOutputs } from './outputs';

export interface MysqlComplianceStackProps extends StackProps {
  readonly config: Config;
  readonly repository: IRepository;
}

/** One payment service: logs, network, database, service and load balancer, each after what it stands on. */
export class MysqlComplianceStack extends Stack {
  constructor(scope: Construct, id: string, props: MysqlComplianceStackProps) {
    super(scope, id, props);
    const { config, repository } = props;
    const { service: task, database: db } = config;
    const removalPolicy = RemovalPolicy.DESTROY; // Nothing may outlive its stack, says the source document.
    const retention = Duration.days(config.logRetentionDays);

    const { encryptionKey, flowLogs, albLogs, audited } = auditLogs(this, removalPolicy);
    const { vpc } = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr(config.network.cidr),
      tiers: NetworkTiers.publicPrivate(),
      flowLogBucket: flowLogs.bucket,
    });

    const { key: dataKey } = new ComplianceKey(this, 'DataKey', { removalPolicy });
    const database = new AuroraCluster(this, 'Database', {
      vpc,
      engine: AuroraEngine.mysql(db.engineVersion),
      instances: AuroraInstances.provisioned({ instanceType: new InstanceType(db.instanceType), readers: db.readers }),
      databaseName: db.name,
      credentials: AuroraCredentials.generated(),
      encryption: StorageEncryption.customerManaged(dataKey),
      backupRetention: Duration.days(35), // The document's minimum, and Aurora's maximum.
      slowQueryThreshold: Duration.millis(db.slowQuerySeconds * 1000),
      logRetention: retention,
      logEncryptionKey: encryptionKey,
      removalPolicy,
    });
    acceptDemandsOnDatabase(database, config);
    const data = new AuditBucket(this, 'Data', { purpose: AuditPurpose.data(), encryptionKey: dataKey, ...audited });
    acceptDataThatStays(data, config);

    const logs = new ComplianceLogGroup(this, 'ServiceLogs', { retention, encryptionKey, removalPolicy });
    const { cluster } = new FargateCluster(this, 'Cluster', { vpc });
    const service = new FargateService(this, 'Service', {
      cluster,
      container: {
        image: ContainerImage.fromEcrRepository(repository, config.imageTag),
        port: task.port,
        healthCheck: ContainerHealthCheck.http({ path: task.healthPath }),
        secrets: { ...database.containerSecrets, ...dataLocation(data, task.dataPrefix) },
      },
      size: TaskSize.of({ cpu: task.cpu, memoryMiB: task.memoryMiB }),
      scaling: Scaling.between(task.minTasks, task.maxTasks).onCpu(task.cpuTargetPercent),
      egress: [Egress.httpsAnywhere()],
      logGroup: logs.logGroup,
    });
    acceptWayOut(service);
    service.connections.allowToDefaultPort(database, 'Payment service to its database');
    database.grantReadSecret(service);
    data.grantReadWrite(service, task.dataPrefix);

    const firewall = WebFirewall.managed({ logs: FirewallLogs.everything({ retention, encryptionKey }) });
    const front = { vpc, accessLogBucket: albLogs.bucket, firewall, removalPolicy };
    const { alb, targetGroup } = this.loadBalancer(front, service, config);
    alerts(this, { email: config.alertEmail, alb, targetGroup, service, database, encryptionKey });

    describeOutputs(this, { vpc, alb, cluster, service, database, repository, flowLogs, albLogs, data, dataKey });
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
