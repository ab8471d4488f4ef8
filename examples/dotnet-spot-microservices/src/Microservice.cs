using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECR;
using Amazon.CDK.AWS.ECS;
using Org.ComplianceLogging;
using Org.FargateService;
using Org.SecureVpc;
using FargateService = Org.FargateService.FargateService;

namespace Example.Platform;

/// <summary>What all services stand on.</summary>
internal sealed record ServicePlatform(
    SecureVpc Network,
    ICluster Cluster,
    Capacity Capacity,
    IReadOnlyDictionary<string, IRepository> Repositories,
    string ImageTag);

/// <summary>One service with its own log group, roles, scaling and name. Who may call it, the stack says.</summary>
internal static class Microservice
{
    /// <summary>The prefix list of Amazon S3 in us-east-1, where ECR keeps image layers.</summary>
    private const string S3PrefixList = "pl-63a5400a";

    internal static FargateService Create(Stack stack, ServiceSettings settings, ServicePlatform platform)
    {
        var logs = new ComplianceLogGroup(stack, $"{settings.Name}-logs", new ComplianceLogGroupProps
        {
            Retention = Duration.Days(30),
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        Validations.Of(logs).Acknowledge(new Acknowledgment
        {
            Id = "Annotation::@org/compliance-logging:retention-below-twelve-months",
            Reason = "The platform exports its logs before they expire",
        });

        var service = new FargateService(stack, settings.Name, new Org.FargateService.FargateServiceProps
        {
            Cluster = platform.Cluster,
            VpcSubnets = platform.Network.PrivateTier,
            Container = new ServiceContainer
            {
                Image = ContainerImage.FromEcrRepository(platform.Repositories[settings.Name], platform.ImageTag),
                Port = settings.Port,
                HealthCheck = ContainerHealthCheck.Http(new HttpHealthCheckOptions
                {
                    Path = "/health",
                    Interval = Duration.Seconds(30),
                    Retries = 3,
                }),
            },
            Size = TaskSize.Of(new TaskSizeOptions { Cpu = 1024, MemoryMiB = 2048 }),
            Scaling = Scaling.Between(3, 10).OnCpu(70).OnMemory(80),
            DesiredCount = 3,
            Capacity = platform.Capacity,
            Discovery = Discovery.Dns(settings.Name),
            Egress = [EgressOf(settings)],
            LogGroup = logs.LogGroup,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        Validations.Of(service).Acknowledge(new Acknowledgment
        {
            Id = "Annotation::@org/fargate-service:scaling-reset",
            Reason = "Three tasks each after a deployment, whatever scaling had made of them",
        });
        if (settings.InternetAccess is { } reason)
        {
            Validations.Of(service).Acknowledge(new Acknowledgment
            {
                Id = "Annotation::@org/fargate-service:egress-anywhere",
                Reason = reason,
            });
        }
        else
        {
            service.Connections.AllowToDefaultPort(
                platform.Network.EndpointConnections,
                $"{settings.Name} to Amazon ECR and CloudWatch Logs");
        }
        return service;
    }

    private static Egress EgressOf(ServiceSettings settings) =>
        settings.InternetAccess is null
            ? Egress.To(Peer.PrefixList(S3PrefixList), Port.Tcp(443), "Image layers in Amazon S3")
            : Egress.HttpsAnywhere();
}
