package com.example.platform;

import com.org.auditedalb.AuditedAlb;
import com.org.auditedalb.Certificate;
import com.org.auditedalb.FirewallLogs;
import com.org.auditedalb.ManagedFirewallProps;
import com.org.auditedalb.Routing;
import com.org.auditedalb.TargetGroupProps;
import com.org.auditedalb.TargetHealthCheck;
import com.org.auditedalb.WebFirewall;
import com.org.fargateservice.Capacity;
import com.org.fargateservice.FargateCluster;
import com.org.fargateservice.FargateService;
import com.org.fargateservice.SpotOptions;
import com.org.securevpc.Addressing;
import com.org.securevpc.Endpoints;
import com.org.securevpc.NetworkTiers;
import com.org.securevpc.SecureVpc;
import com.org.securevpc.Zones;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecs.ICluster;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.constructs.Construct;

/** Three payment services on Fargate and Fargate Spot: network, cluster, services, load balancer. */
final class SpotMicroservicesStack extends Stack {

    SpotMicroservicesStack(
            Construct scope,
            String id,
            StackProps props,
            Map<String, IRepository> repositories,
            String certificateArn,
            String imageTag) {
        super(scope, id, props);
        AuditLogs logs = AuditLogs.create(this);
        SecureVpc network = SecureVpc.Builder.create(this, "Network")
                .addressing(Addressing.cidr("10.0.0.0/16"))
                .zones(Zones.first(3))
                .tiers(NetworkTiers.publicPrivate())
                .endpoints(Endpoints.of(List.of(
                        InterfaceVpcEndpointAwsService.ECR,
                        InterfaceVpcEndpointAwsService.ECR_DOCKER,
                        InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS)))
                .flowLogBucket(logs.flowLogs())
                .build();

        Capacity capacity = Capacity.spot(
                SpotOptions.builder().share(0.5).minTasks(3).maxTasks(10).build());
        ICluster cluster = FargateCluster.Builder.create(this, "Cluster")
                .vpc(network.getVpc())
                .namespace("payments.internal")
                .defaultCapacity(capacity)
                .build()
                .getCluster();

        var platform = new Microservice.Platform(network, cluster, capacity, repositories, imageTag);
        FargateService payment = Microservice.create(this, ServiceSettings.PAYMENT_API, platform);
        FargateService fraud = Microservice.create(this, ServiceSettings.FRAUD_DETECTION, platform);
        FargateService notification = Microservice.create(this, ServiceSettings.NOTIFICATION_SERVICE, platform);
        // Who may call whom; nothing else is open between them.
        payment.getConnections().allowToDefaultPort(fraud, "Payments to fraud detection");
        payment.getConnections().allowToDefaultPort(notification, "Payments to notifications");
        fraud.getConnections().allowToDefaultPort(notification, "Fraud alerts to notifications");

        AuditedAlb alb = loadBalancer(network, logs, certificateArn, payment);

        output("VpcId", network.getVpc().getVpcId(), "The VPC");
        output(
                "AlbDnsName",
                alb.getLoadBalancer().getLoadBalancerDnsName(),
                "Where requests go: point your domain here");
        output("ClusterName", cluster.getClusterName(), "ECS cluster");
        output("FlowLogsBucket", network.getFlowLogBucket().getBucketName(), "VPC flow logs");
        output("AlbLogsBucket", alb.getAccessLogBucket().getBucketName(), "Access logs of the load balancer");
        for (FargateService service : List.of(payment, fraud, notification)) {
            String name = service.getNode().getId();
            output(
                    ServiceSettings.outputName(name, "EcsService"),
                    service.getService().getServiceName(),
                    "ECS service of " + name);
        }
    }

    private AuditedAlb loadBalancer(
            SecureVpc network, AuditLogs logs, String certificateArn, FargateService payment) {
        AuditedAlb alb = AuditedAlb.Builder.create(this, "Alb")
                .vpc(network.getVpc())
                .vpcSubnets(network.getPublicTier())
                .certificate(Certificate.fromArn(certificateArn))
                .accessLogBucket(logs.albLogs())
                .firewall(WebFirewall.managed(ManagedFirewallProps.builder()
                        .logs(FirewallLogs.everything())
                        .build()))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        ApplicationTargetGroup targets = alb.addTargetGroup(
                "Api",
                TargetGroupProps.builder()
                        .port(ServiceSettings.PAYMENT_API.port())
                        .targets(List.of(payment))
                        .healthCheck(TargetHealthCheck.builder().path("/health").build())
                        .build());
        alb.addRoute("Api", Routing.paths(List.of("/api/*", "/payments/*"), targets));
        return alb;
    }

    private void output(String name, String value, String description) {
        CfnOutput.Builder.create(this, name)
                .value(value)
                .description(description)
                .build();
    }
}
