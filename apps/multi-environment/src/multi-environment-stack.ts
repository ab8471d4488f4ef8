import { alerts, auditLogs } from '@org/app-kit';
import { AuditedAlb, type AuditedAlbProps, Certificate, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { AuroraCluster, AuroraEngine, AuroraInstances } from '@org/aurora-pci';
import { ComplianceLogGroup } from '@org/compliance-logging';
import { Egress, FargateCluster, FargateService, PolicyConditions, Scaling, TaskSize } from '@org/fargate-service';
import { Addressing, Endpoints, NatGateways, SecureVpc, Zones } from '@org/secure-vpc';
import { InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acceptDemands } from './accepted';
import type { Config } from './config';
import { credentialsOf } from './credentials';
import { API, DATABASE_NAME } from './definition';
import { dnsOf } from './dns';
import { domainOf } from './environments';
import { describeOutputs } from './outputs';

export interface MultiEnvironmentStackProps extends StackProps {
  readonly config: Config;
}

/** One environment: network, database, service, load balancer, alerts, in the order in which a request meets them. */
export class MultiEnvironmentStack extends Stack {
  constructor(scope: Construct, id: string, props: MultiEnvironmentStackProps) {
    super(scope, id, props);
    const { config } = props;
    const { network, service: task, database: db, alertEmail: email, alarms } = config;
    const removalPolicy = RemovalPolicy.DESTROY; // Nothing may outlive its stack, says the source document.
    const retention = Duration.days(config.logRetentionDays);
    acceptDemands(this, config);
    const { encryptionKey, flowLogs, albLogs } = auditLogs(this, removalPolicy);

    const { vpc, publicTier, privateTier, isolatedTier } = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr(network.cidr),
      zones: Zones.first(network.availabilityZones),
      natGateways: NatGateways[network.natGateways](),
      endpoints: Endpoints.forFargate(),
      flowLogBucket: flowLogs.bucket,
    });

    const database = new AuroraCluster(this, 'Database', {
      vpc,
      vpcSubnets: isolatedTier,
      engine: AuroraEngine.postgres(db.engineVersion),
      instances: AuroraInstances.provisioned({ instanceType: new InstanceType(db.instanceType), readers: db.readers }),
      databaseName: DATABASE_NAME,
      credentials: credentialsOf(db),
      backupRetention: Duration.days(db.backupRetentionDays),
      logRetention: retention,
      removalPolicy,
    });

    const logs = new ComplianceLogGroup(this, 'ServiceLogs', { retention, encryptionKey, removalPolicy });
    const { cluster } = new FargateCluster(this, 'Cluster', { vpc });
    const images = Repository.fromRepositoryArn(this, 'Images', config.imageRepositoryArn);
    const service = new FargateService(this, 'Service', {
      cluster,
      vpcSubnets: privateTier,
      container: {
        image: ContainerImage.fromEcrRepository(images, config.imageTag),
        port: API.port,
        secrets: database.containerSecrets,
      },
      size: TaskSize.of({ cpu: task.cpu, memoryMiB: task.memoryMiB }),
      scaling: Scaling.between(task.minTasks, task.maxTasks)
        .onCpu(task.cpuTargetPercent)
        .onMemory(task.memoryTargetPercent),
      egress: [Egress.httpsAnywhere()],
      policyConditions: PolicyConditions.requestedRegion(this.region),
      logGroup: logs.logGroup,
      removalPolicy,
    });
    service.connections.allowToDefaultPort(database, 'Payment service to its database');

    const firewall = WebFirewall.managed({ logs: FirewallLogs.everything({ retention, encryptionKey }) });
    const front = { vpc, vpcSubnets: publicTier, accessLogBucket: albLogs.bucket, firewall, removalPolicy };
    const { alb, targetGroup } = this.loadBalancer(front, service, config);

    const thresholds = { ...alarms, latency: Duration.millis(alarms.latencyMillis) };
    const topic = alerts(this, { email, alb, targetGroup, service, database, encryptionKey, thresholds });
    describeOutputs(this, { domainName: domainOf(config), alb, cluster, database, topic });
  }

  /** What clients reach under the environment's name: HTTPS alone, and behind it the paths of the service. */
  private loadBalancer(front: Omit<AuditedAlbProps, 'certificate'>, service: FargateService, config: Config) {
    const certificate = Certificate.fromArn(config.certificateArn);
    const alb = new AuditedAlb(this, 'Alb', { ...front, certificate, dns: dnsOf(this, config) });
    const targetGroup = alb.addTargetGroup('Service', { port: API.port, targets: [service] });
    alb.addRoute('Service', Routing.paths(API.paths, targetGroup));
    return { alb, targetGroup };
  }
}
