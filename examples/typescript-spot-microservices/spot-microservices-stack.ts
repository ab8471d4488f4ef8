import { AuditedAlb, Certificate, FirewallLogs, Routing, WebFirewall } from '@org/audited-alb';
import { Capacity, FargateCluster } from '@org/fargate-service';
import { Addressing, Endpoints, NetworkTiers, SecureVpc, Zones } from '@org/secure-vpc';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { auditLogs } from './audit-logs';
import { microservice } from './microservice';
import { FRAUD_DETECTION, NOTIFICATION_SERVICE, outputName, PAYMENT_API } from './services';

export interface SpotMicroservicesStackProps extends StackProps {
  readonly repositories: Readonly<Record<string, IRepository>>;
  readonly certificateArn: string;
  readonly imageTag: string;
}

/** Three payment services on Fargate and Fargate Spot: network, cluster, services, load balancer. */
export class SpotMicroservicesStack extends Stack {
  constructor(scope: Construct, id: string, props: SpotMicroservicesStackProps) {
    super(scope, id, props);
    const { flowLogs, albLogs } = auditLogs(this);
    const network = new SecureVpc(this, 'Network', {
      addressing: Addressing.cidr('10.0.0.0/16'),
      zones: Zones.first(3),
      tiers: NetworkTiers.publicPrivate(),
      endpoints: Endpoints.of([
        InterfaceVpcEndpointAwsService.ECR,
        InterfaceVpcEndpointAwsService.ECR_DOCKER,
        InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      ]),
      flowLogBucket: flowLogs,
    });
    const { vpc, publicTier } = network;

    const capacity = Capacity.spot({ share: 0.5, minTasks: 3, maxTasks: 10 });
    const { cluster } = new FargateCluster(this, 'Cluster', {
      vpc,
      namespace: 'payments.internal',
      defaultCapacity: capacity,
    });

    const platform = { network, cluster, capacity, ...props };
    const payment = microservice(this, PAYMENT_API, platform);
    const fraud = microservice(this, FRAUD_DETECTION, platform);
    const notification = microservice(this, NOTIFICATION_SERVICE, platform);
    // Who may call whom; nothing else is open between them.
    payment.connections.allowToDefaultPort(fraud, 'Payments to fraud detection');
    payment.connections.allowToDefaultPort(notification, 'Payments to notifications');
    fraud.connections.allowToDefaultPort(notification, 'Fraud alerts to notifications');

    const alb = new AuditedAlb(this, 'Alb', {
      vpc,
      vpcSubnets: publicTier,
      certificate: Certificate.fromArn(props.certificateArn),
      accessLogBucket: albLogs,
      firewall: WebFirewall.managed({ logs: FirewallLogs.everything() }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const targets = alb.addTargetGroup('Api', {
      port: PAYMENT_API.port,
      targets: [payment],
      healthCheck: { path: '/health' },
    });
    alb.addRoute('Api', Routing.paths(['/api/*', '/payments/*'], targets));

    this.output('VpcId', vpc.vpcId, 'The VPC');
    this.output('AlbDnsName', alb.loadBalancer.loadBalancerDnsName, 'Where requests go: point your domain here');
    this.output('ClusterName', cluster.clusterName, 'ECS cluster');
    this.output('FlowLogsBucket', network.flowLogBucket.bucketName, 'VPC flow logs');
    this.output('AlbLogsBucket', alb.accessLogBucket.bucketName, 'Access logs of the load balancer');
    for (const { node, service } of [payment, fraud, notification]) {
      this.output(outputName(node.id, 'EcsService'), service.serviceName, `ECS service of ${node.id}`);
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
