import { auditLogs, certificateOf } from '@org/app-kit';
import { AuditedAlb, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { Capacity, FargateCluster } from '@org/fargate-service';
import { Addressing, Endpoints, NetworkTiers, SecureVpc, Zones } from '@org/secure-vpc';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acceptDemands } from './accepted';
import type { Config, ServiceName } from './config';
import { microservice } from './microservice';
import { describeOutputs } from './outputs';

export interface SpotMicroservicesStackProps extends StackProps {
  readonly config: Config;
  readonly repositories: Readonly<Record<ServiceName, IRepository>>;
}

/** Three payment services on Fargate and Fargate Spot: network, cluster, services, load balancer, each on what is before it. */
export class SpotMicroservicesStack extends Stack {
  constructor(scope: Construct, id: string, props: SpotMicroservicesStackProps) {
    super(scope, id, props);
    const { config, repositories } = props;
    acceptDemands(this, config);
    const paymentApi = config.services['payment-api'];
    const removalPolicy = RemovalPolicy.DESTROY; // Nothing may outlive its stack, says the source document.

    const { encryptionKey, flowLogs, albLogs } = auditLogs(this, removalPolicy);
    const logKey = config.logKey === 'customer' ? encryptionKey : undefined;
    const network = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr(config.network.cidr),
      zones: Zones.first(config.network.availabilityZones),
      tiers: NetworkTiers.publicPrivate(), // There is no database.
      endpoints: Endpoints.of([
        InterfaceVpcEndpointAwsService.ECR,
        InterfaceVpcEndpointAwsService.ECR_DOCKER,
        InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      ]),
      flowLogBucket: flowLogs.bucket,
    });
    const { vpc, publicTier } = network;

    // One mix for all: it holds from the fewest tasks that a service may have to the most.
    const all = Object.values(config.services);
    const capacity = Capacity.spot({
      share: config.spotShare,
      minTasks: Math.min(...all.map(({ minTasks }) => minTasks)),
      maxTasks: Math.max(...all.map(({ maxTasks }) => maxTasks)),
    });
    const { cluster } = new FargateCluster(this, 'Cluster', {
      vpc,
      namespace: config.namespace,
      defaultCapacity: capacity,
    });

    const platform = { config, network, cluster, capacity, repositories, logKey };
    const payment = microservice(this, 'payment-api', platform);
    const fraud = microservice(this, 'fraud-detection', platform);
    const notification = microservice(this, 'notification-service', platform);
    // Who may call whom; nothing else is open between them.
    payment.connections.allowToDefaultPort(fraud, 'Payments to fraud detection');
    payment.connections.allowToDefaultPort(notification, 'Payments to notifications');
    fraud.connections.allowToDefaultPort(notification, 'Fraud alerts to notifications');

    const alb = new AuditedAlb(this, 'Alb', {
      vpc,
      vpcSubnets: publicTier,
      certificate: certificateOf(this, config),
      accessLogBucket: albLogs.bucket,
      firewall: WebFirewall.managed({ logs: FirewallLogs.everything({ encryptionKey: logKey }) }),
      removalPolicy,
    });
    const healthCheck = { path: paymentApi.healthPath };
    const targets = alb.addTargetGroup('Api', { port: paymentApi.port, targets: [payment], healthCheck });
    alb.addRoute('Api', Routing.paths(config.paths, targets));

    describeOutputs(this, { network, alb, cluster, services: [payment, fraud, notification] });
  }
}
