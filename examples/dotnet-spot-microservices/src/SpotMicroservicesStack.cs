using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECR;
using Constructs;
using Org.AuditedAlb;
using Org.FargateService;
using Org.SecureVpc;
using FargateService = Org.FargateService.FargateService;

namespace Example.Platform;

internal sealed class SpotMicroservicesStackProps : StackProps
{
    internal required IReadOnlyDictionary<string, IRepository> Repositories { get; init; }
    internal required string CertificateArn { get; init; }
    internal required string ImageTag { get; init; }
}

/// <summary>Three payment services on Fargate and Fargate Spot: network, cluster, services, load balancer.</summary>
internal sealed class SpotMicroservicesStack : Stack
{
    internal SpotMicroservicesStack(Construct scope, string id, SpotMicroservicesStackProps props)
        : base(scope, id, props)
    {
        var logs = AuditLogs.Create(this);
        var network = new SecureVpc(this, "Network", new SecureVpcProps
        {
            Addressing = Addressing.Cidr("10.0.0.0/16"),
            Zones = Zones.First(3),
            Tiers = NetworkTiers.PublicPrivate(),
            Endpoints = Endpoints.Of([
                InterfaceVpcEndpointAwsService.ECR,
                InterfaceVpcEndpointAwsService.ECR_DOCKER,
                InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
            ]),
            FlowLogBucket = logs.FlowLogs,
        });

        var capacity = Capacity.Spot(new SpotOptions { Share = 0.5, MinTasks = 3, MaxTasks = 10 });
        var cluster = new FargateCluster(this, "Cluster", new FargateClusterProps
        {
            Vpc = network.Vpc,
            Namespace = "payments.internal",
            DefaultCapacity = capacity,
        }).Cluster;

        var platform = new ServicePlatform(network, cluster, capacity, props.Repositories, props.ImageTag);
        var payment = Microservice.Create(this, ServiceSettings.PaymentApi, platform);
        var fraud = Microservice.Create(this, ServiceSettings.FraudDetection, platform);
        var notification = Microservice.Create(this, ServiceSettings.NotificationService, platform);
        // Who may call whom; nothing else is open between them.
        payment.Connections.AllowToDefaultPort(fraud, "Payments to fraud detection");
        payment.Connections.AllowToDefaultPort(notification, "Payments to notifications");
        fraud.Connections.AllowToDefaultPort(notification, "Fraud alerts to notifications");

        var alb = LoadBalancer(network, logs, props.CertificateArn, payment);

        Output("VpcId", network.Vpc.VpcId, "The VPC");
        Output("AlbDnsName", alb.LoadBalancer.LoadBalancerDnsName, "Where requests go: point your domain here");
        Output("ClusterName", cluster.ClusterName, "ECS cluster");
        Output("FlowLogsBucket", network.FlowLogBucket.BucketName, "VPC flow logs");
        Output("AlbLogsBucket", alb.AccessLogBucket.BucketName, "Access logs of the load balancer");
        foreach (var service in new[] { payment, fraud, notification })
        {
            var name = service.Node.Id;
            Output(ServiceSettings.OutputName(name, "EcsService"), service.Service.ServiceName, $"ECS service of {name}");
        }
    }

    private AuditedAlb LoadBalancer(SecureVpc network, AuditLogs logs, string certificateArn, FargateService payment)
    {
        var alb = new AuditedAlb(this, "Alb", new AuditedAlbProps
        {
            Vpc = network.Vpc,
            VpcSubnets = network.PublicTier,
            AccessLogBucket = logs.AlbLogs,
            Certificate = Certificate.FromArn(certificateArn),
            Firewall = WebFirewall.Managed(new ManagedFirewallProps { Logs = FirewallLogs.Everything() }),
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        var targets = alb.AddTargetGroup("Api", new TargetGroupProps
        {
            Port = ServiceSettings.PaymentApi.Port,
            Targets = [payment],
            HealthCheck = new TargetHealthCheck { Path = "/health" },
        });
        alb.AddRoute("Api", Routing.Paths(["/api/*", "/payments/*"], targets));
        return alb;
    }

    private void Output(string name, string value, string description) =>
        _ = new CfnOutput(this, name, new CfnOutputProps { Value = value, Description = description });
}
