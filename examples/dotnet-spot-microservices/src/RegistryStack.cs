using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Constructs;
using Org.FargateService;

namespace Example.Platform;

/// <summary>Image repositories, deployed first: a service can start only from an image that is there.</summary>
internal sealed class RegistryStack : Stack
{
    internal Dictionary<string, IRepository> Repositories { get; } = [];

    internal RegistryStack(Construct scope, string id, StackProps props) : base(scope, id, props)
    {
        foreach (var service in ServiceSettings.All)
        {
            var images = new ImageRepository(this, service.Name, new ImageRepositoryProps
            {
                RemovalPolicy = RemovalPolicy.DESTROY,
            });
            Repositories[service.Name] = images.Repository;
            _ = new CfnOutput(this, ServiceSettings.OutputName(service.Name, "RepositoryUri"), new CfnOutputProps
            {
                Value = images.Repository.RepositoryUri,
                Description = $"Where to push the image of {service.Name}",
            });
        }
    }
}
