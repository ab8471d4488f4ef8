import { auditLogs, certificateOf } from '@org/app-kit';
import { AuditedAlb, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { ComplianceKey } from '@org/compliance-logging';
import { FargateCluster } from '@org/fargate-service';
import type { NamingConvention } from '@org/governance';
import { Addressing, NetworkTiers, SecureVpc, Zones } from '@org/secure-vpc';
import type { IApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acceptShortLogs } from './acknowledgements';
import { AWS_SERVICES } from './aws-services';
import type { Config } from './config';
import { paymentDatabase } from './database';
import { OperationsAlerts } from './operations-alerts';
import { describeOutputs } from './outputs';
import { PaymentQueues } from './payment-queues';
import { PaymentService } from './payment-service';
import { ServiceSettings } from './service-settings';

export interface TapStackProps extends StackProps {
  readonly config: Config;
  readonly naming: NamingConvention;
}

/** The migrated payment system: network, database, queues, services, load balancer and alerts. */
export class TapStack extends Stack {
  constructor(scope: Construct, id: string, props: TapStackProps) {
    super(scope, id, props);
    const { config, naming } = props;
    const { network } = config;
    const removalPolicy = RemovalPolicy.DESTROY; // Nothing may outlive its stack, says the source document.
    const logRetention = Duration.days(config.logRetentionDays);
    acceptShortLogs(this, config);

    const { encryptionKey: logKey, flowLogs, albLogs } = auditLogs(this, removalPolicy);
    const { vpc, publicTier, privateTier } = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr(network.cidr),
      zones: Zones.first(network.availabilityZones),
      tiers: NetworkTiers.publicPrivate(), // The document puts the database beside the tasks.
      endpoints: AWS_SERVICES,
      flowLogBucket: flowLogs.bucket,
    });
    const inside = { vpcSubnets: privateTier, logRetention, logKey };
    const { key: secretKey } = new ComplianceKey(this, 'SecretKey', { removalPolicy });

    const database = paymentDatabase(this, { ...inside, vpc, secretKey, config });
    const queues = new PaymentQueues(this, 'Queues', { queue: config.queue, naming });
    const settings = new ServiceSettings(this, 'Settings', { config, secretKey, jobs: queues.jobs });

    const { cluster } = new FargateCluster(this, 'Cluster', { vpc });
    const surroundings = { ...inside, cluster, network, database, settings };
    const { service: api } = new PaymentService(this, 'payment-api', {
      ...surroundings,
      image: config.paymentApiImage,
      task: config.paymentApi,
    });
    const { service: processor } = new PaymentService(this, 'job-processor', {
      ...surroundings,
      image: config.jobProcessorImage,
      task: config.jobProcessor,
    });
    queues.grantSend(api);
    queues.grantProcess(processor);

    const firewallLogs = FirewallLogs.everything({ retention: logRetention, encryptionKey: logKey });
    const alb = new AuditedAlb(this, 'Alb', {
      vpc,
      vpcSubnets: publicTier,
      certificate: certificateOf(this, config),
      accessLogBucket: albLogs.bucket,
      firewall: WebFirewall.managed({ logs: firewallLogs }),
      removalPolicy,
    });
    const apiTargets = alb.addTargetGroup('payment-api', { port: config.paymentApi.port, targets: [api] });
    const jobTargets = alb.addTargetGroup('job-processor', { port: config.jobProcessor.port, targets: [processor] });
    routeRequests(alb, apiTargets, jobTargets);

    const alerts = new OperationsAlerts(this, 'Alerts', { naming, email: config.alertEmail });
    alerts.watchDatabase(database);
    alerts.watchQueues(queues);
    alerts.watchService(api, apiTargets);
    alerts.watchService(processor, jobTargets);
    alerts.watchLoadBalancer(alb);

    describeOutputs(this, { vpc, alb, cluster, api, processor, database, queues, settings, alerts, flowLogs, albLogs });
  }
}

/** The API's paths go to the API; of health checks each service answers one half. */
function routeRequests(alb: AuditedAlb, api: IApplicationTargetGroup, jobs: IApplicationTargetGroup): void {
  const both = [api, jobs].map((targetGroup) => ({ targetGroup, weight: 1 }));
  alb.addRoute('Api', Routing.path('/api/*', api));
  alb.addRoute('Health', Routing.weighted(both).onPaths(['/health']));
}
